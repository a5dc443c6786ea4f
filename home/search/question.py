"""What somebody typed, understood: terms with their other words and right spellings."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from . import vocabulary, words
from .dictionary import Dictionary, Phrase, current

MAX_TERMS = 8
# German puts these between the parts of a compound.
JOINTS = ("", "s", "n", "es", "en")
SHORTEST_PART = 4
# A spelling that so many times more pages have is worth a hint.
MUCH_MORE = 5


@dataclass
class Term:
    """One thing to look for: as typed, and what else would do."""

    typed: Phrase
    others: list[Phrase] = field(default_factory=list)
    weight: float = 1.0
    # The right spelling of a word that stands on no page.
    corrected: str = ""
    # A far more frequent word that is spelt nearly the same.
    hint: str = ""

    @property
    def own(self) -> list[Phrase]:
        """Return the word itself in every spelling, the corrected one included."""
        own = [tuple(parts) for parts in _spellings(self.typed)]
        return [*own, (self.corrected,)] if self.corrected else own


@dataclass
class Question:
    """All terms of a query in the order in which they were typed."""

    terms: list[Term]

    @property
    def corrected(self) -> str:
        """Return the whole query in the spelling that is used, if that differs."""
        return self._rewritten("corrected")

    @property
    def hint(self) -> str:
        """Return the whole query with the more frequent words, if there are any."""
        return self._rewritten("hint")

    def _rewritten(self, name: str) -> str:
        if not any(getattr(term, name) for term in self.terms):
            return ""
        return " ".join(
            getattr(term, name) or term.corrected or " ".join(term.typed) for term in self.terms
        )


def understand(text: str, *, is_exact: bool = False) -> Question:
    """Take a query apart; `is_exact` leaves every spelling as it is."""
    dictionary = current()
    typed = words.split(text)
    kept = [word for word in typed if not dictionary.ignores(word)] or typed
    terms = _as_terms(kept, dictionary)
    known = vocabulary.look_up(_words_to_look_up(terms))
    said = [term for term in terms if not _says_nothing(term, known)]
    terms = (said or terms)[:MAX_TERMS]
    if not is_exact:
        _correct(terms, known, dictionary)
    _join_neighbours(terms, known)
    for term in terms:
        term.weight = _weight(term, known)
    return Question(terms)


def _as_terms(typed: list[str], dictionary: Dictionary) -> list[Term]:
    terms = []
    at = 0
    while at < len(typed):
        length = dictionary.length_at(typed, at) or 1
        phrase = tuple(typed[at : at + length])
        terms.append(Term(phrase, list(dictionary.alternatives(phrase))))
        at += length
    return terms


def _words_to_look_up(terms: list[Term]) -> Iterable[str]:
    for term in terms:
        for phrase in (term.typed, *term.others):
            yield from phrase
        if len(term.typed) == 1:
            for parts in _splits(term.typed[0]):
                yield from parts
    for left, right in pairwise(terms):
        yield _joined(left, right)


def _says_nothing(term: Term, known: dict[str, vocabulary.Known]) -> bool:
    return not term.others and all(known[word].is_stop_word for word in term.typed)


def _correct(terms: list[Term], known: dict, dictionary: Dictionary) -> None:
    """Add right spellings to words that no page has, and hints to words that few have."""
    doubtful = {
        term.typed[0]: term
        for term in terms
        if len(term.typed) == 1 and not term.others and (known[term.typed[0]].pages or 0) < 2
    }
    for word, term in list(doubtful.items()):
        if known[word].pages is None and (parts := _compound(word, known)):
            term.others.append(parts)
            del doubtful[word]
    for word, found in vocabulary.corrections(list(doubtful)).items():
        term = doubtful[word]
        if known[word].pages is None:
            term.corrected = found.word
            term.others += dictionary.alternatives((found.word,))
            known[found.word] = vocabulary.Known(found.pages, is_stop_word=False)
        elif found.pages >= MUCH_MORE * (known[word].pages or 1):
            term.hint = found.word


def _compound(word: str, known: dict) -> Phrase | None:
    """Return the two words of which an unknown one is put together, if pages have both."""
    pairs = [
        (min(known[left].pages, known[right].pages), (left, right))
        for left, right in _splits(word)
        if known[left].pages and known[right].pages
    ]
    return max(pairs)[1] if pairs else None


def _splits(word: str) -> Iterable[Phrase]:
    for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        left, right = word[:at], word[at:]
        for joint in JOINTS:
            if left.endswith(joint) and len(left) - len(joint) >= SHORTEST_PART:
                yield left.removesuffix(joint), right


def _join_neighbours(terms: list[Term], known: dict) -> None:
    """Let two words that pages write as one be found as one."""
    for left, right in pairwise(terms):
        joined = _joined(left, right)
        if joined in known and known[joined].pages:
            left.others.append((joined,))
            right.others.append((joined,))


def _joined(left: Term, right: Term) -> str:
    return "".join((*left.typed, *right.typed))[: words.MAX_WORD_LENGTH]


def _spellings(phrase: Phrase) -> list[Phrase]:
    first = tuple(words.spellings(word)[0] for word in phrase)
    last = tuple(words.spellings(word)[-1] for word in phrase)
    return list(dict.fromkeys((first, last)))


def _weight(term: Term, known: dict) -> float:
    """Return how much the term tells: a word that many pages have tells little."""
    asked = [(term.corrected,)] if term.corrected else [term.typed, *term.others]
    counts = [
        min((known[word].pages or 0) if word in known else 0 for word in phrase) for phrase in asked
    ]
    return 1 / (1 + math.log1p(max(counts)) / 3)
