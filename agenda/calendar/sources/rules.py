"""Rules of foreign calendars: kept where we understand them, else turned into single dates.

A foreign rule may search for ever without yielding a date, so a limit of dates is not enough:
each rule is broken off by a clock. That needs the main thread of a process of its own.
"""

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.core.exceptions import ValidationError

from ..recurrence import MAX_SINGLE_DATES, check, expand
from .moments import Moment, Unreadable

# An editor must be able to save what an import wrote.
MAX_DATES = MAX_SINGLE_DATES
# A rule that `check` lets pass has at most one date a day, so fewer than this in 25 months.
MAX_DATES_OF_RULE = 800
MAX_RULE = 200
SECONDS_PER_RULE = 1.0
_TOO_OFTEN = re.compile(r"FREQ=(SECONDLY|MINUTELY)")
_UNTIL = re.compile(r"UNTIL=(\d{8}T\d{6})Z")
_UNTIL_DAY = re.compile(r"UNTIL=(\d{8})(?![\dT])")
_END = re.compile(r";?(?:UNTIL|COUNT)=[^;]*")


@dataclass(frozen=True)
class Window:
    """The time of which we want dates, in UTC."""

    starts_at: datetime
    ends_at: datetime

    def holds(self, moment: datetime) -> bool:
        """Say whether a moment in UTC lies within."""
        return self.starts_at <= moment <= self.ends_at


def require_dates(rules: list[str], first: Moment) -> None:
    """Raise Unreadable for a rule that nobody can read or that never yields a date.

    A rule for 31 February is searched for until the year 9999; on a slow machine that takes
    longer than we wait, on a fast one not. Both mean the same: there is no such date.
    """
    for rule in rules:
        pattern = _END.sub("", rule).strip(";")
        with _limited_time("never"):
            if next(_dates(pattern, first), None) is None:
                raise Unreadable("never")


def is_kept(
    rule: str,
    starts_at: datetime,
    ends_at: datetime,
    zone: str,
    window: Window,
    *,
    limit: int = MAX_DATES_OF_RULE,
) -> bool:
    """Say whether an event of ours can follow the rule as it is; raise Unreadable if too slow."""
    if len(rule) > MAX_RULE:
        return False
    with _limited_time():
        try:
            check(rule, starts_at=starts_at, time_zone=zone)
            slots = expand(starts_at, ends_at, time_zone=zone, rule=rule, until=window.ends_at)
        except (ValidationError, ValueError, OverflowError):
            return False
    return sum(window.holds(slot.starts_at) for slot in slots) <= limit


def starts_of(
    rules: list[str], first: Moment, window: Window, *, limit: int = MAX_DATES
) -> tuple[list[datetime], bool]:
    """Return the wall clock times within the window, and whether there were more.

    The first date always belongs to an event, also where its rule would leave it out.
    """
    found = {first.wall_clock} if window.holds(first.in_utc) else set()
    with _limited_time():
        for rule in rules:
            for start in _dates(rule, first):
                moment = start.replace(tzinfo=ZoneInfo(first.zone)).astimezone(UTC)
                if moment > window.ends_at:
                    break
                if moment >= window.starts_at:
                    found.add(start)
                if len(found) > limit:
                    break
    return sorted(found)[:limit], len(found) > limit


def _dates(rule: str, first: Moment) -> Iterator[datetime]:
    if _TOO_OFTEN.search(rule):
        raise Unreadable("rule")
    # A day without a time means all of it; dateutil takes it for the midnight before.
    rule = _UNTIL_DAY.sub(r"UNTIL=\1T235959", _UNTIL.sub(_on_clock_of(first.zone), rule))
    try:
        yield from rrulestr(rule, dtstart=first.wall_clock)
    except (ValueError, TypeError, OverflowError, IndexError, KeyError) as error:
        raise Unreadable("rule") from error


def _on_clock_of(zone: str):
    """Return what writes an UNTIL in UTC as the wall clock time of the zone."""

    def rewrite(found: re.Match) -> str:
        moment = datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        return f"UNTIL={moment.astimezone(ZoneInfo(zone)):%Y%m%dT%H%M%S}"

    return rewrite


@contextmanager
def _limited_time(reason: str = "slow"):
    def stop(*_args) -> None:
        raise Unreadable(reason)

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS_PER_RULE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
