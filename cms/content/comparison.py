"""What changed between two wordings of a page, paragraph by paragraph and word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .passages import Passage

# Comparing words takes time with every pair of equal ones looked at. Above so many in a
# paragraph, or in all, paragraphs are marked as a whole. A million take about 50 ms.
MAX_STEPS = 500_000
MAX_STEPS_IN_ALL = 2_000_000

WORD = re.compile(r"\n+|[^\S\n]*\S+[^\S\n]*|[^\S\n]+")


class Change(TextChoices):
    NONE = "none", _("unchanged")
    CHANGED = "changed", _("changed")
    MOVED = "moved", _("moved")
    MOVED_AND_CHANGED = "moved_changed", _("moved and changed")
    ADDED = "added", _("newly added")
    REMOVED = "removed", _("taken out")


@dataclass(frozen=True)
class Piece:
    """Some words; `is_marked` if the other side does not have them."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Row:
    """One paragraph on both sides; a side without it is empty."""

    change: Change
    kind: str
    old: Sequence[Piece] = ()
    new: Sequence[Piece] = ()

    @property
    def is_heading(self) -> bool:
        """Say whether it is a heading of the page."""
        return self.kind in {"heading", "subheading"}

    @property
    def has_changed(self) -> bool:
        """Say whether the two sides differ here."""
        return self.change != Change.NONE


def compare(old: Sequence[Passage], new: Sequence[Passage]) -> list[Row]:
    """Return the paragraphs in the order of `new`, the dropped ones where they stood."""
    old_by_id = {passage.id: passage for passage in old}
    new_by_id = {passage.id: passage for passage in new}
    matcher = SequenceMatcher(None, list(old_by_id), list(new_by_id), autojunk=False)
    old, new = list(old_by_id.values()), list(new_by_id.values())
    words = _Words()
    rows = []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            pairs = zip(old[old_from:old_to], new[new_from:new_to], strict=True)
            rows += [words.row(before, after, is_moved=False) for before, after in pairs]
            continue
        rows += [_removed(gone) for gone in old[old_from:old_to] if gone.id not in new_by_id]
        for passage in new[new_from:new_to]:
            before = old_by_id.get(passage.id)
            rows.append(words.row(before, passage, is_moved=True) if before else _added(passage))
    return rows


def _removed(passage: Passage) -> Row:
    return Row(Change.REMOVED, passage.kind, old=[Piece(passage.text, is_marked=True)])


def _added(passage: Passage) -> Row:
    return Row(Change.ADDED, passage.kind, new=[Piece(passage.text, is_marked=True)])


class TooManySteps(Exception):
    """Comparing these words would let a reader wait."""


class _Words:
    """Compares words until so many were compared that a reader would have to wait."""

    def __init__(self) -> None:
        self.steps_left = MAX_STEPS_IN_ALL

    def row(self, before: Passage, after: Passage, *, is_moved: bool) -> Row:
        if before.text == after.text:
            change = Change.MOVED if is_moved else Change.NONE
            return Row(change, after.kind, [Piece(before.text)], [Piece(after.text)])
        change = Change.MOVED_AND_CHANGED if is_moved else Change.CHANGED
        return Row(change, after.kind, *self._pieces(before.text, after.text))

    def _pieces(self, before: str, after: str) -> tuple[list[Piece], list[Piece]]:
        old, new = WORD.findall(before), WORD.findall(after)
        matcher = CountingMatcher(_bare(old), _bare(new), min(MAX_STEPS, self.steps_left))
        try:
            changes = matcher.get_opcodes()
        except TooManySteps:
            return [Piece(before, is_marked=True)], [Piece(after, is_marked=True)]
        finally:
            self.steps_left -= matcher.steps
        left, right = [], []
        for tag, old_from, old_to, new_from, new_to in changes:
            is_marked = tag != "equal"
            left.append(Piece("".join(old[old_from:old_to]), is_marked))
            right.append(Piece("".join(new[new_from:new_to]), is_marked))
        return [piece for piece in left if piece.text], [piece for piece in right if piece.text]


class CountingMatcher(SequenceMatcher):
    """Compares words, and raises TooManySteps before it takes more steps than `limit`.

    A word that stands hundreds of times on both sides makes it begin anew for each of them.
    """

    def __init__(self, old: list[str], new: list[str], limit: int) -> None:
        super().__init__(None, old, new, autojunk=False)
        self.limit = limit
        self.steps = 0
        # How many steps the words before each place take.
        costs = (1 + len(self.b2j.get(word, ())) for word in old)
        self._cost_before = list(accumulate(costs, initial=0))

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        """Return the longest run of equal words between these places, if steps are left."""
        end = len(self.a) if ahi is None else ahi
        steps = self._cost_before[end] - self._cost_before[alo]
        if self.steps + steps > self.limit:
            raise TooManySteps
        self.steps += steps
        return super().find_longest_match(alo, end, blo, bhi)


def _bare(words: list[str]) -> list[str]:
    """Return words without the space around them, which the last one of a line has not."""
    return [word.strip() for word in words]
