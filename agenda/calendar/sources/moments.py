"""Dates, durations and time zones as foreign calendars write them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from .lines import Line, RawZone

_DATE = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?")
_DURATION = re.compile(
    r"\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?"
)
# Programs that invent names for zones still say how far from UTC they are.
_BY_OFFSETS = {
    frozenset({"+0100", "+0200"}): "Europe/Berlin",
    frozenset({"+0000", "+0100"}): "Europe/London",
    frozenset({"+0200", "+0300"}): "Europe/Helsinki",
    frozenset({"+0000"}): "UTC",
}


class Unreadable(Exception):
    """A value has no meaning; the text says which kind of value it is."""


@dataclass(frozen=True)
class Moment:
    """A time of day on the wall clock of a zone, or a whole day."""

    wall_clock: datetime
    zone: str
    is_day: bool = False

    @property
    def in_utc(self) -> datetime:
        """Return the moment in UTC."""
        return self.wall_clock.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def on_clock_of(self, zone: str) -> datetime:
        """Return what the clocks of another zone show; a whole day is the same everywhere."""
        if self.is_day:
            return self.wall_clock
        return self.in_utc.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


@dataclass(frozen=True)
class Zones:
    """The zones that a file defines, and the one for times without a zone."""

    defined: dict[str, RawZone]
    default: str

    def named(self, name: str) -> str:
        """Return the known zone that a file means; raise Unreadable if there is none."""
        if not name:
            return self.default
        raw = self.defined.get(name, RawZone())
        for candidate in (name, WINDOWS_TO_OLSON.get(name, ""), raw.location):
            if found := _known(candidate):
                return found
        if found := _BY_OFFSETS.get(frozenset(raw.offsets)):
            return found
        raise Unreadable("zone")

    def moment(self, line: Line, value: str | None = None) -> Moment:
        """Return the moment that a line, or one value of it, means."""
        found = _DATE.fullmatch((line.value if value is None else value).strip())
        if not found:
            raise Unreadable("date")
        day, clock, utc = found.groups()
        try:
            if clock is None:
                wall_clock = datetime.strptime(day, "%Y%m%d")
            else:
                wall_clock = datetime.strptime(day + clock, "%Y%m%d%H%M%S")
        except ValueError as error:
            raise Unreadable("date") from error
        if not 1970 <= wall_clock.year <= 2200:
            raise Unreadable("date")
        zone = "UTC" if utc else self.named(line.parameters.get("TZID", "") if clock else "")
        return Moment(wall_clock, zone, is_day=clock is None)

    def moments(self, lines: Iterable[Line]) -> list[Moment]:
        """Return all moments of several lines; a period counts as its beginning."""
        values = ((line, value) for line in lines for value in line.value.split(","))
        return [self.moment(line, value.partition("/")[0]) for line, value in values if value]


def duration(text: str) -> timedelta:
    """Return the length of time that a DURATION means; raise Unreadable."""
    found = _DURATION.fullmatch(text.strip().upper())
    if not found or not any(found.groups()):
        raise Unreadable("duration")
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def end_of_day(day: date) -> datetime:
    """Return the last minute of a day."""
    return datetime.combine(day, time(23, 59))


@cache
def _all_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _known(name: str) -> str:
    # Some programs put their own name and a date before the zone: /example.org/2026/Area/City.
    parts = name.strip().split("/")[:10]
    for number in range(len(parts)):
        candidate = "/".join(parts[number:])
        if candidate in _all_zones():
            return candidate
    return ""
