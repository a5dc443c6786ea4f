"""Numbers and dates as offices write them."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext

YEARS = range(1800, 2201)
# What DecimalField(max_digits=20, decimal_places=6) holds.
LARGEST = Decimal(10) ** 14
SMALLEST_STEP = Decimal("0.000001")

COMMA, POINT = ",", "."
_EXACT = {
    COMMA: re.compile(r"[+-]?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?"),
    POINT: re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"),
}
_SPACE_IN_NUMBER = re.compile(r"(?<=[0-9])[ \u00a0\u2009\u202f'’](?=[0-9]{3}(?![0-9]))")

_DATES = [
    ("day", re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})(?:[T ][0-9:.Z+-]*)?")),
    ("day", re.compile(r"(?P<d>[0-9]{1,2})\.(?P<m>[0-9]{1,2})\.(?P<y>[0-9]{4})")),
    ("quarter", re.compile(r"(?P<y>[0-9]{4})[-/ ]?Q(?P<q>[1-4])", re.IGNORECASE)),
    ("quarter", re.compile(r"Q(?P<q>[1-4])[-/ ]?(?P<y>[0-9]{4})", re.IGNORECASE)),
    ("quarter", re.compile(r"(?P<q>[1-4])\. ?Quartal (?P<y>[0-9]{4})", re.IGNORECASE)),
    ("month", re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})")),
    ("month", re.compile(r"(?P<m>[0-9]{1,2})[./](?P<y>[0-9]{4})")),
    ("year", re.compile(r"(?P<y>[0-9]{4})")),
]


class CellError(ValueError):
    """A cell does not hold what its column needs; says so to the editor."""


def tidy_number(text: str) -> str:
    """Return `text` without spaces between thousands, percent sign and typographic minus."""
    bare = text.strip().replace("\u2212", "-").removesuffix("%").rstrip()
    return _SPACE_IN_NUMBER.sub("", bare)


def looks_like_formula(text: str) -> bool:
    """Say whether a spreadsheet would compute this cell instead of showing it."""
    if not text.startswith(("=", "+", "-", "@", "\t", "\r")):
        return False
    return not any(pattern.fullmatch(tidy_number(text)) for pattern in _EXACT.values())


def decimal_sign(cells: Iterable[str], *, otherwise: str) -> str:
    """Return the decimal sign that most numbers of a column speak for."""
    votes = {COMMA: 0, POINT: 0}
    for cell in cells:
        if sign := _vote(tidy_number(cell)):
            votes[sign] += 1
    if votes[COMMA] == votes[POINT]:
        return otherwise
    return max(votes, key=lambda sign: votes[sign])


def _vote(text: str) -> str | None:
    """Return the decimal sign of one number; None if it could be read both ways."""
    fits = [sign for sign, pattern in _EXACT.items() if pattern.fullmatch(text)]
    if len(fits) == 1:
        return fits[0]
    # 0.500 has no thousands before its point, 1.500 might.
    match = re.match(r"[+-]?0([.,])", text)
    return match[1] if fits and match else None


def read_number(text: str, sign: str) -> Decimal:
    """Return the number in a cell whose column has this decimal sign."""
    bare = tidy_number(text)
    if not bare:
        raise CellError(gettext("The value is missing."))
    if looks_like_formula(text.strip()):
        raise CellError(gettext("This looks like a formula, not like a value."))
    if not _EXACT[sign].fullmatch(bare):
        other = COMMA if sign == POINT else POINT
        if _EXACT[other].fullmatch(bare):
            raise CellError(gettext("This number is written in another way than the others."))
        raise CellError(gettext("This is not a number."))
    return as_stored(bare.replace(COMMA if sign == POINT else POINT, "").replace(COMMA, POINT))


def as_stored(number: str | int | Decimal) -> Decimal:
    """Return `number` as the database keeps it; refuse what it cannot keep."""
    try:
        value = Decimal(number)
        if not value.is_finite():
            raise CellError(gettext("This is not a number."))
        # Compared before rounding, which fails for numbers of more digits than it works with.
        if abs(value) >= LARGEST:
            raise CellError(gettext("This number is too large."))
        value = value.quantize(SMALLEST_STEP)
    except (InvalidOperation, ValueError) as error:
        if isinstance(error, CellError):
            raise
        raise CellError(gettext("This is not a number.")) from error
    if abs(value) >= LARGEST:
        raise CellError(gettext("This number is too large."))
    return value


def read_date(text: str) -> date:
    """Return the day of a cell; years, quarters and months stand for their last day."""
    text = text.strip()
    if not text:
        raise CellError(gettext("The date is missing."))
    if looks_like_formula(text):
        raise CellError(gettext("This looks like a formula, not like a date."))
    for kind, pattern in _DATES:
        if match := pattern.fullmatch(text):
            parts = {name: int(number) for name, number in match.groupdict().items()}
            return _day(kind, parts)
    raise CellError(gettext("This is not a date such as 31.12.2025, 2025-12-31 or 2025."))


def _day(kind: str, parts: dict[str, int]) -> date:
    year, month = parts["y"], parts.get("m", 12)
    if kind == "quarter":
        month = 3 * parts["q"]
    if year not in YEARS or not 1 <= month <= 12:
        raise CellError(gettext("There is no such date."))
    day = parts["d"] if kind == "day" else monthrange(year, month)[1]
    try:
        return date(year, month, day)
    except ValueError as error:
        raise CellError(gettext("There is no such date.")) from error
