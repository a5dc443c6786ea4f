"""Rows as CSV and JSON, piece by piece."""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from cms.content.plain_text import without_formula

from .tables import Column

PIECE = 32_768


def as_csv(columns: Iterable[Column], rows: Iterable[tuple]) -> Iterator[str]:
    """Yield lines as RFC 4180 has them: commas, CRLF, quotes where needed."""
    writer = csv.writer(_Echo())
    yield writer.writerow([column.name for column in columns])
    for row in rows:
        yield writer.writerow([cell(value) for value in row])


def as_json(columns: Iterable[Column], rows: Iterable[tuple]) -> Iterator[str]:
    """Yield an array with one object for each row."""
    names = [column.name for column in columns]
    opening = "["
    for row in rows:
        values = dict(zip(names, map(_plain, row), strict=True))
        yield opening + "\n" + json.dumps(values, ensure_ascii=False)
        opening = ","
    yield "[]\n" if opening == "[" else "\n]\n"


def json_pieces(document: dict) -> Iterator[str]:
    """Yield one object in pieces of some size, so that its text is never there as a whole."""
    piece, size = [], 0
    for part in json.JSONEncoder(ensure_ascii=False, indent=1).iterencode(document):
        piece.append(part)
        size += len(part)
        if size >= PIECE:
            yield "".join(piece)
            piece, size = [], 0
    yield "".join(piece)


def cell(value: object) -> object:
    """Return what stands in a cell; texts that look like a formula get an apostrophe."""
    value = _plain(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        value = " ".join(value)
    return without_formula(value) if isinstance(value, str) else value


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text
