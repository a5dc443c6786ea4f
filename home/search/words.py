"""Words as the search compares them."""

import re
import unicodedata

MAX_QUERY_LENGTH = 200
MAX_WORDS = 12
MAX_WORD_LENGTH = 40
# Wrong letters after these do not hide a word; longer ones would make too many deletions.
PREFIX_LENGTH = 7
UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
WRITTEN_OUT = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"))


def split(text: str) -> list[str]:
    """Return the words of a query in lower case; everything else in it is passed over."""
    text = unicodedata.normalize("NFKC", text[:MAX_QUERY_LENGTH])
    words = (word.strip("_") for word in re.findall(r"\w+", text.lower()))
    return [word[:MAX_WORD_LENGTH] for word in words if word][:MAX_WORDS]


def fold(word: str) -> str:
    """Return the word without the dots of its umlauts, which many keyboards lack."""
    return word.lower().translate(UMLAUTS)


def key(word: str) -> str:
    """Return what a word shares with its other forms and spellings.

    Coarser than the stemmer of the database: it only compares with a few words of editors.
    """
    folded = fold(word)
    for written, umlaut in WRITTEN_OUT:
        folded = folded.replace(written, fold(umlaut))
    while len(folded) > 4 and folded[-1] in "enrsm":
        folded = folded[:-1]
    return folded


def spellings(word: str) -> list[str]:
    """Return the word, and the word with umlauts where it writes them out."""
    with_umlauts = word
    for written, umlaut in WRITTEN_OUT:
        with_umlauts = with_umlauts.replace(written, umlaut)
    return list(dict.fromkeys((word, with_umlauts)))


def deletions(word: str) -> set[str]:
    """Return the beginning of the word with up to two letters left out.

    Two words that differ by few letters share at least one of these.
    """
    start = fold(word)[:PREFIX_LENGTH]
    found = {start}
    edge = {start}
    for _step in range(tolerance(word)):
        edge = {text[:at] + text[at + 1 :] for text in edge for at in range(len(text))}
        found |= edge
    return found - {""}


def tolerance(word: str) -> int:
    """Return how many letters may be wrong in a word of this length."""
    if len(word) < 4:
        return 0
    return 1 if len(word) < 8 else 2


def distance(one: str, other: str) -> int:
    """Count the letters to add, leave out, change or swap with a neighbour (Damerau)."""
    rows = [list(range(len(other) + 1))]
    for i, left in enumerate(one, 1):
        row = [i]
        for j, right in enumerate(other, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
