"""On which days the demo town's events take place: never where nobody would come or open."""

import re
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cms.content.models import Place

from .models import CancelledDate, MovedDate, SkippedDate
from .opening import public_holidays
from .recurrence import HORIZON, Slot, expand, parse

COUNT = re.compile(r"COUNT=(\d+)")
WEEK = timedelta(days=7)
# No holidays by law, but no town invites anybody to a course then.
QUIET_DAYS = {(12, 24), (12, 31)}


def days_off(place: Place | None, around: date) -> set[date]:
    """Return the days near and after one on which nothing takes place there."""
    first, last = around - 4 * WEEK, around + HORIZON
    days = {first + timedelta(days=number) for number in range((last - first).days + 1)}
    off = {day for day in days if (day.month, day.day) in QUIET_DAYS}
    off |= set(public_holidays(first, last))
    closures = place.opening_exceptions.filter(opens_at=None) if place else []
    for closure in closures:
        off |= {day for day in days if closure.first_day <= day <= closure.last_day}
    return off


def span(item: dict, day: date, off: set[date]) -> tuple[datetime, datetime]:
    """Return start and end of the first date on or after `day` that fits the rule.

    A single date moves by a week as long as it falls on a day `off`: one of the past backwards.
    """
    step = -WEEK if item["first_in_days"] < 0 else WEEK
    starts_at = datetime.combine(day, time.fromisoformat(item["start"]))
    if rule := item.get("rrule"):
        starts_at = next(iter(parse(rule).dates(starts_at, starts_at + HORIZON)))
    else:
        while starts_at.date() in off:
            starts_at += step
    return _moments(starts_at.date(), item["start"], item["end"])


def lengthened(fields: dict, off: set[date]) -> str:
    """Return the rule with as many more dates at its end as the days `off` take from it."""
    rule = fields["recurrence"]
    limit = COUNT.search(rule)
    if limit is None:
        return rule
    wanted = count = int(limit[1])
    while True:
        longer = COUNT.sub(f"COUNT={count}", rule)
        days = {_day(slot) for slot in slots_of(fields | {"recurrence": longer})}
        if len(days - off) >= wanted or len(days) < count:
            return longer
        count += 1


def skipped(fields: dict, off: set[date], kept: list[date]) -> list[SkippedDate]:
    """Return the days that the rule names and that are `off`, besides the `kept` ones."""
    days = sorted({_day(slot) for slot in slots_of(fields)} & off - set(kept))
    return [SkippedDate(date=day) for day in days]


def cancelled(item: dict, fields: dict, locale) -> list[CancelledDate]:
    """Return the dates that the texts call off, which count those of the bare rule."""
    if not item.get("cancelled_dates"):
        return []
    slots = slots_of(fields)
    return [
        CancelledDate(date=_day(slots[number]), reason=reason, locale=locale)
        for number, reason in item["cancelled_dates"]
    ]


def moved(item: dict, fields: dict, off: set[date], locale) -> list[MovedDate]:
    """Return the dates that the texts move, which count those that take place."""
    if not item.get("moved_dates"):
        return []
    called_off = {row.date for row in fields["cancelled_dates"]}
    left_out = {row.date for row in fields["skipped_dates"]}
    days = [_day(slot) for slot in slots_of(fields)]
    days = [day for day in days if day not in called_off | left_out]
    return [_moved(row, days[row["number"]], off, locale) for row in item["moved_dates"]]


def slots_of(fields: dict) -> list[Slot]:
    """Return the dates that the bare rule names."""
    return expand(
        fields["starts_at"],
        fields["ends_at"],
        time_zone=timezone.get_current_timezone_name(),
        rule=fields["recurrence"],
        until=fields["starts_at"] + HORIZON,
    )


def _moved(row: dict, day: date, off: set[date], locale) -> MovedDate:
    target = day + timedelta(days=row["days"])
    while target in off:
        target += timedelta(days=1)
    starts_at, ends_at = _moments(target, row["start"], row["end"])
    return MovedDate(
        date=day, starts_at=starts_at, ends_at=ends_at, reason=row["reason"], locale=locale
    )


def _day(slot: Slot) -> date:
    return timezone.localtime(slot.starts_at).date()


def _moments(day: date, start: str, end: str) -> tuple[datetime, datetime]:
    starts_at = datetime.combine(day, time.fromisoformat(start))
    ends_at = datetime.combine(day, time.fromisoformat(end))
    if ends_at <= starts_at:
        ends_at += timedelta(days=1)
    return timezone.make_aware(starts_at), timezone.make_aware(ends_at)
