"""Repetition as people say it in a form, and as RFC 5545 writes it down."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .recurrence import WEEKDAYS, parse


class Repeat(models.TextChoices):
    """How an event repeats."""

    NEVER = "", _("only once")
    DAILY = "daily", _("every day")
    WEEKLY = "weekly", _("every week")
    MONTHLY_WEEKDAY = "monthly", _("every month on the same weekday, e.g. the second Tuesday")
    MONTHLY_LAST = "monthly-last", _("every month on the last such weekday, e.g. the last Friday")
    MONTHLY_DAY = "monthly-day", _("every month on the same day, e.g. the 15th")
    YEARLY = "yearly", _("every year")
    OWN = "own", _("by a rule of my own (RRULE)")


class Ends(models.TextChoices):
    """How a repetition ends."""

    NEVER = "never", _("never")
    UNTIL = "until", _("on a day")
    COUNT = "count", _("after a number of dates")


@dataclass(frozen=True)
class Repetition:
    """A repetition in plain fields."""

    repeat: str
    every: int = 1
    weekdays: tuple[str, ...] = ()
    until: date | None = None
    count: int | None = None

    @property
    def ends(self) -> str:
        """Return which of the ways to end it has."""
        if self.until:
            return Ends.UNTIL
        return Ends.COUNT if self.count else Ends.NEVER

    def rule(self, first: date) -> str:
        """Return the rule for a series that begins on the day `first`."""
        if self.repeat == Repeat.NEVER:
            return ""
        parts = self._pattern(first)
        if self.every > 1:
            parts["INTERVAL"] = str(self.every)
        if self.until:
            parts["UNTIL"] = f"{self.until:%Y%m%d}"
        elif self.count:
            parts["COUNT"] = str(self.count)
        return ";".join(f"{name}={value}" for name, value in parts.items())

    def _pattern(self, first: date) -> dict[str, str]:
        weekday = WEEKDAYS[first.weekday()]
        days = ",".join(day for day in WEEKDAYS if day in self.weekdays)
        return {
            Repeat.DAILY: {"FREQ": "DAILY"},
            Repeat.WEEKLY: {"FREQ": "WEEKLY"} | ({"BYDAY": days} if days else {}),
            Repeat.MONTHLY_WEEKDAY: {
                "FREQ": "MONTHLY",
                "BYDAY": f"{_number_in_month(first)}{weekday}",
            },
            Repeat.MONTHLY_LAST: {"FREQ": "MONTHLY", "BYDAY": f"-1{weekday}"},
            Repeat.MONTHLY_DAY: {"FREQ": "MONTHLY", "BYMONTHDAY": str(first.day)},
            Repeat.YEARLY: {"FREQ": "YEARLY"},
        }[Repeat(self.repeat)]


def plain(text: str, first: date) -> Repetition | None:
    """Return a rule in plain fields, or None if they cannot say the same."""
    if not text:
        return Repetition(Repeat.NEVER)
    try:
        rule = parse(text)
    except ValidationError:
        return None
    parts = rule.parts
    if rule.until and len(rule.until) != len("20260131"):
        return None
    repetition = Repetition(
        _repeat(parts, first),
        every=int(parts.get("INTERVAL", 1)),
        weekdays=tuple(parts.get("BYDAY", "").split(",")) if parts["FREQ"] == "WEEKLY" else (),
        until=datetime.strptime(rule.until, "%Y%m%d").date() if rule.until else None,
        count=rule.count,
    )
    if repetition.repeat == Repeat.OWN or not _says_the_same(repetition, text, first):
        return None
    return repetition


def _repeat(parts: dict[str, str], first: date) -> str:
    weekday = WEEKDAYS[first.weekday()]
    monthly = {
        ("BYDAY", f"{_number_in_month(first)}{weekday}"): Repeat.MONTHLY_WEEKDAY,
        ("BYDAY", f"-1{weekday}"): Repeat.MONTHLY_LAST,
        ("BYMONTHDAY", str(first.day)): Repeat.MONTHLY_DAY,
    }
    if parts["FREQ"] == "MONTHLY":
        narrowing = [item for item in parts.items() if item[0].startswith("BY")]
        return monthly.get(narrowing[0], Repeat.OWN) if narrowing else Repeat.MONTHLY_DAY
    return Repeat(parts["FREQ"].lower())


def _says_the_same(repetition: Repetition, text: str, first: date) -> bool:
    """Say whether the plain fields lose nothing of the rule."""
    ours, theirs = parse(repetition.rule(first)), parse(text)
    # What RFC 5545 takes for granted may be written down or left out.
    parts = {"INTERVAL": "1", "WKST": "MO"} | theirs.parts
    if parts["FREQ"] == "WEEKLY" and "BYDAY" in parts:
        days = parts["BYDAY"].split(",")
        parts["BYDAY"] = ",".join(sorted(set(days), key=_place_in_week))
    if parts["FREQ"] == "MONTHLY" and parts.keys() == {"FREQ", "INTERVAL", "WKST"}:
        parts["BYMONTHDAY"] = str(first.day)
    same_pattern = {"INTERVAL": "1", "WKST": "MO"} | ours.parts == parts
    return same_pattern and (ours.count, ours.until) == (theirs.count, theirs.until)


def _place_in_week(day: str) -> int:
    return WEEKDAYS.index(day) if day in WEEKDAYS else len(WEEKDAYS)


def _number_in_month(day: date) -> int:
    return (day.day - 1) // 7 + 1
