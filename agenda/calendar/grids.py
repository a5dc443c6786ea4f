"""Dates laid out by day: a month of weeks, and one week."""

from calendar import Calendar
from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

DAYS_OF_WEEK = 7
ONE_DAY = timedelta(days=1)


def weeks_of(month: date, occurrences: Iterable) -> list[list[dict]]:
    """Return the weeks of a month as days, each with the dates that begin on it."""
    by_day = _by_day(month, occurrences)
    return [
        [_day(day, by_day, is_outside=day.month != month.month) for day in week]
        for week in Calendar().monthdatescalendar(month.year, month.month)
    ]


def days_of(monday: date, occurrences: Iterable) -> list[dict]:
    """Return the days of a week, each with the dates that begin on it."""
    by_day = _by_day(monday, occurrences)
    return [_day(monday + number * ONE_DAY, by_day) for number in range(DAYS_OF_WEEK)]


def _by_day(first: date, occurrences: Iterable) -> dict[date, list]:
    by_day: dict[date, list] = {}
    for occurrence in occurrences:
        # What began earlier and still goes on is shown where the reader begins.
        day = max(timezone.localtime(occurrence.starts_at).date(), first)
        by_day.setdefault(day, []).append(occurrence)
    return by_day


def _day(day: date, by_day: dict[date, list], *, is_outside: bool = False) -> dict:
    occurrences = [] if is_outside else by_day.get(day, [])
    # Each date knows how many begin on its day, of which only the first were asked for.
    total = occurrences[0].dates_on_day if occurrences else 0
    return {
        "date": day,
        "is_outside": is_outside,
        "is_today": day == timezone.localdate(),
        "occurrences": occurrences,
        "more": max(total - len(occurrences), 0),
    }
