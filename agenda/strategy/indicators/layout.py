"""Where things stand in a chart: round numbers for its axis, labels that do not overlap."""

from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal

# What a character of the chart's type takes on average, a little more to be safe.
CHARACTER_WIDTH = 7.0
LINE_HEIGHT = 14


def text_width(text: str) -> float:
    """Estimate how wide `text` is drawn."""
    return len(text) * CHARACTER_WIDTH


def round_steps(low: Decimal, high: Decimal, wanted: int = 4) -> list[Decimal]:
    """Return round numbers in equal steps, the first not above `low`, the last not below `high`."""
    if low == high:
        spread = abs(low) / 5 or Decimal(1)
        low, high = low - spread, high + spread
    raw = (high - low) / wanted
    unit = Decimal(1).scaleb(raw.adjusted())
    step = next(factor * unit for factor in (1, 2, 5, 10) if factor * unit >= raw)
    steps = [(low / step).to_integral_value(ROUND_FLOOR) * step]
    while steps[-1] < high:
        steps.append(steps[-1] + step)
    return steps


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Return its width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return its height."""
        return self.bottom - self.top

    def overlaps(self, other: "Box") -> bool:
        """Say whether the two share some room."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True)
class Label:
    """A text of the drawing; `anchor` says which end of it stands at x."""

    text: str
    x: float
    y: float
    anchor: str
    kind: str = "value"

    @property
    def box(self) -> Box:
        """Return the room it takes."""
        width = text_width(self.text)
        left = self.x - {"start": 0, "middle": width / 2, "end": width}[self.anchor]
        return Box(left, self.y - LINE_HEIGHT + 2, left + width, self.y + 3)


@dataclass
class Room:
    """The drawing's free room; labels are put where nothing stands yet."""

    bounds: Box
    taken: list[Box] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    def put(self, candidates: list[Label], *, must: bool = False) -> None:
        """Put the first label that fits; if none does, the first one if it `must` be there."""
        fitting = (label for label in candidates if self._fits(label.box))
        label = next(fitting, candidates[0] if must else None)
        if label is not None:
            self.labels.append(label)
            self.taken.append(label.box)

    def _fits(self, box: Box) -> bool:
        is_inside = (
            box.left >= self.bounds.left
            and box.right <= self.bounds.right
            and box.top >= self.bounds.top
            and box.bottom <= self.bounds.bottom
        )
        return is_inside and not any(box.overlaps(other) for other in self.taken)
