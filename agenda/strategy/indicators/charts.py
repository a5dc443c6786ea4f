"""The values of an indicator as a drawing: bars for a few, a line for more.

Everything here is geometry; templates/strategy/indicator_chart.html draws it. Nothing is told
by colour alone: kinds differ in shape and dash pattern, and each line carries its name.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext

from ..models.indicators import Indicator
from .layout import Box, Label, Room, round_steps, text_width
from .words import number_text, short_date_text

WIDTH, HEIGHT = 300, 215
TOP, BOTTOM, RIGHT = 30, 30, 12
MARK = 5
MOST_BARS = 3
MOST_NAMED_VALUES = 8
# So many times the period of the values may stay empty before or after them.
MOST_EMPTY = 1.5
MILLION = Decimal(10) ** 6


@dataclass(frozen=True)
class Reference:
    """The line of the baseline or the target; `mark_x` is where its date is, if it has a place."""

    kind: str
    name: str
    value: Decimal
    y: float
    mark_x: float | None = None


@dataclass(frozen=True)
class Tick:
    """A place of an axis with its text."""

    at: float
    text: str
    anchor: str = "middle"


@dataclass
class Chart:
    """A drawing in numbers."""

    unit: str
    left: float
    rows: list[Tick]
    columns: list[Tick]
    zero: float | None
    references: list[Reference]
    points: list[tuple[float, float]] = field(default_factory=list)
    bars: list[Box] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    width, height = WIDTH, HEIGHT
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM

    @property
    def path(self) -> str:
        """Return the line through all points as SVG writes it."""
        return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in self.points)


class Axis:
    """The vertical axis: which number stands how high, and how numbers are written on it."""

    def __init__(self, values: list[Decimal], *, from_zero: bool) -> None:
        low, high = min(values), max(values)
        # A line may start above zero where its changes would else not be seen.
        if from_zero or 0 <= low <= high / 2:
            low, high = min(low, Decimal(0)), max(high, Decimal(0))
        self.steps = round_steps(low, high)
        step = self.steps[1] - self.steps[0]
        self.divisor = MILLION if step >= MILLION else Decimal(1)
        self.places = max(0, -(step / self.divisor).normalize().as_tuple().exponent)

    def y(self, value: Decimal) -> float:
        """Return the height at which `value` stands."""
        low, high = self.steps[0], self.steps[-1]
        return float(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (value - low) / (high - low))

    def text(self, value: Decimal, more_places: int = 0) -> str:
        """Return a number as it is written on this axis."""
        return number_text(value / self.divisor, self.places + more_places)

    @property
    def left(self) -> float:
        """Return how much room the numbers of the axis take."""
        return max(text_width(self.text(step)) for step in self.steps) + 8

    def unit(self, unit: str) -> str:
        """Return what the numbers count."""
        if self.divisor == MILLION:
            return gettext("%(unit)s, in millions") % {"unit": unit}
        return unit

    def rows(self) -> list[Tick]:
        """Return the lines across the drawing."""
        return [Tick(self.y(step), self.text(step)) for step in self.steps]

    @property
    def zero(self) -> float | None:
        """Return the height of zero, if it is on the axis."""
        return self.y(Decimal(0)) if self.steps[0] <= 0 <= self.steps[-1] else None


def chart_of(indicator: Indicator) -> Chart | None:
    """Return the drawing of an indicator; None without values."""
    values = indicator.shown_values
    if not values:
        return None
    aims = [indicator.baseline_value, indicator.target_value]
    numbers = [value.value for value in values] + [aim for aim in aims if aim is not None]
    if len(values) <= MOST_BARS:
        return _bar_chart(indicator, Axis(numbers, from_zero=True))
    return _line_chart(indicator, Axis(numbers, from_zero=False))


def _line_chart(indicator: Indicator, axis: Axis) -> Chart:
    values = indicator.shown_values
    days = [value.date for value in values] + _near_aims(indicator)
    first, last = min(days), max(days)
    left = axis.left + MARK
    scale = (WIDTH - RIGHT - MARK - left) / max(1, (last - first).days)

    def x(day: date) -> float:
        return left + scale * (day - first).days

    chart = _empty_chart(indicator, axis, {day: x(day) for day in days})
    chart.points = [(x(value.date), axis.y(value.value)) for value in values]
    chart.columns = _columns(sorted(set(days)), x, indicator.period)
    room = _room(chart)
    room.taken += [Box(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in chart.points]
    _name_references(chart, axis, room)
    _name_values(chart, room, [axis.text(value.value, 1) for value in values])
    chart.labels = room.labels
    return chart


def _near_aims(indicator: Indicator) -> list[date]:
    """Return the dates of baseline and target that the values need not be squeezed for."""
    first, last = indicator.shown_values[0].date, indicator.shown_values[-1].date
    reach = MOST_EMPTY * (last - first)
    aims = [day for day in (indicator.baseline_on, indicator.target_on) if day]
    return [day for day in aims if first - day <= reach and day - last <= reach]


def _bar_chart(indicator: Indicator, axis: Axis) -> Chart:
    values = indicator.shown_values
    chart = _empty_chart(indicator, axis)
    band = (WIDTH - RIGHT - axis.left) / len(values)
    bar = min(64.0, band * 0.6)
    room = _room(chart)
    for n, value in enumerate(values):
        x = axis.left + band * (n + 0.5)
        y, base = axis.y(value.value), axis.y(Decimal(0))
        chart.bars.append(Box(x - bar / 2, min(y, base), x + bar / 2, max(y, base)))
        chart.columns.append(Tick(x, short_date_text(value.date, indicator.period)))
        text = axis.text(value.value, 1)
        above, below = Label(text, x, y - 5, "middle"), Label(text, x, y + 14, "middle")
        room.put([above, below] if value.value >= 0 else [below, above], must=True)
    _name_references(chart, axis, room)
    chart.labels = room.labels
    return chart


def _empty_chart(indicator: Indicator, axis: Axis, marks: dict | None = None) -> Chart:
    aims = [
        ("baseline", gettext("Baseline"), indicator.baseline_value, indicator.baseline_on),
        ("target", gettext("Target"), indicator.target_value, indicator.target_on),
    ]
    references = []
    for kind, name, value, day in aims:
        if value is not None:
            text = f"{name} {short_date_text(day, indicator.period)}"
            mark_x = (marks or {}).get(day)
            references.append(Reference(kind, text, value, axis.y(value), mark_x))
    return Chart(
        unit=axis.unit(indicator.words["unit"]),
        left=axis.left,
        rows=axis.rows(),
        columns=[],
        zero=axis.zero,
        references=references,
    )


def _room(chart: Chart) -> Room:
    """Return the room for labels: neither the unit nor a named line is written over."""
    unit = Box(0, 0, text_width(chart.unit), 16)
    lines = [Box(chart.left, line.y - 1, chart.right, line.y + 1) for line in chart.references]
    return Room(Box(chart.left, 0, WIDTH, HEIGHT - BOTTOM), [unit, *lines])


def _columns(days: list[date], x, period: str) -> list[Tick]:
    """Return the dates that find room below the drawing; the last one goes before others."""
    room = Room(Box(0, 0, WIDTH, HEIGHT))
    for day in (days[0], days[-1], *days[1:-1]):
        text, at = short_date_text(day, period), x(day)
        spaced = f"{text}  "
        candidates = [Label(spaced, at, HEIGHT - 10, "middle")]
        if day == days[-1]:
            candidates.append(Label(spaced, WIDTH, HEIGHT - 10, "end"))
        if day == days[0]:
            candidates.append(Label(spaced, 0, HEIGHT - 10, "start"))
        room.put(candidates)
    return [Tick(label.x, label.text.strip(), label.anchor) for label in room.labels]


def _name_references(chart: Chart, axis: Axis, room: Room) -> None:
    for reference in reversed(chart.references):
        text = f"{reference.name}: {axis.text(reference.value, 1)}"
        # Beside the mark, which stands at one end of the line.
        places = [(chart.right - 3 * MARK, "end"), (chart.left + 4 * MARK, "start")]
        if reference.kind == "baseline":
            places.reverse()
        places.append(((chart.left + chart.right) / 2, "middle"))
        heights = (reference.y - 6, reference.y + 15)
        room.put(
            [Label(text, x, y, anchor, reference.kind) for x, anchor in places for y in heights],
            must=True,
        )


def _name_values(chart: Chart, room: Room, texts: list[str]) -> None:
    """Write the numbers at their points: the last and the first, and of a few all of them."""
    order = [len(texts) - 1, 0]
    if len(texts) <= MOST_NAMED_VALUES:
        order += range(1, len(texts) - 1)
    for n in order:
        x, y = chart.points[n]
        neighbours = chart.points[max(0, n - 1) : n] + chart.points[n + 1 : n + 2]
        is_low = bool(neighbours) and all(height < y for _x, height in neighbours)
        room.put(
            [
                Label(texts[n], x + shift, y + height, anchor)
                for height in ((19, -9) if is_low else (-9, 19))
                for shift, anchor in ((0, "middle"), (MARK, "end"), (-MARK, "start"))
            ]
        )
