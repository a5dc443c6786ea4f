"""What could tell who somebody is, taken out of what they write."""

import re

from django.utils.translation import gettext

EMAIL = re.compile(
    r"[^\s<>()\[\],;:\"]+\s?(?:@|\(at\)|\[at\])\s?[^\s<>()\[\],;:\"]+", re.IGNORECASE
)
IBAN = re.compile(
    r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?\b", re.IGNORECASE
)
DIGITS_OF_IBAN = 10
# Seven digits or more, however they are grouped: numbers of phones, accounts and cards.
NUMBER = re.compile(r"(?<!\w)\+?\(?\d(?:[ \t./()-]{0,3}\d){6,}(?!\w)")
# A date is written with as many digits and says nothing about anybody.
DATE = re.compile(r"\(?(?:\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{4}-\d{2}-\d{2})")


def masked(text: str) -> str:
    """Return `text` without e-mail addresses, bank accounts and phone numbers."""
    text = EMAIL.sub(gettext("[address removed]"), text)
    text = IBAN.sub(_account, text)
    return NUMBER.sub(_number, text)


def _account(found: re.Match) -> str:
    has_digits = sum(map(str.isdigit, found[0])) >= DIGITS_OF_IBAN
    return gettext("[number removed]") if has_digits else found[0]


def _number(found: re.Match) -> str:
    return found[0] if DATE.fullmatch(found[0]) else gettext("[number removed]")
