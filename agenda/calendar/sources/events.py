"""From the lines of a foreign event to the fields of one of ours."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from .lines import RawEvent
from .moments import Moment, Unreadable, Zones, duration, end_of_day
from .rules import (
    MAX_DATES,
    MAX_DATES_OF_RULE,
    Window,
    is_kept,
    require_dates,
    starts_of,
)
from .texts import is_web_address, plain, rich

DEFAULT_LENGTH = timedelta(hours=1)
MAX_LENGTH = timedelta(days=366)
MAX_TITLE = 200
MAX_TEXT = 5_000


def event_of(uid: str, raws: list[RawEvent], zones: Zones, window: Window) -> dict | None:
    """Return the fields of the event that all VEVENTs of one UID describe.

    None means that all its dates are over or lie too far ahead. Raises Unreadable.
    """
    # The newest of several versions counts, the later one in the file of equal ones.
    masters = [raw for raw in raws if not raw.first("RECURRENCE-ID")]
    master = max(reversed(masters), key=sequence_of) if masters else raws[0]
    others = [raw for raw in raws if raw.first("RECURRENCE-ID") and raw is not master]
    if is_private(master):
        raise Unreadable("private")
    fields = _words(uid, master)
    return _Dates(master, others, zones, window).add_to(fields)


def sequence_of(raw: RawEvent) -> int:
    """Return the number of the version of an event."""
    text = raw.value("SEQUENCE")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def is_private(raw: RawEvent) -> bool:
    """Say whether an event is not for everybody; RFC 5545 counts unknown classes as private."""
    return raw.value("CLASS").upper() not in {"", "PUBLIC"}


def _state(raw: RawEvent) -> str:
    return raw.value("STATUS").upper()


def _location(raw: RawEvent) -> str:
    return " ".join(plain(raw.value("LOCATION"), MAX_TITLE).split())


def _words(uid: str, master: RawEvent) -> dict:
    title = " ".join(plain(master.value("SUMMARY"), MAX_TITLE).split())
    if not title:
        raise Unreadable("title")
    url = master.value("URL")
    return {
        "uid": uid,
        "sequence": sequence_of(master),
        "title": title,
        "text": plain(master.value("DESCRIPTION"), MAX_TEXT),
        "rich_text": rich(master.value("DESCRIPTION"), MAX_TEXT),
        "location": _location(master),
        "url": url if is_web_address(url) else "",
        "is_cancelled": _state(master) == "CANCELLED",
        "is_tentative": _state(master) == "TENTATIVE",
        "notes": [],
    }


class _Dates:
    """The dates of one event: its rule or its single dates, and the exceptions."""

    def __init__(self, master, others, zones: Zones, window: Window) -> None:
        self.master, self.zones, self.window = master, zones, window
        self.notes: list[str] = []
        self.first = self._start_of(master)
        # A rule in UTC means UTC; a single time is the same moment in the town's zone.
        if self.first.zone == "UTC" and not master.value("RRULE"):
            self.first = Moment(self.first.on_clock_of(zones.default), zones.default)
        self.zone = self.first.zone
        self.length = self._length_of(master, self.first)
        excluded = zones.moments(master.lines.get("EXDATE", []))
        self.excluded_days = {moment.wall_clock.date() for moment in excluded if moment.is_day}
        self.excluded = {m.on_clock_of(self.zone) for m in excluded if not m.is_day}
        if self.first.is_day:
            self.excluded_days |= {start.date() for start in self.excluded}
        self.moved, self.called_off, self.elsewhere = {}, set(), {}
        for original, other in self._newest_exceptions(others).items():
            self._take_exception(original, other)

    def add_to(self, fields: dict) -> dict | None:
        """Return the fields with the dates, or None if there is none to come."""
        rules = [line.value.strip().upper() for line in self.master.lines.get("RRULE", [])[:5]]
        extras = [m.on_clock_of(self.zone) for m in self._extra_moments()]
        end = self.first.wall_clock + self.length
        starts_at, ends_at = self._utc(self.first.wall_clock), self._utc(end)
        require_dates(rules, self.first)
        if fields["is_tentative"]:
            self.notes.append("tentative")
        # Of a series that is called off, each date gets a row that says so.
        limit = MAX_DATES if fields["is_cancelled"] else MAX_DATES_OF_RULE
        if self._is_kept(rules, starts_at, ends_at, limit):
            dates = self._with_rule(rules[0], extras)
        else:
            dates = self._as_single_dates(rules, extras)
        if dates is None:
            return None
        if fields["is_cancelled"]:
            self.notes.append("cancelled")
            dates["cancelled"] = self._all_days(dates)
        return fields | dates | {"time_zone": self.zone, "notes": self.notes}

    def _is_kept(self, rules: list[str], starts_at, ends_at, limit: int) -> bool:
        if len(rules) != 1 or self.excluded_times_only:
            return False
        return is_kept(rules[0], starts_at, ends_at, self.zone, self.window, limit=limit)

    def _all_days(self, dates: dict) -> list[str]:
        """Return all days of the event within the window."""
        rules = [dates["rule"]] if dates["rule"] else []
        starts, _has_more = starts_of(rules, self.first, self.window)
        moments = [dates["starts_at"], *(start for start, _end in dates["extra"])]
        zone = ZoneInfo(self.zone)
        days = {datetime.fromisoformat(text).astimezone(zone).date() for text in moments}
        days |= {start.date() for start in starts}
        return sorted(day.isoformat() for day in days)[:MAX_DATES]

    @property
    def excluded_times_only(self) -> bool:
        """Say whether an exception leaves out no day of the rule but another time of it."""
        clock = self.first.wall_clock.time()
        return any(start.time() != clock for start in self.excluded)

    def _with_rule(self, rule: str, extras: list[datetime]) -> dict | None:
        skipped = self.excluded_days | {start.date() for start in self.excluded}
        added = {(start, start + self.length) for start in extras}
        starts, _has_more = starts_of([rule], self.first, self.window, limit=MAX_DATES_OF_RULE)
        left = [start for start in starts if start.date() not in skipped]
        # What moves a date that the rule does not have is a date besides the rule.
        added |= {period for start, period in self.moved.items() if start not in left}
        moved = {start: period for start, period in self.moved.items() if start in left}
        added = {period for period in added if self.window.holds(self._utc(period[0]))}
        if not left and not added:
            return None
        fields = self._fields(self.first.wall_clock, rule, skipped, added)
        self._note_lost_places(self.elsewhere.keys() - moved.keys())
        moves = [
            [start.date().isoformat(), *self._span(*period), self.elsewhere.get(start, "")]
            for start, period in sorted(moved.items())
        ]
        number = len(left) + len(added)
        return fields | {"moved": moves[:MAX_DATES], "number_of_dates": number}

    def _as_single_dates(self, rules: list[str], extras: list[datetime]) -> dict | None:
        starts, has_more = starts_of(rules, self.first, self.window)
        periods = {start: (start, start + self.length) for start in [*starts, *extras]}
        for start in list(periods):
            if start in self.excluded or start.date() in self.excluded_days:
                del periods[start]
        for start, period in self.moved.items():
            periods.pop(start, None)
            periods[period[0]] = period
        wanted = sorted(p for p in periods.values() if self.window.holds(self._utc(p[0])))
        if rules:
            self.notes.append("singles")
        self._note_lost_places(self.elsewhere)
        if has_more or len(wanted) > MAX_DATES:
            self.notes.append("more")
        if not wanted:
            return None
        self.length = wanted[0][1] - wanted[0][0]
        return self._fields(wanted[0][0], "", set(), set(wanted[1:MAX_DATES]))

    def _fields(self, first: datetime, rule: str, skipped: set, added: set) -> dict:
        starts_at, ends_at = self._span(first, first + self.length)
        return {
            "starts_at": starts_at,
            "ends_at": ends_at,
            "rule": rule,
            "moved": [],
            "number_of_dates": 1 + len(added),
            "skipped": sorted(day.isoformat() for day in skipped)[:MAX_DATES],
            "extra": [list(self._span(*period)) for period in sorted(added)[:MAX_DATES]],
            "cancelled": sorted(day.isoformat() for day in self.called_off)[:MAX_DATES],
        }

    def _start_of(self, raw: RawEvent) -> Moment:
        line = raw.first("DTSTART")
        if not line:
            raise Unreadable("date")
        return self.zones.moment(line)

    def _length_of(self, raw: RawEvent, start: Moment) -> timedelta:
        length = self._given_length(raw, start)
        if length is None and start.is_day:
            length = timedelta(days=1)
        if length is None or length <= timedelta(0):
            self.notes.append("length")
            return DEFAULT_LENGTH
        if length > MAX_LENGTH:
            raise Unreadable("duration")
        if start.is_day:
            # The standard names the day after the last one; readers expect the last one.
            last = (start.wall_clock + length - timedelta(minutes=1)).date()
            return end_of_day(last) - start.wall_clock
        return length

    def _given_length(self, raw: RawEvent, start: Moment) -> timedelta | None:
        if line := raw.first("DTEND"):
            end = self.zones.moment(line)
            return end.on_clock_of(start.zone) - start.wall_clock
        text = raw.value("DURATION")
        return duration(text) if text else None

    def _extra_moments(self) -> list[Moment]:
        return self.zones.moments(self.master.lines.get("RDATE", []))[: MAX_DATES + 1]

    def _newest_exceptions(self, raws: list[RawEvent]) -> dict[datetime, RawEvent]:
        """Map each date of which something differs to the newest version of what is said of it."""
        newest: dict[datetime, RawEvent] = {}
        for raw in raws:
            line = raw.first("RECURRENCE-ID")
            moment = self.zones.moment(line)
            original = moment.on_clock_of(self.zone)
            if self.first.is_day or moment.is_day:
                original = datetime.combine(original.date(), self.first.wall_clock.time())
            before = newest.get(original)
            if before is None or sequence_of(raw) >= sequence_of(before):
                newest[original] = raw
        return newest

    def _take_exception(self, original: datetime, raw: RawEvent) -> None:
        if raw.first("RECURRENCE-ID").parameters.get("RANGE"):
            self.notes.append("range")
        if is_private(raw):
            self.notes.append("private_date")
            self.excluded.add(original)
            return
        if _state(raw) == "CANCELLED":
            self.called_off.add(original.date())
            return
        if _state(raw) == "TENTATIVE":
            self.notes.append("tentative")
        if self._has_other_words(raw):
            self.notes.append("words")
        start = self._start_of(raw)
        begins = start.on_clock_of(self.zone)
        period = (begins, begins + self._length_of(raw, start))
        place = _location(raw)
        is_elsewhere = place not in {"", _location(self.master)}
        if is_elsewhere:
            self.elsewhere[original] = place
        if is_elsewhere or period != (original, original + self.length):
            self.moved[original] = period

    def _note_lost_places(self, originals: Iterable[datetime]) -> None:
        """Note that a date is elsewhere, where ours has no place of its own."""
        if any(self.window.holds(self._utc(self.moved[original][0])) for original in originals):
            self.notes.append("place")

    def _has_other_words(self, raw: RawEvent) -> bool:
        """Say whether an exception names things that a date of ours cannot have for itself."""
        return any(
            raw.value(name) not in {"", self.master.value(name)}
            for name in ("SUMMARY", "DESCRIPTION", "URL")
        )

    def _span(self, start: datetime, end: datetime) -> tuple[str, str]:
        begins, ends = self._utc(start), self._utc(end)
        # Within the hour that the clock leaves out, both ends may be the same moment.
        if ends <= begins:
            ends = begins + (end - start)
        return begins.isoformat(), ends.isoformat()

    def _utc(self, wall_clock: datetime) -> datetime:
        return Moment(wall_clock, self.zone).in_utc.astimezone(UTC)
