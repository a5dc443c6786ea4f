"""Dates as iCalendar.

Each date is a VEVENT of its own instead of one with an RRULE: a moved or cancelled date then
needs no override that programs understand differently, and its UID stays when it is moved.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone

from . import wording
from .models import Occurrence

CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=12)
ONE_YEAR = timedelta(days=366)
END = b"END:VCALENDAR\r\n"


def calendar_file(name: str, occurrences: Iterable[Occurrence]) -> bytes:
    """Return dates with `.event` attached as an iCalendar file."""
    occurrences = list(occurrences)
    days = [occurrence.starts_at.date() for occurrence in occurrences]
    zones = {occurrence.event.time_zone for occurrence in occurrences}
    span = (min(days), max(days)) if days else None
    return b"".join(calendar_parts(name, [occurrences], zones=zones, span=span))


def calendar_parts(
    name: str,
    chunks: Iterable[list[Occurrence]],
    *,
    zones: Iterable[str],
    span: tuple[date, date] | None,
    url: str = "",
    source: str = "",
) -> Iterator[bytes]:
    """Yield an iCalendar file piece by piece: its head, then each chunk of dates, then its end.

    `zones` are the time zones of all dates and `span` their first and last day: zones are
    defined before the dates that name them. `url` is where people read the same, `source`
    where programs fetch it again (RFC 7986).
    """
    yield _head(name, zones if span else (), span, url=url, source=source)
    for chunk in chunks:
        explain(chunk)
        yield b"".join(_event(occurrence).to_ical() for occurrence in chunk)
    yield END


def _head(
    name: str, zones: Iterable[str], span: tuple[date, date] | None, *, url: str, source: str
) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Stadtagenda//Kalender//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    if url:
        calendar.add("url", url)
    if source:
        calendar.add("source", source, parameters={"VALUE": "URI"})
    for zone in sorted(zones):
        first, last = span[0] - ONE_YEAR, span[1] + ONE_YEAR
        # The zone's rules are written for the years in question, not for a century.
        calendar.add_component(
            Timezone.from_tzinfo(ZoneInfo(zone), zone, first_date=first, last_date=last)
        )
    return calendar.to_ical().removesuffix(END)


def uid(occurrence: Occurrence) -> str:
    """Return the name of a date that it keeps in all feeds and mails."""
    return f"{occurrence.event_key}-{occurrence.pk}@{_host()}"


def _event(occurrence: Occurrence) -> Event:
    page = occurrence.event
    zone = ZoneInfo(page.time_zone)
    moment = changed_at(occurrence)
    event = Event()
    event.add("uid", uid(occurrence))
    event.add("dtstamp", moment)
    event.add("last-modified", moment)
    event.add("sequence", occurrence.sequence)
    event.add("summary", page.title)
    event.add("dtstart", occurrence.starts_at.astimezone(zone))
    event.add("dtend", occurrence.ends_at.astimezone(zone))
    event.add("url", page.full_url)
    event.add("description", description(occurrence))
    event.add("status", "CANCELLED" if occurrence.is_cancelled else "CONFIRMED")
    if location := _location(occurrence):
        event.add("location", location)
    if topics := [str(topic) for topic in page.topics.all()]:
        event.add("categories", topics)
    return event


def explain(occurrences: list[Occurrence]) -> None:
    """Attach to dates with `.event` why each is called off or moved, in the event's language."""
    changed = [date for date in occurrences if date.is_cancelled or date.moved_from]
    prefetch_related_objects([date.event for date in changed], "cancelled_dates", "moved_dates")
    for occurrence in changed:
        occurrence.event.explain([occurrence])


def description(occurrence: Occurrence) -> str:
    """Return what a program shows of a date besides its fields; `explain` it before."""
    page = occurrence.event
    lines = [page.summary]
    if occurrence.is_cancelled:
        lines.insert(0, _("Cancelled. %(reason)s") % {"reason": occurrence.reason})
    elif occurrence.moved_from:
        facts = {
            "planned": wording.moment(occurrence.moved_from, settings.TIME_ZONE),
            "reason": occurrence.reason,
        }
        lines.insert(0, _("Moved from %(planned)s. %(reason)s") % facts)
    if page.organiser_name:
        lines.append(_("Organiser: %(name)s") % {"name": page.organiser_name})
    lines.append(page.full_url)
    return "\n".join(line.strip() for line in lines if line.strip())


def _location(occurrence: Occurrence) -> str:
    venue = occurrence.venue
    parts = [f"{venue.name}, {venue.address}"] if venue else []
    if occurrence.event.is_online:
        parts.append(_("Online"))
    return " / ".join(parts)


def changed_at(occurrence: Occurrence) -> datetime:
    """Return when the date or its page last changed; the file is the same until then."""
    published_at = occurrence.event.last_published_at or occurrence.updated_at
    return max(occurrence.updated_at, published_at).astimezone(UTC).replace(microsecond=0)


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
