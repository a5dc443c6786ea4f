"""What pages have in common, in all languages of a page."""

from collections.abc import Iterable
from datetime import date
from itertools import chain

from django.conf import settings
from wagtail.models import Page

from ..models import MeasurePage
from ..public import public_pages
from .bodies import linked_pages, portable_body, rich_texts
from .rich_text import Links

LANGUAGES = [code for code, _name in settings.LANGUAGES]
PAGE_WORDS = ("title", "slug", "seo_title", "search_description", "summary")
MEASURE_WORDS = ("progress_note", "progress_reason", "responsible_office", "budget_text")


class PageWriter:
    """Writes pages; what their links lead to is asked for once."""

    def __init__(self, pages: list, root_url: str) -> None:
        self.pages = pages
        self.links = Links(chain.from_iterable(map(_texts, pages)), root_url)
        targets = set(chain.from_iterable(linked_pages(page.body) for page in pages))
        public = public_pages(Page.objects.filter(pk__in=targets)).select_related("locale")
        self.page_urls = {page.pk: self.links.absolute(page.url or "") for page in public}

    def written(self, group: list) -> dict:
        """Return what every page has; the first of its translations speaks for all."""
        page = group[0]
        return {
            "key": str(page.translation_key),
            "url": self.links.absolute(page.url),
            "first_published_at": moment(page.first_published_at),
            "last_published_at": moment(page.last_published_at),
            **{name: _slugs(page, name) for name in ("audiences", "districts", "topics")},
            "texts": {language_of(each): self._words(each) for each in group},
        }

    def _words(self, page) -> dict:
        words = {name: getattr(page, name) for name in PAGE_WORDS}
        if isinstance(page, MeasurePage):
            words |= {name: getattr(page, name) for name in MEASURE_WORDS}
            words["partners"] = page.partners
        words["body"] = portable_body(page.body, self.links, self.page_urls)
        return words


def language_of(page) -> str:
    """Return the language of a page or row whose locale is joined."""
    return page.locale.language_code


def ordered_by_language(pages: Iterable) -> list:
    """Return translations in the order in which the site names its languages."""
    ranks = {code: rank for rank, code in enumerate(LANGUAGES)}
    return sorted(pages, key=lambda page: ranks.get(language_of(page), len(ranks)))


def iso(day: date | None) -> str | None:
    """Return a date as it stands in a file."""
    return day.isoformat() if day else None


def moment(when) -> str | None:
    """Return a moment as it stands in a file."""
    return when.isoformat(timespec="seconds") if when else None


def _slugs(page, name: str) -> list[str]:
    return sorted(term.slug for term in getattr(page, name).all())


def _texts(page) -> Iterable[str]:
    """Return all rich texts of a page and of its rows."""
    yield from rich_texts(page.body)
    for relation in ("updates", "goals"):
        if hasattr(page, relation):
            yield from (row.text for row in getattr(page, relation).all())
