"""Rules about words, numbers and signs."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext

from .findings import Finding, Rule, Severity, finding
from .reading import MEDIOPUNKT, WRONG_DOTS, Sentence, Word
from .words import ABBREVIATIONS, ENDINGS, FOREIGN_WORDS, NOT_ROMAN, NUMBER_WORDS

LETTERS_IN_WORD = 12
LETTERS_AT_MOST = 14
LARGE_NUMBER = 1000
FIRST_RECENT_YEAR, LAST_YEAR = 2000, 2100
LONGEST_NUMBER = 15
DIGITS_IN_A_ROW = 6

ABBREVIATION = re.compile(
    r"(?<![\w.])(?:"
    + "|".join(re.escape(short).replace(r"\ ", r"\s?") for short in ABBREVIATIONS)
    + r")(?!\w)"
)
WRITTEN_OUT = {short.replace(" ", ""): words for short, words in ABBREVIATIONS.items()}
DOT = re.compile(f"[{MEDIOPUNKT}{WRONG_DOTS}]")
SIGN = re.compile(r"[/&§;…<>=+*_#|~^°\[\]{}\\]")
HARD_SIGNS = "/&§"
PARENTHESIS = re.compile(r"\(")
NUMBER = re.compile(r"\d[\d.,]*\d|\d")
DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})?")
THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
LONGEST_ROMAN = 15


def word_length(sentence: Sentence) -> Iterator[Finding]:
    """Find words with a long part that neither hyphen nor Mediopunkt divides."""
    for word in sentence.words:
        letters = max(map(len, word.parts))
        if letters > LETTERS_IN_WORD and not word.text.isdigit():
            severity = Severity.ERROR if letters > LETTERS_AT_MOST else Severity.WARNING
            yield _about(Rule.WORD_LENGTH, severity, sentence.text, word)


def foreign_words(sentence: Sentence) -> Iterator[Finding]:
    """Find words from abroad or from offices that have an easier one."""
    for word in sentence.words:
        if easier := _easier(word.plain):
            hint = gettext("Easier: %(words)s") % {"words": easier}
            yield _about(Rule.FOREIGN_WORD, Severity.WARNING, sentence.text, word, hint)


def _easier(word: str) -> str:
    stems = (word.removesuffix(ending) for ending in ENDINGS if word.endswith(ending))
    return next((FOREIGN_WORDS[stem] for stem in stems if stem in FOREIGN_WORDS), "")


def number_words(sentence: Sentence) -> Iterator[Finding]:
    """Find numbers written as words or in Roman numerals, and shares of a hundred."""
    for word in sentence.words:
        if digits := NUMBER_WORDS.get(word.plain):
            hint = gettext("In digits: %(digits)s") % {"digits": digits}
            yield _about(Rule.NUMBER, Severity.WARNING, sentence.text, word, hint)
        elif word.plain in {"prozent", "million", "millionen", "milliarde", "milliarden"}:
            yield _about(Rule.NUMBER, Severity.WARNING, sentence.text, word)
        elif _is_roman(word.text):
            hint = gettext("Write the number in digits: 1, 2, 3.")
            yield _about(Rule.NUMBER, Severity.ERROR, sentence.text, word, hint)


def _is_roman(word: str) -> bool:
    fits = 1 < len(word) <= LONGEST_ROMAN and word.isupper() and word not in NOT_ROMAN
    return fits and ROMAN.fullmatch(word) is not None


def numbers(text: str, start: int, end: int) -> Iterator[Finding]:
    """Find dates in digits, percentages, large numbers, parts of numbers and years long ago."""
    for match in NUMBER.finditer(text, start, end):
        if match.start() and (text[match.start() - 1].isalpha()):
            continue
        if text[match.end() : match.end() + 2].lstrip().startswith("%"):
            last = text.index("%", match.end()) + 1
            yield finding(Rule.NUMBER, Severity.ERROR, text, match.start(), last)
        elif (hint := _hard_number(match[0], text[match.start() : match.end() + 6])) is not None:
            yield finding(Rule.NUMBER, Severity.WARNING, text, *match.span(), hint)


def _hard_number(number: str, context: str) -> str | None:
    """Return what to write instead of a number that is hard to read; "" leaves it to the rule."""
    if DATE.match(context):
        return gettext("Write the month as a word: 1. March 2026.")
    if len(number) > LONGEST_NUMBER or THOUSANDS.fullmatch(number):
        return ""
    if "," in number:
        return gettext("Use a whole number.")
    # Telephone numbers and postal codes are no amounts.
    if not number.isdecimal() or number.startswith("0"):
        return None
    if len(number) >= DIGITS_IN_A_ROW:
        return gettext("Write long numbers in groups: 12 34 56.")
    value = int(number)
    if len(number) == 4 and value < FIRST_RECENT_YEAR and value >= LARGE_NUMBER:
        return gettext("Write “a long time ago” instead of an early year.")
    return "" if value > LAST_YEAR else None


def abbreviations(text: str, start: int, end: int) -> Iterator[Finding]:
    """Find abbreviations with a full stop."""
    for match in ABBREVIATION.finditer(text, start, end):
        words = WRITTEN_OUT["".join(match[0].split())]
        hint = gettext("Write: %(words)s") % {"words": words}
        yield finding(Rule.ABBREVIATION, Severity.ERROR, text, *match.span(), hint)


def signs(text: str, start: int, end: int) -> Iterator[Finding]:
    """Find signs that are hard to read aloud."""
    for match in SIGN.finditer(text, start, end):
        severity = Severity.ERROR if match[0] in HARD_SIGNS else Severity.WARNING
        yield finding(Rule.SIGN, severity, text, *match.span())


def parentheses(text: str, start: int, end: int) -> Iterator[Finding]:
    """Find what stands in parentheses."""
    for match in PARENTHESIS.finditer(text, start, end):
        closing = text.find(")", match.end(), min(end, match.end() + LETTERS_AT_MOST * 10))
        last = closing + 1 if closing >= 0 else match.end()
        yield finding(Rule.PARENTHESES, Severity.ERROR, text, match.start(), last)


def mediopunkt(text: str, start: int, end: int) -> Iterator[Finding]:
    """Find Mediopunkte beside blanks or capitals, and other dots in their place."""
    for match in DOT.finditer(text, start, end):
        before = text[max(start, match.start() - 2) : match.start()]
        after = text[match.end() : min(end, match.end() + 2)]
        if match[0] == MEDIOPUNKT:
            is_wrong = not _is_divided_well(before, after)
        else:
            is_wrong = before[-1:].isalpha() and after[:1].isalpha()
        if is_wrong:
            yield finding(Rule.MEDIOPUNKT, Severity.ERROR, text, *_word_around(text, match))


def _is_divided_well(before: str, after: str) -> bool:
    """Say whether two small letters or more stand on both sides, the first may be a capital."""
    stands_between = len(before) == 2 and before.isalpha() and before[1].islower()
    return stands_between and len(after) == 2 and after.isalpha() and after.islower()


def _word_around(text: str, match: re.Match) -> tuple[int, int]:
    start, end = match.span()
    earliest, latest = max(0, start - 30), min(len(text), end + 30)
    while start > earliest and (text[start - 1].isalpha() or text[start - 1] == MEDIOPUNKT):
        start -= 1
    while end < latest and (text[end].isalpha() or text[end] == MEDIOPUNKT):
        end += 1
    return start, end


def _about(rule: Rule, severity: Severity, text: str, word: Word, hint: str = "") -> Finding:
    return finding(rule, severity, text, word.start, word.end, hint)


WORD_RULES = (word_length, foreign_words, number_words)
LINE_RULES = (numbers, abbreviations, signs, parentheses, mediopunkt)
