"""Content lines of an iCalendar file: what stands in which event, however broken the file is."""

from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_EVENTS = 2_000
MAX_LINE = 20_000
MAX_ZONES = 200
MAX_LINES_OF_EVENT = 2_000
SEASONS = {"STANDARD", "DAYLIGHT"}


@dataclass(frozen=True)
class Line:
    """One property with its parameters; the value is as the file has it."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class RawEvent:
    """The lines of a VEVENT by name, without those of alarms within it."""

    number: int
    lines: dict[str, list[Line]] = field(default_factory=dict)
    count: int = 0

    def first(self, name: str) -> Line | None:
        """Return the first line of this name."""
        return self.lines.get(name, [None])[0]

    def value(self, name: str) -> str:
        """Return the value of the first line of this name, or nothing."""
        line = self.first(name)
        return line.value.strip() if line else ""


@dataclass
class RawZone:
    """What a VTIMEZONE says about itself."""

    name: str = ""
    location: str = ""
    offsets: set[str] = field(default_factory=set)


@dataclass
class RawCalendar:
    """The events of a file, and whether the file is whole."""

    events: list[RawEvent] = field(default_factory=list)
    zones: dict[str, RawZone] = field(default_factory=dict)
    broken: list[int] = field(default_factory=list)
    unclosed: list[RawEvent] = field(default_factory=list)
    is_calendar: bool = False
    is_closed: bool = False
    has_too_many: bool = False

    @property
    def is_complete(self) -> bool:
        """Say whether nothing seems to be cut off."""
        return self.is_closed and not self.unclosed and not self.has_too_many


def parse_line(text: str) -> Line | None:
    """Return the property that a line writes down, or None if it is none."""
    pieces, is_quoted, start = [], False, 0
    for position, character in enumerate(text):
        if character == '"':
            is_quoted = not is_quoted
        elif character in ";:" and not is_quoted:
            pieces.append(text[start:position])
            start = position + 1
            if character == ":":
                break
    else:
        return None
    name = pieces[0].strip().upper()
    if not name.replace("-", "").isalnum() or not name.isascii():
        return None
    pairs = (piece.partition("=") for piece in pieces[1:])
    parameters = {key.strip().upper(): value.strip().strip('"') for key, _sign, value in pairs}
    return Line(name, parameters, text[start:])


def read_lines(data: bytes) -> RawCalendar:
    """Return what a file holds; nothing in it raises."""
    reader = _Reader()
    for number, text in _unfolded(data):
        line = parse_line(text)
        if line is None:
            reader.calendar.broken.append(number)
        else:
            reader.take(number, line)
    return reader.finish()


class _Reader:
    """Goes through the lines and knows within which components it is."""

    def __init__(self) -> None:
        self.calendar = RawCalendar()
        self.event: RawEvent | None = None
        self.zone: RawZone | None = None
        # Components within an event or zone are counted, not kept: they may be nested deeply.
        self.depth = 0

    def take(self, number: int, line: Line) -> None:
        """Sort one line into the component to which it belongs."""
        kind = line.value.strip().upper()
        if line.name == "BEGIN":
            self._begin(number, kind)
        elif line.name == "END":
            self._end(kind)
        elif self.event and not self.depth and self.event.count < MAX_LINES_OF_EVENT:
            self.event.count += 1
            self.event.lines.setdefault(line.name, []).append(line)
        elif self.zone:
            self._describe_zone(line)

    def finish(self) -> RawCalendar:
        """Return all that was read."""
        self._give_up_event()
        return self.calendar

    def _begin(self, number: int, kind: str) -> None:
        calendar = self.calendar
        calendar.is_closed = False
        if kind == "VCALENDAR":
            calendar.is_calendar = True
        elif kind == "VEVENT":
            self._give_up_event()
            self.zone, self.depth = None, 0
            if len(calendar.events) + len(calendar.unclosed) >= MAX_EVENTS:
                calendar.has_too_many = True
            else:
                self.event = RawEvent(number)
        elif kind == "VTIMEZONE" and not self.event:
            self.zone = RawZone()
        elif self.event:
            self.depth += 1

    def _end(self, kind: str) -> None:
        if kind == "VCALENDAR":
            self._give_up_event()
            self.calendar.is_closed = True
        elif kind == "VEVENT":
            if self.event:
                self.calendar.events.append(self.event)
            self.event = None
        elif kind == "VTIMEZONE":
            if self.zone and self.zone.name and len(self.calendar.zones) < MAX_ZONES:
                self.calendar.zones[self.zone.name] = self.zone
            self.zone = None
        elif self.event and self.depth:
            self.depth -= 1

    def _describe_zone(self, line: Line) -> None:
        if line.name == "TZID":
            self.zone.name = line.value.strip()
        elif line.name == "X-LIC-LOCATION":
            self.zone.location = line.value.strip()
        elif line.name == "TZOFFSETTO" and len(self.zone.offsets) < 10:
            self.zone.offsets.add(line.value.strip())

    def _give_up_event(self) -> None:
        if self.event:
            self.calendar.unclosed.append(self.event)
        self.event = None


def _unfolded(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield each line with its number; a line that begins with a space continues the one above."""
    pieces: list[bytes] = []
    begun_at = length = 0
    for number, piece in enumerate(data.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        if pieces and piece[:1] in (b" ", b"\t"):
            # Whatever follows the limit belongs to the same text and is left out.
            if length < MAX_LINE:
                pieces.append(piece[1:])
                length += len(piece)
            continue
        if pieces:
            yield begun_at, _text(b"".join(pieces))
        pieces = [piece[:MAX_LINE]] if piece.strip() else []
        begun_at, length = number, len(piece)
    if pieces:
        yield begun_at, _text(b"".join(pieces))


def _text(data: bytes) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        # Old exports are in Windows' code page, whatever the standard says.
        text = data.decode("cp1252", errors="replace")
    return text[:MAX_LINE].replace("\x00", "")
