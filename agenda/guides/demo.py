"""The guides' part of the demo town."""

from django.utils.text import slugify
from wagtail.models import Page, Site

from cms.content.models import Participation

from .models import Chapter, GuideIndexPage, GuidePage, RelatedPage


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
        page.responsible_office = words.get("office", page.responsible_office)

    contact = context.contact(item["contact"]) if item.get("contact") else None
    context.add_page(
        index,
        GuidePage,
        item,
        translate=translate,
        contact=contact,
        responsible_office=contact.office if contact else "",
        responsible=context.person(item["responsible"]) if item.get("responsible") else None,
        checked_on=context.date(-item["checked_days_ago"]),
        check_every_months=item["check_every_months"],
        places=[context.place(slug) for slug in item.get("places") or []],
        chapters=[
            Chapter(
                title=chapter["title"],
                slug=_slug(chapter["title"]),
                body=context.body(chapter["body"]),
            )
            for chapter in item["chapters"]
        ],
    )


def connect(data: dict, context) -> None:
    """Say what belongs to the guides, and what has changed in them; all pages must be there."""
    for item in data["guides"]:
        related = [context.page(slug) for slug in item["related"]]
        for guide in context.page(item["slug"]).get_translations(inclusive=True):
            guide = guide.specific
            guide.related_pages = [RelatedPage(page=page) for page in related]
            guide.save()
            guide.save_revision(log_action=False).publish(log_action=False)
            _tell_changes(guide, item.get("changes") or [], context)


def _tell_changes(guide: GuidePage, changes: list[dict], context) -> None:
    """Publish the guide once for each change, and date what that tells back to its day."""
    told = [change for change in changes if change.get(guide.locale.language_code)]
    for change in told:
        guide.change_note = change[guide.locale.language_code]
        guide.save_revision(log_action=False).publish(log_action=False)
        day = context.date(-change["days_ago"])
        guide.change_notes.filter(date__gt=day, text=guide.change_note).update(date=day)


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
