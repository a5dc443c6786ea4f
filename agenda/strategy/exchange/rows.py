"""The rows of measures and fields of action, merged over their languages."""

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from wagtail.models import Orderable, Page

from cms.content.models import BasePage

from ..public import public_pages
from .rich_text import Links
from .words import iso, language_of

# Takes a row; returns what is the same in all languages, and its words, or None to leave it out.
Writer = Callable[[object], tuple[dict, dict] | None]


def merged_rows(group: list, relation: str, write: Writer) -> list[dict]:
    """Return the rows of a page's translations, each one once with the words of all languages."""
    merged: dict[str, dict] = {}
    for page in group:
        for row in in_order(getattr(page, relation).all()):
            written = write(row)
            if written is None:
                continue
            facts, words = written
            key = str(row.translation_key)
            found = merged.setdefault(key, {"key": key, **facts, "texts": {}})
            found["texts"][language_of(page)] = words
    return list(merged.values())


def in_order(rows) -> list:
    """Return rows as editors ordered them; the database leaves open what has no number."""
    rows = list(rows)
    if not all(isinstance(row, Orderable) for row in rows):
        return rows
    return sorted(rows, key=lambda row: (row.sort_order is not None, row.sort_order or 0, row.pk))


def milestones(row) -> tuple[dict, dict]:
    """Return a milestone; a day to come is none on which it was reached."""
    is_done = row.done_on and row.done_on <= timezone.localdate()
    done_on = row.done_on if is_done else None
    return {"due_on": iso(row.due_on), "done_on": iso(done_on)}, {"title": row.title}


def updates(links: Links) -> Writer:
    """Return the writer of news; what is dated ahead is not news yet."""
    today = timezone.localdate()

    def write(row) -> tuple[dict, dict] | None:
        if row.date > today:
            return None
        return {"date": iso(row.date)}, {"title": row.title, "text": links.portable(row.text)}

    return write


def budget_items(row) -> tuple[dict, dict]:
    """Return a budget figure."""
    facts = {"amount": f"{row.amount:.2f}", "year": row.year}
    return facts, {"title": row.title, "source": row.source}


def portable_goal(links: Links) -> Writer:
    """Return the writer of goals."""

    def write(row) -> tuple[dict, dict]:
        return {"slug": row.slug}, {"title": row.title, "text": links.portable(row.text)}

    return write


def related_offers(measures: list, root_url: str) -> dict[int, list[dict]]:
    """Map the ids of measures to their public guides, trainings and events."""
    links = Links((), root_url)
    ids = {row.page_id for measure in measures for row in measure.related_offers.all()}
    pages = public_pages(BasePage.objects.filter(pk__in=ids)).defer("body")
    written = {page.pk: _offer(page, links) for page in pages.select_related("locale")}
    return {
        measure.pk: [
            written[row.page_id]
            for row in in_order(measure.related_offers.all())
            if row.page_id in written
        ]
        for measure in measures
    }


def _offer(page: Page, links: Links) -> dict:
    url = links.absolute(page.url or "/")
    return {"key": str(page.translation_key), "title": page.title, "url": url}


def indicators_by_owner(indicators) -> dict[str, list[dict]]:
    """Map the translation keys of goals and measures to their released indicators."""
    found = defaultdict(list)
    rows = indicators.select_related("goal", "measure").prefetch_related("values").order_by("pk")
    for indicator in rows:
        written = _indicator(indicator)
        for owner in filter(None, (indicator.goal, indicator.measure)):
            found[str(owner.translation_key)].append(written)
    return found


def _indicator(indicator) -> dict:
    names = ("title", "unit", "description", "source")
    source = {name: getattr(indicator, name) for name in names}
    translations = {
        code: {name: words.get(name) or source[name] for name in names}
        for code, words in (indicator.translations or {}).items()
        if isinstance(words, dict)
    }
    values = sorted(indicator.values.all(), key=lambda value: value.date)
    return {
        "slug": indicator.slug,
        "direction": indicator.direction,
        "period": indicator.period,
        "baseline_value": number(indicator.baseline_value),
        "baseline_on": iso(indicator.baseline_on),
        "target_value": number(indicator.target_value),
        "target_on": iso(indicator.target_on),
        "texts": {settings.LANGUAGE_CODE: source, **translations},
        "values": [
            {"date": iso(value.date), "value": number(value.value), "note": value.note}
            for value in values
        ],
    }


def number(value: Decimal | None) -> str | None:
    """Return a decimal number without zeros that say nothing."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
