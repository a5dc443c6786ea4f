"""Rules and dates in the words of the reader's language."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import dates as calendar_names
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .planning import Planned
from .recurrence import WEEKDAYS, Rule, parse, until_in_zone

NTH_WEEKDAY = {
    1: gettext_lazy("every first %(weekday)s of the month"),
    2: gettext_lazy("every second %(weekday)s of the month"),
    3: gettext_lazy("every third %(weekday)s of the month"),
    4: gettext_lazy("every fourth %(weekday)s of the month"),
    5: gettext_lazy("every fifth %(weekday)s of the month"),
    -1: gettext_lazy("every last %(weekday)s of the month"),
}
LONG_DAY = "j. F Y"


def moment(value: datetime, time_zone: str) -> str:
    """Return “Thursday, 3. December 2026, 18:00”."""
    return date_format(value.astimezone(ZoneInfo(time_zone)), "l, j. F Y, H:i")


def span(starts_at: datetime, ends_at: datetime, time_zone: str) -> str:
    """Return a date in words from its start to its end."""
    zone = ZoneInfo(time_zone)
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    facts = {
        "day": date_format(start, f"l, {LONG_DAY}"),
        "start": date_format(start, "H:i"),
        "end_day": date_format(end, f"l, {LONG_DAY}"),
        "end": date_format(end, "H:i"),
    }
    if start.date() == end.date():
        return _("%(day)s, %(start)s to %(end)s") % facts
    return _("%(day)s, %(start)s to %(end_day)s, %(end)s") % facts


def departure(planned: Planned, time_zone: str) -> str:
    """Say in what a date departs from the series; empty if in nothing."""
    if planned.is_cancelled:
        if planned.cancellation_reason:
            return _("cancelled: %(reason)s") % {"reason": planned.cancellation_reason}
        return _("cancelled")
    if planned.moved_from:
        facts = {
            "planned": moment(planned.moved_from, time_zone),
            "reason": planned.move_reason,
        }
        if planned.move_reason:
            return _("moved from %(planned)s: %(reason)s") % facts
        return _("moved from %(planned)s") % facts
    return _("at another place") if planned.place_id else ""


def rule(text: str, *, starts_at: datetime, time_zone: str) -> str:
    """Return a repetition in words, from its first date on; the text itself if it has none."""
    if not text:
        return _("only once")
    try:
        repeating = until_in_zone(parse(text), time_zone)
    except ValidationError:
        return text
    first = starts_at.astimezone(ZoneInfo(time_zone)).date()
    words = _pattern(repeating.parts, first)
    if words is None:
        return _("by the rule %(rule)s") % {"rule": text}
    return _with_end(words, repeating)


def _with_end(words: str, repeating: Rule) -> str:
    if repeating.until:
        last = datetime.strptime(repeating.until[:8], "%Y%m%d").date()
        return _("%(rule)s until %(day)s") % {
            "rule": words,
            "day": date_format(last, LONG_DAY),
        }
    if repeating.count:
        times = ngettext("%(number)d time", "%(number)d times", repeating.count)
        return f"{words}, {times % {'number': repeating.count}}"
    return words


def _pattern(parts: dict[str, str], first: date) -> str | None:
    every = int(parts.get("INTERVAL", 1))
    narrowing = parts.keys() - {"FREQ", "INTERVAL", "WKST"}
    if parts["FREQ"] == "DAILY":
        return _("every day") if every == 1 else _("every %(number)d days") % {"number": every}
    if parts["FREQ"] == "WEEKLY":
        return _weekly(parts.get("BYDAY", WEEKDAYS[first.weekday()]), every)
    if parts["FREQ"] == "YEARLY" and not narrowing:
        facts = {"day": date_format(first, "j. F"), "number": every}
        if every == 1:
            return _("every year on %(day)s") % facts
        return _("every %(number)d years on %(day)s") % facts
    if parts["FREQ"] == "MONTHLY" and (not narrowing or narrowing in ({"BYDAY"}, {"BYMONTHDAY"})):
        return _monthly(parts, every, first)
    return None


def _weekly(days: str, every: int) -> str | None:
    if any(day not in WEEKDAYS for day in days.split(",")):
        return None
    names = _list(_weekday(day) for day in sorted(days.split(","), key=WEEKDAYS.index))
    if every == 1:
        return _("every %(weekdays)s") % {"weekdays": names}
    return _("every %(number)d weeks on %(weekdays)s") % {"number": every, "weekdays": names}


def _monthly(parts: dict[str, str], every: int, first: date) -> str | None:
    if "BYDAY" in parts:
        words = [_nth_weekday(day) for day in parts["BYDAY"].split(",")]
    else:
        words = [_month_day(int(day)) for day in parts.get("BYMONTHDAY", str(first.day)).split(",")]
    if None in words:
        return None
    if every == 1:
        return _list(words)
    return _("%(days)s, every %(number)d months") % {"days": _list(words), "number": every}


def _nth_weekday(day: str) -> str | None:
    name = _weekday(day[-2:])
    if len(day) == 2:
        return _("every %(weekdays)s") % {"weekdays": name}
    pattern = NTH_WEEKDAY.get(int(day[:-2]))
    return str(pattern) % {"weekday": name} if pattern else None


def _month_day(day: int) -> str | None:
    if day == -1:
        return _("on the last day of the month")
    return _("on day %(day)d of the month") % {"day": day} if day > 0 else None


def _weekday(code: str) -> str:
    return str(calendar_names.WEEKDAYS[WEEKDAYS.index(code)])


def _list(words: Iterable[str]) -> str:
    *others, last = words
    if not others:
        return last
    return _("%(words)s and %(last)s") % {"words": ", ".join(others), "last": last}


def clock_note(start: datetime, time_zone: str, *, usual: datetime) -> str:
    """Say what a change of the clocks does to a date that begins at the time of `usual`."""
    local = start.astimezone(ZoneInfo(time_zone))
    meant = local.replace(hour=usual.hour, minute=usual.minute, fold=0)
    if meant.astimezone(UTC).astimezone(meant.tzinfo).time() != meant.time():
        facts = {"usual": date_format(usual, "H:i"), "start": date_format(local, "H:i")}
        return _("The clocks leave out %(usual)s on this day; it begins at %(start)s.") % facts
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        return _("The clocks show this time twice on this day; the first is meant.")
    return ""
