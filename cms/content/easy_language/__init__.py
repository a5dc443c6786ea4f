"""Checks texts in Leichte Sprache by rules; knows German, and nothing of pages.

The rules are those that DIN SPEC 33429 and the rule books have in common and that can be
told from a text without understanding it. What is left to people: whether it is true,
whether it is needed, and whether those it is for understand it.
"""

from itertools import islice

from .findings import Finding, Rule, Severity, finding
from .grammar import SENTENCE_RULES
from .reading import lines_of, sentences_of, without_addresses
from .wording import LINE_RULES, WORD_RULES

__all__ = ["Finding", "Rule", "Severity", "check"]

# More would help nobody who has to put them right one by one.
MAX_FINDINGS = 500


def check(text: str, *, has_lines: bool = True) -> list[Finding]:
    """Return what breaks the rules in `text`, in reading order.

    A field that cannot hold several lines is checked with `has_lines=False`.
    """
    found = islice(_findings(without_addresses(text), has_lines), MAX_FINDINGS)
    return sorted(found, key=lambda item: (item.start, item.end))


def _findings(text: str, has_lines: bool):
    for start, end in lines_of(text):
        for rule in LINE_RULES:
            yield from rule(text, start, end)
        count = 0
        for sentence in sentences_of(text, start, end):
            count += bool(sentence.words) and not sentence.follows_colon
            for rule in (*SENTENCE_RULES, *WORD_RULES):
                yield from rule(sentence)
        if has_lines and count > 1:
            yield finding(Rule.ONE_STATEMENT, Severity.WARNING, text, start, end)
