"""The guides' part of the demo town."""

from django.utils.text import slugify
from wagtail.models import Page, Site

from cms.content.models import Participation

from .models import Chapter, GuideIndexPage, GuidePage


def build(data: dict, context) -> None:
    """Build the overview and all guides from the folder guides."""
    index = context.add_page(
        _home(),
        GuideIndexPage,
        data["index"],
        show_in_menus=True,
        participation=Participation.COMMENTS,
    )
    for item in data["guides"]:
        _build_guide(index, item, context)


def _build_guide(index: GuideIndexPage, item: dict, context) -> None:
    def translate(page: GuidePage, words: dict) -> None:
        page.chapters = _translated(list(page.chapters.all()), words.get("chapters", []), context)

    context.add_page(
        index,
        GuidePage,
        item,
        translate=translate,
        contact=context.contact(item["contact"]) if item.get("contact") else None,
        checked_on=context.date(-item["checked_days_ago"]),
        chapters=[
            Chapter(
                title=chapter["title"],
                slug=_slug(chapter["title"]),
                body=context.body(chapter["body"]),
                sort_order=position,
            )
            for position, chapter in enumerate(item["chapters"])
        ],
    )


def _translated(chapters: list[Chapter], translations: list[dict], context) -> list[Chapter]:
    """Return the copied chapters in the words of their translations, as many as there are."""
    for chapter, words in zip(chapters, translations, strict=False):
        previous = list(chapter.body.raw_data)
        chapter.title, chapter.slug = words["title"], _slug(words["title"])
        chapter.body = context.body(words["body"], previous)
    return chapters[: len(translations)]


def _slug(title: str) -> str:
    return slugify(title)[:80]


def _home() -> Page:
    return Site.objects.get(is_default_site=True).root_page.specific
