"""The dates that a form would make, in words, before anybody saves it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from . import wording
from .planning import Planned, plan
from .recurrence import HORIZON, Slot, expand

DATES_SHOWN = 12
# The script asks for the list alone; a browser without script gets a whole page.
FRAGMENT_HEADER = "X-Fragment"


@dataclass(frozen=True)
class PreviewedDate:
    """One date in words, and what is special about it."""

    words: str
    departure: str
    clock_note: str
    is_cancelled: bool


@dataclass(frozen=True)
class Preview:
    """A rule and its next dates in words."""

    rule: str
    dates: list[PreviewedDate]
    has_more: bool
    # Days of moved and cancelled rows on which the series has no date: they do nothing.
    unknown_days: list[date]


def preview(
    *,
    starts_at: datetime,
    ends_at: datetime,
    time_zone: str,
    rule: str,
    skipped: Iterable[date] = (),
    extra: Iterable[tuple[datetime, datetime]] = (),
    moved: Iterable = (),
    cancelled: Iterable = (),
) -> Preview:
    """Return what publishing would make of a checked rule; an event that is over as it was."""
    now = timezone.now()
    moved, cancelled = list(moved), list(cancelled)
    slots = expand(
        starts_at,
        ends_at,
        time_zone=time_zone,
        rule=rule,
        skipped=skipped,
        extra=extra,
        until=max(now, starts_at) + HORIZON,
    )
    dates = plan(slots, time_zone=time_zone, moved=moved, cancelled=cancelled)
    shown = [planned for planned in dates if planned.ends_at > now] or dates
    usual = starts_at.astimezone(ZoneInfo(time_zone))
    return Preview(
        wording.rule(rule, starts_at=starts_at, time_zone=time_zone),
        [_in_words(planned, time_zone, usual) for planned in shown[:DATES_SHOWN]],
        len(shown) > DATES_SHOWN,
        sorted({row.date for row in (*moved, *cancelled)} - _days(slots, time_zone)),
    )


def of_event(event) -> Preview | None:
    """Return the preview of an event page as it is, if it has a date yet."""
    if not event.starts_at or not event.ends_at:
        return None
    return preview(
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        time_zone=event.time_zone,
        rule=event.recurrence,
        skipped=[row.date for row in event.skipped_dates.all()],
        extra=[(row.starts_at, row.ends_at) for row in event.extra_dates.all()],
        moved=event.moved_dates.all(),
        cancelled=event.cancelled_dates.all(),
    )


def _days(slots: Iterable[Slot], time_zone: str) -> set[date]:
    zone = ZoneInfo(time_zone)
    return {slot.starts_at.astimezone(zone).date() for slot in slots}


def _in_words(planned: Planned, time_zone: str, usual: datetime) -> PreviewedDate:
    return PreviewedDate(
        wording.span(planned.starts_at, planned.ends_at, time_zone),
        wording.departure(planned, time_zone),
        wording.clock_note(planned.planned_start, time_zone, usual=usual),
        planned.is_cancelled,
    )
