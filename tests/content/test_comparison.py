"""Two wordings of a page, compared paragraph by paragraph and word by word."""

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.content import comparison
from cms.content.comparison import Change, compare
from cms.content.passages import MAX_LENGTH, Passage, passage, passages_of
from home.models import StandardPage


def passages(*pairs: tuple[str, str]) -> list[Passage]:
    return [passage(key, "text", [text]) for key, text in pairs]


def changes(old: list[Passage], new: list[Passage]) -> list[str]:
    return [row.change for row in compare(old, new)]


def test_paragraphs_are_recognised_by_their_ids_wherever_they_stand():
    old = passages(("a", "Eins"), ("b", "Zwei"), ("c", "Drei"), ("d", "Vier"))
    new = passages(("d", "Vier"), ("a", "Eins"), ("b", "Zwei!"), ("e", "Fünf"))
    assert changes(old, new) == [
        Change.MOVED,
        Change.NONE,
        Change.CHANGED,
        Change.REMOVED,
        Change.ADDED,
    ]


def test_what_moved_and_changed_says_both():
    old = passages(("a", "Eins"), ("b", "Zwei"), ("c", "Drei"))
    new = passages(("b", "Zwei"), ("c", "Drei"), ("a", "Eins!"))
    assert changes(old, new) == [Change.NONE, Change.NONE, Change.MOVED_AND_CHANGED]


def test_only_the_words_that_differ_are_marked():
    [row] = compare(
        passages(("a", "Die Stadt hilft allen")), passages(("a", "Die Stadt hört allen zu"))
    )
    assert [piece.text for piece in row.old if piece.is_marked] == ["hilft "]
    assert [piece.text for piece in row.new if piece.is_marked] == ["hört ", "zu"]


words = st.text(alphabet="ab \n", max_size=30)
texts = st.lists(st.tuples(st.sampled_from("uvwxyz"), words), max_size=6, unique_by=lambda p: p[0])


@given(texts, texts)
def test_nothing_gets_lost_on_either_side(before, after):
    old, new = passages(*before), passages(*after)
    rows = compare(old, new)
    left = ["".join(piece.text for piece in row.old) for row in rows]
    right = ["".join(piece.text for piece in row.new) for row in rows]
    assert sorted(filter(None, left)) == sorted(item.text for item in old if item.text)
    assert list(filter(None, right)) == [item.text for item in new if item.text]


def a_table(letter: str) -> str:
    """Return a table of 250 cells: few words are the same, but all bars between them are."""
    rows = (" | ".join(f"{5 * row + cell}{letter}" for cell in range(5)) for row in range(50))
    return "\n\n".join(rows)


PROSE = " ".join(f"wort{number % 400} und" for number in range(1_000))
ENDLESS = {
    "prose": ("eins zwei " * 1_500, "zwei drei " * 1_500),
    "tables": (a_table("a"), a_table("b")),
    "turned": (PROSE, " ".join(reversed(PROSE.split()))),
}


@pytest.fixture
def steps(monkeypatch) -> list[int]:
    """Return how many words are looked at in each run over them."""
    taken = []
    look = SequenceMatcher.find_longest_match

    def watched(self, alo=0, ahi=None, blo=0, bhi=None):
        taken.append(sum(1 + len(self.b2j.get(word, ())) for word in self.a[alo:ahi]))
        return look(self, alo, ahi, blo, bhi)

    monkeypatch.setattr(SequenceMatcher, "find_longest_match", watched)
    return taken


@pytest.mark.parametrize("kind", ENDLESS)
def test_endless_texts_are_marked_as_a_whole_before_they_take_long(steps, kind):
    before, after = ENDLESS[kind]
    old = passages(*((str(number), before) for number in range(60)))
    new = passages(*((str(number), after) for number in range(60)))
    rows = compare(old, new)
    assert all(row.change == Change.CHANGED for row in rows)
    assert [piece.is_marked for piece in rows[-1].old] == [True]
    assert 0 < sum(steps) <= comparison.MAX_STEPS_IN_ALL


def test_a_long_paragraph_of_prose_is_compared_by_words(steps):
    words = [f"wort{number}" if number % 25 else "und" for number in range(1_500)]
    changed = [word if number % 50 else "neu" for number, word in enumerate(words, start=1)]
    [row] = compare(passages(("a", " ".join(words))), passages(("a", " ".join(changed))))
    assert [piece.text.strip() for piece in row.new if piece.is_marked] == ["neu"] * 30
    assert sum(steps) <= comparison.MAX_STEPS


def body_of(*blocks: dict):
    return StandardPage(body=list(blocks)).body


def test_every_block_that_says_something_is_read_as_plain_text(db):
    found = passages_of(
        body_of(
            {"type": "heading", "id": "h", "value": "Wofür"},
            {"type": "text", "id": "t", "value": "<p>Eins &amp; zwei</p><ul><li>drei</li></ul>"},
            {"type": "quote", "id": "q", "value": {"text": "Ja.", "name": "Ada", "role": ""}},
            {
                "type": "accordion",
                "id": "a",
                "value": [{"type": "item", "value": {"title": "Was?", "text": "<p>Das.</p>"}}],
            },
            {
                "type": "steps",
                "id": "s",
                "value": {"title": "So", "steps": [{"title": "Los", "text": "<p>Geh.</p>"}]},
            },
            {
                "type": "key_figures",
                "id": "k",
                "value": [{"value": "72", "unit": "%", "label": "da"}],
            },
            {"type": "table", "id": "b", "value": {"data": [["A", None], ["1", 2]]}},
            {"type": "image", "id": "i", "value": {"image": 1, "caption": ""}},
            {"type": "contact", "id": "c", "value": 7},
        )
    )
    assert {item.id: item.text for item in found} == {
        "h": "Wofür",
        "t": "Eins & zwei\n\ndrei",
        "q": "Ja.\n\nAda",
        "a": "Was?\n\nDas.",
        "s": "So\n\nLos\n\nGeh.",
        "k": "72 % da",
        "b": "A |\n\n1 | 2",
    }
    assert {item.id for item in found if item.takes_remarks} == set("tqaskb")


@pytest.mark.parametrize("value", [None, "", [], {}, 7])
@pytest.mark.parametrize("kind", ["text", "quote", "accordion", "steps", "key_figures", "table"])
def test_damaged_blocks_are_read_as_nothing(db, kind, value):
    class Body:
        raw_data = [{"type": kind, "id": "x", "value": value}]

    assert passages_of(Body()) == []


def test_long_texts_are_cut():
    assert len(passage("a", "text", ["x" * 1_000_000]).text) == MAX_LENGTH
    assert len(passage("a", "text", ["x" * 1_000_000]).quote) == 300
