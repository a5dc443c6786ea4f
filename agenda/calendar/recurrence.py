"""From a rule to dates: RFC 5545 rules, expanded at the wall clock of the event's time zone.

A rule comes from a form, so nothing in it may cost unbounded time: only daily to yearly
rules are taken, every number is bounded, and the expansion stops at a horizon.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrule, rrulestr
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

HORIZON = relativedelta(months=24)
# No rule has more than one date a day, so this is every day for 24 months and some besides.
MAX_DATES = 750
# So many rows may a page have of each kind of departure from its rule.
MAX_SINGLE_DATES = 400
MAX_INTERVAL = 400
MAX_COUNT = 10_000
DAYS_IN_MONTH = 31
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

_NUMBER = r"[+-]?\d{1,3}"
_DAY = r"(?:[+-]?[1-9]\d?)?(?:MO|TU|WE|TH|FR|SA|SU)"
_PARTS = {
    "FREQ": re.compile(r"DAILY|WEEKLY|MONTHLY|YEARLY"),
    "INTERVAL": re.compile(r"\d{1,3}"),
    "COUNT": re.compile(r"\d{1,5}"),
    "UNTIL": re.compile(r"\d{8}(?:T\d{6}Z?)?"),
    "BYDAY": re.compile(rf"{_DAY}(?:,{_DAY})*"),
    "BYMONTHDAY": re.compile(rf"{_NUMBER}(?:,{_NUMBER})*"),
    "BYMONTH": re.compile(r"\d{1,2}(?:,\d{1,2})*"),
    "BYSETPOS": re.compile(rf"{_NUMBER}(?:,{_NUMBER})*"),
    "WKST": re.compile(r"MO|TU|WE|TH|FR|SA|SU"),
}


# What narrows a frequency, as far as each can come true: dateutil searches day by day until
# the year 9999 for a date that does not exist, for months and years it searches fast enough.
_ENDS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}
_PARTS_OF = {
    "DAILY": _ENDS,
    "WEEKLY": _ENDS | {"BYDAY"},
    "MONTHLY": set(_PARTS),
    "YEARLY": set(_PARTS),
}


@dataclass(frozen=True, order=True)
class Slot:
    """One date of an event, in UTC."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Rule:
    """A checked rule: the part that repeats, and the two ways in which it may end."""

    pattern: str
    count: int | None
    until: str

    @property
    def parts(self) -> dict[str, str]:
        """Return what repeats by the names of RFC 5545."""
        return dict(part.split("=") for part in self.pattern.split(";"))

    def dates(self, first: datetime, horizon: datetime) -> Iterable[datetime]:
        """Yield the naive wall clock times from `first` to `horizon`.

        `first` itself only belongs to them if it fits the pattern.
        """
        last = min(horizon, self._last(first)) if self.until else horizon
        repeating: rrule = rrulestr(self.pattern, dtstart=first).replace(until=last)
        return islice(repeating, self.count)

    def _last(self, first: datetime) -> datetime:
        if len(self.until) == len("20260131"):
            return datetime.combine(datetime.strptime(self.until, "%Y%m%d"), time.max)
        return datetime.strptime(self.until.removesuffix("Z"), "%Y%m%dT%H%M%S")


def parse(text: str) -> Rule:
    """Return the rule that `text` writes down; raises ValidationError."""
    parts: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").split(";"):
        name, _separator, value = part.partition("=")
        if name not in _PARTS or name in parts or not _PARTS[name].fullmatch(value):
            raise ValidationError(
                _("“%(part)s” is not a part of a rule that we understand."),
                params={"part": part[:40]},
                code="recurrence",
            )
        parts[name] = value
    if unfitting := parts.keys() - _PARTS_OF.get(parts.get("FREQ", ""), set()):
        raise ValidationError(
            _("A rule needs FREQ, and %(part)s does not go with it."),
            params={"part": ", ".join(sorted(unfitting))},
            code="recurrence",
        )
    count = int(parts.pop("COUNT")) if "COUNT" in parts else None
    until = parts.pop("UNTIL", "")
    interval = int(parts.get("INTERVAL", 1))
    if count is not None and until:
        raise ValidationError(_("Use either COUNT or UNTIL, not both."), code="recurrence")
    if not 1 <= interval <= MAX_INTERVAL or (count is not None and not 1 <= count <= MAX_COUNT):
        raise ValidationError(
            _("INTERVAL and COUNT must be positive and not that large."), code="recurrence"
        )
    positions = [abs(int(number)) for number in parts.get("BYSETPOS", "0").split(",")]
    if parts["FREQ"] == "MONTHLY" and max(positions) > DAYS_IN_MONTH:
        raise ValidationError(_("This rule has no meaning."), code="recurrence")
    rule = Rule(";".join(f"{name}={value}" for name, value in parts.items()), count, until)
    try:
        list(islice(rule.dates(datetime(2024, 1, 1), datetime(2024, 1, 2)), 1))
    except (ValueError, TypeError, OverflowError, IndexError) as error:
        raise ValidationError(_("This rule has no meaning."), code="recurrence") from error
    return rule


def check_span(starts_at: datetime | None, ends_at: datetime | None) -> None:
    """Raise ValidationError, by field, for a first date that cannot be; missing ones are fine."""
    if starts_at and not 2000 <= starts_at.year <= timezone.now().year + 20:
        raise ValidationError({"starts_at": _("Please check the year.")})
    if starts_at and ends_at and ends_at <= starts_at:
        raise ValidationError({"ends_at": _("The end must lie after the start.")})
    if ends_at and ends_at.year > timezone.now().year + 21:
        raise ValidationError({"ends_at": _("Please check the year.")})


def check(text: str, *, starts_at: datetime, time_zone: str) -> None:
    """Raise ValidationError unless `text` is a rule that `starts_at` fits."""
    rule = until_in_zone(parse(text), time_zone)
    first = _wall_clock(starts_at, time_zone)
    if next(iter(rule.dates(first, first + HORIZON)), None) != first:
        raise ValidationError(
            _("The first date does not fit the rule. Begin with the first date that fits."),
            code="recurrence",
        )


def expand(
    starts_at: datetime,
    ends_at: datetime,
    *,
    time_zone: str,
    rule: str = "",
    skipped: Iterable[date] = (),
    extra: Iterable[tuple[datetime, datetime]] = (),
    until: datetime,
) -> list[Slot]:
    """Return the dates of an event up to `until`, in order.

    The wall clock time and duration of the first date recur in `time_zone`, so that 18:00
    stays 18:00 when the clocks change. `skipped` are days without a date, `extra` are
    additional dates as (start, end).
    """
    zone = ZoneInfo(time_zone)
    first = _wall_clock(starts_at, time_zone)
    duration = _wall_clock(ends_at, time_zone) - first
    skipped_days = set(skipped)
    if rule:
        horizon = _wall_clock(until, time_zone)
        starts = until_in_zone(parse(rule), time_zone).dates(first, horizon)
    else:
        starts = [first]
    slots = {
        start: _slot(start, start + duration, zone)
        for start in islice(starts, MAX_COUNT)
        if start.date() not in skipped_days
    }
    found = {slot.starts_at: slot for slot in slots.values()}
    for extra_start, extra_end in extra:
        slot = Slot(extra_start.astimezone(UTC), extra_end.astimezone(UTC))
        found.setdefault(slot.starts_at, slot)
    return sorted(slot for slot in found.values() if slot.starts_at <= until)


def _slot(start: datetime, end: datetime, zone: ZoneInfo) -> Slot:
    starts_at = start.replace(tzinfo=zone).astimezone(UTC)
    ends_at = end.replace(tzinfo=zone).astimezone(UTC)
    # In the hour that the clock repeats, the wall clock's end may lie before the start.
    return Slot(starts_at, max(ends_at, starts_at + timedelta(minutes=1)))


def _wall_clock(moment: datetime, time_zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)


def until_in_zone(rule: Rule, time_zone: str) -> Rule:
    """Return the rule with an UNTIL in UTC turned into the event's wall clock."""
    if not rule.until.endswith("Z"):
        return rule
    moment = datetime.strptime(rule.until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return Rule(rule.pattern, rule.count, f"{_wall_clock(moment, time_zone):%Y%m%dT%H%M%S}")
