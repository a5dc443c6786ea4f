"""Which counts of a table must stay unsaid, so that nobody can be counted out.

A count below SMALLEST_SHOWN is never said. As sums are said too, a single unsaid count could be
had by subtraction: then further counts are withheld, until every small one could still be
anything from nought to four.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import inf

SMALLEST_SHOWN = 5
LARGEST_SMALL = SMALLEST_SHOWN - 1
# The reader's reasoning ends at some time; each pass follows all sums once.
MOST_PASSES = 30

Key = Hashable
Bounds = dict[Key, tuple[float, float]]


@dataclass(frozen=True)
class Sum:
    """Counts that add up to another one."""

    parts: tuple[Key, ...]
    total: Key

    @property
    def keys(self) -> tuple[Key, ...]:
        return (*self.parts, self.total)


def unsaid(
    counts: Mapping[Key, int], sums: Iterable[Sum], *, known: frozenset = frozenset()
) -> tuple[set[Key], set[Key]]:
    """Return which counts are small, and which others have to be withheld for their sake.

    What is `known` is no count of people and said in any case.
    """
    sums = list(sums)
    small = {key for key, count in counts.items() if count < SMALLEST_SHOWN and key not in known}
    withheld: set[Key] = set()
    while exposed := _exposed(counts, sums, small, withheld):
        said = counts.keys() - small - withheld - known
        candidates = said & _beside({exposed}, sums) or said & _beside(small | withheld, sums)
        if not candidates:
            break
        # Sorted by their words too, so that the same table is always cut the same way.
        withheld.add(min(candidates, key=lambda key: (counts[key], repr(key))))
    return small, withheld


def _exposed(counts: Mapping, sums: list[Sum], small: set, withheld: set) -> Key | None:
    """Return a small count that a reader could narrow down, if there is one."""
    bounds: Bounds = {key: (count, count) for key, count in counts.items()}
    bounds |= dict.fromkeys(small, (0, LARGEST_SMALL))
    bounds |= dict.fromkeys(withheld, (SMALLEST_SHOWN, inf))
    for _pass in range(MOST_PASSES):
        before = dict(bounds)
        for line in sums:
            _narrow(bounds, line)
        if bounds == before:
            break
    for key in sorted(small, key=repr):
        low, high = bounds[key]
        if high - low < LARGEST_SMALL:
            return key
    return None


def _narrow(bounds: Bounds, line: Sum) -> None:
    """Draw from one sum all that it says about each of its counts."""
    lows, highs = zip(*(bounds[key] for key in line.parts), strict=True)
    low, high = bounds[line.total]
    low, high = max(low, sum(lows)), min(high, sum(highs))
    bounds[line.total] = (low, high)
    for index, key in enumerate(line.parts):
        others_low = sum(lows[:index]) + sum(lows[index + 1 :])
        others_high = sum(highs[:index]) + sum(highs[index + 1 :])
        own_low, own_high = bounds[key]
        bounds[key] = (max(own_low, low - others_high), min(own_high, high - others_low))


def _beside(keys: set, sums: list[Sum]) -> set[Key]:
    return {key for line in sums if keys & set(line.keys) for key in line.keys}
