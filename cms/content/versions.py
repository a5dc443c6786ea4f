"""Naming the versions of a page's text, and showing two of them side by side."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext
from wagtail.log_actions import log

from . import page_cache
from .comparison import compare
from .models import BasePage, TextVersion
from .models.pages import VERSIONS_PATH
from .passages import Passage
from .queries import translations_by_language

CURRENT = "aktuell"
OLD_PARAMETER, NEW_PARAMETER = "alt", "neu"


class PageNotPublic(Exception):
    """Only what the public can read may be named."""


class LabelTaken(Exception):
    """The page has a version of this name already."""


def name_version(
    page: BasePage, *, label: str, published_on: date, note: str = "", by=None
) -> TextVersion:
    """Keep what the public reads on `page` now as a version of its own.

    Raises PageNotPublic and LabelTaken.
    """
    live = BasePage.objects.live().filter(pk=page.pk).specific().first()
    if live is None:
        raise PageNotPublic
    version = TextVersion(
        page_id=live.pk,
        label=label,
        published_on=published_on,
        note=note,
        passages=[passage.as_dict() for passage in live.passages()],
        revision_number=live.live_revision_id,
    )
    try:
        with transaction.atomic():
            version.save()
            log(instance=page, action="content.name_version", user=by, data={"label": label})
    except IntegrityError as error:
        raise LabelTaken from error
    _purge(live)
    return version


@transaction.atomic
def remove_version(version: TextVersion, *, by) -> None:
    """Take back a version that was named by mistake; the page's history keeps note of it."""
    page = version.page.specific
    log(instance=page, action="content.remove_version", user=by, data={"label": version.label})
    version.delete()
    _purge(page)


def _purge(page: BasePage) -> None:
    """Drop the stored pages that name this version, the other languages' links to it included."""
    urls = [translation.url for translation in translations_by_language(page).values()]
    page_cache.purge_urls([*urls, *(f"{url}{VERSIONS_PATH}/" for url in urls)])


@dataclass(frozen=True)
class Side:
    """A version, or the text as it is now, as one side of the comparison."""

    value: str
    label: str
    text: list[Passage]
    version: TextVersion | None = None


@dataclass(frozen=True)
class Choice:
    """Which two sides an address asks for; `query` is its one spelling."""

    sides: list[Side]
    old: Side
    new: Side
    query: str


def choice_of(page: BasePage, request: HttpRequest) -> Choice:
    """Return the two sides that the address names, else the last two versions."""
    sides = [Side(str(item.pk), item.label, item.text, item) for item in page.text_versions.all()]
    sides.append(Side(CURRENT, gettext("Text as it is today"), page.passages()))
    by_value = {side.value: side for side in sides}
    asked = {name: request.GET.get(name, "") for name in (OLD_PARAMETER, NEW_PARAMETER)}
    known = {name: value for name, value in asked.items() if value in by_value}
    default_old, default_new = sides[-3:-1] if len(sides) > 2 else sides[-2:]
    return Choice(
        sides=sides,
        old=by_value.get(asked[OLD_PARAMETER], default_old),
        new=by_value.get(asked[NEW_PARAMETER], default_new),
        query=urlencode(known),
    )


def context_of_versions(page: BasePage, request: HttpRequest, choice: Choice) -> dict:
    """Return what the page of the versions shows: all of them, and two side by side."""
    rows = compare(choice.old.text, choice.new.text)
    title = gettext("Versions of the text")
    return {
        "versions": [side.version for side in reversed(choice.sides) if side.version],
        "sides": choice.sides,
        "old": choice.old,
        "new": choice.new,
        "rows": rows,
        "changed_count": sum(row.has_changed for row in rows),
        "addresses": _addresses(page, request),
        "metadata_title": f"{title} – {page.title}",
        "breadcrumb_items": page.trail(request, below=title),
    }


def _addresses(page: BasePage, request: HttpRequest) -> dict[str, str]:
    """Map languages to the versions of the same page there, where there are any."""
    translations = translations_by_language(page)
    pages = [translation.pk for translation in translations.values()]
    named = set(TextVersion.objects.filter(page__in=pages).values_list("page_id", flat=True))
    return {
        code: f"{translation.get_url(request)}{VERSIONS_PATH}/"
        for code, translation in translations.items()
        if translation.pk in named
    }
