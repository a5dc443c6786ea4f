"""What could tell who somebody is, taken out of what they write."""

import re
import unicodedata

from django.utils.translation import gettext

# Spaces, line breaks, dashes and what is invisible between the parts of a number.
GAP = r"[\s./()\u00ad\u200b-\u200d\u2060\ufeff\u2010-\u2015\u2212-]"
PART = r"[^\s<>()\[\]{},;:\"]+"
AT = r"(?:\s?@\s?|\s?[(\[{]\s?[aä]t\s?[)\]}]\s?|\sät\s)"
DOT = r"(?:\s?[(\[{]\s?(?:dot|punkt|\.)\s?[)\]}]\s?|\s(?:dot|punkt)\s)"
EMAIL = re.compile(
    rf"{PART}(?:{AT}{PART}(?:{DOT}{PART})*|\sat\s{PART}(?:{DOT}{PART})+)", re.IGNORECASE
)
IBAN = re.compile(
    rf"\b[A-Z]{{2}}\d{{2}}(?:{GAP}{{0,2}}[A-Z0-9]{{4}}){{2,7}}(?:{GAP}{{0,2}}[A-Z0-9]{{1,3}})?\b",
    re.IGNORECASE,
)
DIGITS_OF_IBAN = 10
# Seven digits or more, however they are grouped: numbers of phones, accounts and cards.
NUMBER = re.compile(rf"(?<!\w)\+?\(?\d(?:{GAP}{{0,4}}\d){{6,}}(?!\w)")
# A date is written with as many digits and says nothing about anybody.
DATE = re.compile(r"\(?(?:\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{4}-\d{2}-\d{2})")
BIRTHDAY = re.compile(
    r"(\b(?:geb(?:\.|oren(?:e[mnrs]?)?|urtstag|urtsdatum)|born)(?![^\W\d])\D{0,20}?)"
    rf"(?:\d{{1,4}}{GAP}{{1,3}}\d{{1,2}}{GAP}{{1,3}}\d{{1,4}}"
    rf"|\d{{1,2}}{GAP}{{0,3}}[^\W\d]{{3,9}}{GAP}{{0,3}}\d{{2,4}})",
    re.IGNORECASE,
)
# Within a town, three digits may be a whole number.
LOCAL_NUMBER = re.compile(
    r"(\b(?:tel|telefon|telefonnummer|handy|handynummer|mobil|fon|phone)(?![^\W\d])"
    r"(?:[\s.:/-]|nr|nummer|number|ist|lautet|unter|is){0,8})"
    rf"(\d(?:{GAP}{{0,4}}\d){{2,}})",
    re.IGNORECASE,
)
# Everybody's numbers: police, rescue, the authorities.
PUBLIC_NUMBERS = {"110", "112", "115"}


def masked(text: str) -> str:
    """Return `text` without e-mail addresses, bank accounts, phone numbers and birthdays."""
    text = unicodedata.normalize("NFKC", text)
    text = EMAIL.sub(gettext("[address removed]"), text)
    text = IBAN.sub(_account, text)
    text = BIRTHDAY.sub(lambda found: found[1] + gettext("[date removed]"), text)
    text = LOCAL_NUMBER.sub(_local_number, text)
    return NUMBER.sub(_number, text)


def _account(found: re.Match) -> str:
    has_digits = sum(map(str.isdigit, found[0])) >= DIGITS_OF_IBAN
    return gettext("[number removed]") if has_digits else found[0]


def _local_number(found: re.Match) -> str:
    return found[0] if found[2] in PUBLIC_NUMBERS else found[1] + gettext("[number removed]")


def _number(found: re.Match) -> str:
    return found[0] if DATE.fullmatch(found[0]) else gettext("[number removed]")
