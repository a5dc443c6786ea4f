"""What is unsaid in a table cannot be worked out from what is said."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from participation.registrations.attendance.disclosure import SMALLEST_SHOWN, Sum, unsaid

ROWS = ("north", "south")
LARGEST = 11
numbers = st.integers(0, LARGEST)


def a_table(north: tuple[int, int], south: tuple[int, int]) -> tuple[dict, list[Sum]]:
    """Return who came and who did not in two districts, with all sums."""
    counts = {}
    for row, (came, missing) in zip(ROWS, (north, south), strict=True):
        counts |= {(row, "came"): came, (row, "missing"): missing, (row, "all"): came + missing}
    for column in ("came", "missing", "all"):
        counts["total", column] = sum(counts[row, column] for row in ROWS)
    sums = [Sum(((row, "came"), (row, "missing")), (row, "all")) for row in (*ROWS, "total")] + [
        Sum(tuple((row, column) for row in ROWS), ("total", column))
        for column in ("came", "missing", "all")
    ]
    return counts, sums


def published(counts: dict, small: set, withheld: set) -> dict:
    """Return the table as a reader sees it."""
    words = {key: "below" for key in small} | {key: "withheld" for key in withheld}
    return counts | words


def fits(counts: dict, seen: dict) -> bool:
    """Say whether a table could be the one that a reader sees."""
    return all(
        counts[key] < SMALLEST_SHOWN
        if word == "below"
        else counts[key] >= SMALLEST_SHOWN
        if word == "withheld"
        else counts[key] == word
        for key, word in seen.items()
    )


@settings(max_examples=40, deadline=None)
@given(numbers, numbers, numbers, numbers)
def test_reader_who_tries_all_tables_learns_no_small_number(a, b, c, d):
    counts, sums = a_table((a, b), (c, d))
    small, withheld = unsaid(counts, sums)
    seen = published(counts, small, withheld)
    possible: dict = {key: set() for key in small}
    reach = range(LARGEST + 6)
    for north, south in product(product(reach, repeat=2), repeat=2):
        if not _may_fit(north, south, seen):
            continue
        other, _sums = a_table(north, south)
        if fits(other, seen):
            for key in small:
                possible[key].add(other[key])
    assert all(len(values) > 1 for values in possible.values()), (seen, possible)


def _may_fit(north, south, seen) -> bool:
    """Leave out at once what differs from a number that is said."""
    for row, pair in zip(ROWS, (north, south), strict=True):
        for column, value in zip(("came", "missing"), pair, strict=True):
            word = seen[row, column]
            if word == "below" and value >= SMALLEST_SHOWN:
                return False
            if word == "withheld" and value < SMALLEST_SHOWN:
                return False
            if isinstance(word, int) and word != value:
                return False
    return True


def test_nothing_below_five_is_said_and_nothing_withheld_without_need():
    counts, sums = a_table((20, 10), (30, 15))
    assert unsaid(counts, sums) == (set(), set())
    counts, sums = a_table((20, 10), (30, 4))
    small, withheld = unsaid(counts, sums)
    assert small == {("south", "missing")}
    assert withheld


def test_one_small_part_of_a_known_sum_hides_a_second_one():
    counts = {"may": 3, "june": 9, "july": 40, "year": 52}
    small, withheld = unsaid(counts, [Sum(("may", "june", "july"), "year")])
    assert (small, withheld) == ({"may"}, {"june"})


def test_two_small_parts_that_a_sum_would_give_away_hide_a_third():
    counts = {"may": 4, "june": 4, "july": 40, "year": 48}
    small, withheld = unsaid(counts, [Sum(("may", "june", "july"), "year")])
    assert small == {"may", "june"}
    assert withheld == {"july"}


def test_known_numbers_are_no_counts():
    counts = {"a": 9, "b": 9, "overlap": -3, "all": 15}
    lines = [Sum(("a", "b", "overlap"), "all")]
    assert unsaid(counts, lines, known=frozenset(["overlap"])) == (set(), set())
