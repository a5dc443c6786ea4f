"""Lines, sentences, clauses and words of a text, each with its place; in linear time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .words import ABBREVIATED, ARTICLES, MONTHS

MEDIOPUNKT = "·"
# Dots that are taken for it, and are read aloud or wrapped differently.
WRONG_DOTS = "•∙‧⋅"
DIVIDERS = f"{MEDIOPUNKT}{WRONG_DOTS}-"

WORD = re.compile(rf"[^\W_]+(?:[{DIVIDERS}][^\W_]+)*")
CHUNK = re.compile(r"\S+")
DIVIDER = re.compile(f"[{DIVIDERS}]")
# Never begins inside a row of full stops and gives none back: else a long row takes ages.
END_OF_SENTENCE = re.compile(r"(?<![.!?…])[.!?…]++[\"“”«»‘’')\]]*+(?=\s)|:(?=\s)")
END_OF_CLAUSE = re.compile(r"[,;:–—()]")
HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?[.,!?]?")
OPENING_SIGNS = '„“"»«‚‘(['
LONGEST_ABBREVIATION = 20


@dataclass(frozen=True)
class Word:
    """A word, or several joined by hyphens or Mediopunkte."""

    text: str
    start: int
    end: int

    @cached_property
    def plain(self) -> str:
        """Return it in small letters and undivided by Mediopunkte."""
        return self.text.replace(MEDIOPUNKT, "").lower()

    @cached_property
    def parts(self) -> list[str]:
        """Return what stands between hyphens and Mediopunkte."""
        return DIVIDER.split(self.text)

    @property
    def is_capitalised(self) -> bool:
        """Say whether it begins with a capital letter."""
        return self.text[0].isupper()


@dataclass(frozen=True)
class Sentence:
    """A sentence of `text`; what follows a colon is one of its own."""

    text: str
    start: int
    end: int
    words: list[Word]
    follows_colon: bool = False

    @cached_property
    def clauses(self) -> list[list[Word]]:
        """Return the words between commas and the like."""
        clauses: list[list[Word]] = []
        end = None
        for word in self.words:
            if end is None or END_OF_CLAUSE.search(self.text, end, word.start):
                clauses.append([])
            clauses[-1].append(word)
            end = word.end
        return clauses


def without_addresses(text: str) -> str:
    """Return `text` with blanks in place of web and mail addresses, which no rule is about."""

    def blank(match: re.Match) -> str:
        chunk = match[0]
        is_address = "@" in chunk or "://" in chunk or chunk.lower().startswith("www.")
        return " " * len(chunk) if is_address or HOST.fullmatch(chunk) else chunk

    return CHUNK.sub(blank, text)


def lines_of(text: str) -> Iterator[tuple[int, int]]:
    """Return where each line that says something begins and ends."""
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield start, start + len(line.rstrip())
        start += len(line)


def sentences_of(text: str, start: int, end: int) -> Iterator[Sentence]:
    """Return the sentences of the line text[start:end]."""
    follows_colon = False
    for match in END_OF_SENTENCE.finditer(text, start, end):
        is_colon = match[0] == ":"
        if not is_colon and not _ends(text, match, end):
            continue
        yield _sentence(text, start, match.end(), follows_colon)
        start, follows_colon = match.end(), is_colon
    if text[start:end].strip():
        yield _sentence(text, start, end, follows_colon)


def _sentence(text: str, start: int, end: int, follows_colon: bool) -> Sentence:
    while start < end and text[start].isspace():
        start += 1
    words = [Word(match[0], *match.span()) for match in WORD.finditer(text, start, end)]
    return Sentence(text, start, end, words, follows_colon)


def _ends(text: str, match: re.Match, line_end: int) -> bool:
    """Tell a full stop from the point of an abbreviation or of an ordinal number."""
    after = text[match.end() : min(match.end() + LONGEST_ABBREVIATION, line_end)].lstrip()
    if not after or not (after[0].isupper() or after[0].isdigit() or after[0] in OPENING_SIGNS):
        return False
    if match[0] != ".":
        return True
    before = text[max(0, match.start() - LONGEST_ABBREVIATION) : match.start()].split()
    last = before[-1].lower() if before else ""
    if last.isdigit():
        following = WORD.match(after)
        is_date = following is not None and following[0].lower() in MONTHS
        return not is_date and (len(before) < 2 or before[-2].lower() not in ARTICLES)
    return len(last) > 1 and last not in ABBREVIATED and "." not in last
