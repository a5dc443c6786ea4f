"""Dates as RSS and as JSON, for programs and for other sites."""

from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.formats import date_format, time_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.content.plain_text import printable

from .feeds import changed_at, description, explain, uid
from .models import Occurrence
from .structured_data import event_data

MAX_PAGE = 1000


def rss_text(name: str, url: str, feed_url: str, occurrences: list[Occurrence]) -> str:
    """Return dates with `.event` attached as RSS."""
    feed = Rss201rev2Feed(
        title=printable(name),
        link=url,
        description=_("The next dates of the calendar"),
        language=get_language(),
        feed_url=feed_url,
    )
    explain(occurrences)
    for occurrence in occurrences:
        page = occurrence.event
        feed.add_item(
            title=printable(f"{when(occurrence)}: {page.title}"),
            link=page.full_url,
            description=printable(description(occurrence)),
            unique_id=uid(occurrence),
            unique_id_is_permalink=False,
            pubdate=changed_at(occurrence),
            categories=[printable(str(topic)) for topic in page.topics.all()],
        )
    return feed.writeString("utf-8")


def json_data(dates, *, name: str, url: str, feed_url: str, number: int, size: int) -> dict:
    """Return one page of published dates as data; docs/calendar.md describes it."""
    summary = dates.summary
    # A program that follows `next` would else go round in a circle.
    has_more = number * size < summary.total and number < MAX_PAGE
    query = dates.filters.query_with(seite=str(number + 1), anzahl=str(size))
    return {
        "name": name,
        "url": url,
        "language": dates.locale.language_code,
        "updated": summary.changed_at and summary.changed_at.isoformat(),
        "total": summary.total,
        "limit": size,
        "next": f"{feed_url}?{query}" if has_more else None,
        "texts": {"all": _("All dates"), "none": _("No dates found")},
        "events": [_event(occurrence) for occurrence in dates.page(number, size)],
    }


def _event(occurrence: Occurrence) -> dict:
    page = occurrence.event
    data = {
        "@context": "https://schema.org",
        "identifier": uid(occurrence),
        "name": page.title,
        "description": page.get_description(),
        "dateModified": changed_at(occurrence).isoformat(),
        "about": [str(topic) for topic in page.topics.all()],
        "audience": [str(audience) for audience in page.audiences.all()],
    }
    data = event_data(page, occurrence, data)
    venue = occurrence.venue
    return data | {
        "dateText": when(occurrence),
        "placeText": venue.name if venue else _("Online") if page.is_online else "",
        "statusText": _("cancelled") if occurrence.is_cancelled else "",
    }


def when(occurrence: Occurrence) -> str:
    """Return day and time of a date in words."""
    starts_at = timezone.localtime(occurrence.starts_at)
    ends_at = timezone.localtime(occurrence.ends_at)
    day = date_format(starts_at, "l, j. F Y")
    if starts_at.date() == ends_at.date():
        return f"{day}, {time_format(starts_at, 'H:i')}–{time_format(ends_at, 'H:i')}"
    return f"{day}, {time_format(starts_at, 'H:i')} – {date_format(ends_at, 'j. F, H:i')}"
