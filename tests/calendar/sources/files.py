"""Calendars as others write them."""

from datetime import UTC, datetime
from pathlib import Path

from ..factories import in_days

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ZONE = "Europe/Berlin"
AWKWARD = Path(__file__).parents[1] / "ics"


def a_file(*events: str, end: str = "END:VCALENDAR") -> bytes:
    """Return a calendar of these events."""
    bodies = [f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT" for event in events]
    return "\r\n".join(["BEGIN:VCALENDAR", *bodies, end]).encode()


def an_item(uid: str, start: str = "DTSTART:20261201T180000", *more: str) -> str:
    """Return the lines of an event."""
    return "\r\n".join([f"UID:{uid}", f"SUMMARY:Termin {uid}", start, *more])


def soon(days: int) -> str:
    """Return the start of an event in so many days."""
    return f"DTSTART:{in_days(days):%Y%m%dT%H%M%S}"
