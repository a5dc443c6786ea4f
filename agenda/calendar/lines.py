"""Days and dates written one per line, for forms that have no rows."""

import re
from datetime import date, datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_LINES = 60
_DAY = re.compile(r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4}))", re.ASCII)
_TIMES = re.compile(r",?\s*(\d{1,2}:\d{2})\s*(?:-|–|bis|to)\s*(\d{1,2}:\d{2})(?:\s*Uhr)?", re.ASCII)


class LinesField(forms.CharField):
    """Something per line; `read` makes a value of one line or raises ValueError."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value) -> list:
        """Return the values of all lines."""
        lines = [line.strip() for line in super().to_python(value).splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > MAX_LINES:
            raise ValidationError(
                _("%(number)d lines are the most."), params={"number": MAX_LINES}, code="lines"
            )
        return list(dict.fromkeys(self._value(line) for line in lines))

    def prepare_value(self, value):
        """Return the values one per line, and what somebody wrote as it was."""
        if isinstance(value, list):
            return "\n".join(self.write(one) for one in value)
        return value

    def has_changed(self, initial, data) -> bool:
        """Say whether the lines mean something else."""
        try:
            return self.to_python(data) != list(initial or [])
        except ValidationError:
            return True

    def _value(self, line: str):
        try:
            return self.read(line)
        except ValueError as error:
            raise ValidationError(
                _("“%(line)s” cannot be read."), params={"line": line[:60]}, code="lines"
            ) from error


class DaysField(LinesField):
    """Days, one per line."""

    @staticmethod
    def read(line: str) -> date:
        """Read 24.12.2026 or 2026-12-24."""
        day, rest = _day(line)
        if rest:
            raise ValueError
        return day

    @staticmethod
    def write(day: date) -> str:
        """Write 24.12.2026."""
        return f"{day:%d.%m.%Y}"


class SpansField(LinesField):
    """Days, each with or without times, one per line; as naive (start, end) or (day, None)."""

    @staticmethod
    def read(line: str) -> tuple:
        """Read 24.12.2026 or 24.12.2026 18:00–20:00."""
        day, rest = _day(line)
        if not rest:
            return (day, None)
        found = _TIMES.fullmatch(rest)
        if not found:
            raise ValueError
        start, end = (
            datetime.combine(day, time(*map(int, part.split(":")))) for part in found.groups()
        )
        return (start, end if end > start else end + timedelta(days=1))

    @staticmethod
    def write(span: tuple) -> str:
        """Write 24.12.2026 18:00–20:00."""
        start, end = span
        return f"{start:%d.%m.%Y}" if end is None else f"{start:%d.%m.%Y %H:%M}–{end:%H:%M}"


def _day(line: str) -> tuple[date, str]:
    found = _DAY.match(line)
    if not found:
        raise ValueError
    parts = [int(part) for part in found.groups() if part]
    day = date(*parts) if found[1] else date(*reversed(parts))
    if not 2000 <= day.year <= 2200:
        raise ValueError
    return day, line[found.end() :].strip()


def at_usual_time(span: tuple, starts: time, duration: timedelta) -> tuple[datetime, datetime]:
    """Return a span of SpansField in the current time zone; a mere day has the usual time."""
    start, end = span
    if end is None:
        start = datetime.combine(start, starts)
        end = start + duration
    moments = timezone.make_aware(start), timezone.make_aware(end)
    return moments[0], max(moments[1], moments[0] + timedelta(minutes=1))


def spans_of(event) -> list[tuple] | None:
    """Return the extra dates of an event as SpansField has them, None if lines are too short."""
    spans = [
        tuple(timezone.localtime(moment).replace(tzinfo=None) for moment in span)
        for span in ((row.starts_at, row.ends_at) for row in event.extra_dates.all())
    ]
    if any(end - start >= timedelta(days=1) for start, end in spans):
        return None
    return spans
