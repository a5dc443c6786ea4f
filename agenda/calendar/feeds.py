"""Dates as iCalendar.

Each date is a VEVENT of its own instead of one with an RRULE: a moved or cancelled date then
needs no override that programs understand differently, and its UID stays when it is moved.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from .models import Occurrence

CONTENT_TYPE = "text/calendar; charset=utf-8"
REFRESH = timedelta(hours=12)


def calendar_file(name: str, occurrences: Iterable[Occurrence]) -> bytes:
    """Return dates with `.event` attached as an iCalendar file."""
    occurrences = list(occurrences)
    calendar = Calendar()
    calendar.add("prodid", "-//Stadtagenda//Kalender//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for occurrence in occurrences:
        calendar.add_component(_event(occurrence))
    if occurrences:
        days = [occurrence.starts_at.date() for occurrence in occurrences]
        year = timedelta(days=366)
        # The zone's rules are written for the years in question, not for a century.
        calendar.add_missing_timezones(first_date=min(days) - year, last_date=max(days) + year)
    return calendar.to_ical()


def uid(event_key, occurrence_id: int) -> str:
    """Return the name that a date has in every calendar file, also in those that we mail."""
    return f"{event_key}-{occurrence_id}@{_host()}"


def _event(occurrence: Occurrence) -> Event:
    page = occurrence.event
    zone = ZoneInfo(page.time_zone)
    changed_at = _changed_at(occurrence)
    event = Event()
    event.add("uid", uid(occurrence.event_key, occurrence.pk))
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", occurrence.sequence)
    event.add("summary", page.title)
    event.add("dtstart", occurrence.starts_at.astimezone(zone))
    event.add("dtend", occurrence.ends_at.astimezone(zone))
    event.add("url", page.full_url)
    event.add("description", _description(occurrence))
    event.add("status", "CANCELLED" if occurrence.is_cancelled else "CONFIRMED")
    if location := _location(page):
        event.add("location", location)
    if topics := [str(topic) for topic in page.topics.all()]:
        event.add("categories", topics)
    return event


def _description(occurrence: Occurrence) -> str:
    page = occurrence.event
    lines = [page.summary]
    if occurrence.is_cancelled:
        lines.insert(0, _("Cancelled. %(reason)s") % {"reason": occurrence.cancellation_reason})
    if page.organiser_name:
        lines.append(_("Organiser: %(name)s") % {"name": page.organiser_name})
    lines.append(page.full_url)
    return "\n".join(line.strip() for line in lines if line.strip())


def _location(page) -> str:
    parts = [f"{page.place.name}, {page.place.address}"] if page.place else []
    if page.is_online:
        parts.append(_("Online"))
    return " / ".join(parts)


def _changed_at(occurrence: Occurrence) -> datetime:
    """Return when the date or its page last changed; the file is the same until then."""
    published_at = occurrence.event.last_published_at or occurrence.updated_at
    return max(occurrence.updated_at, published_at).astimezone(UTC).replace(microsecond=0)


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
