"""From a file to values: the rows that are good, and what is wrong with the others."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext

from ..models.indicators import Indicator, SourceFormat
from .cells import (
    COMMA,
    POINT,
    CellError,
    as_stored,
    decimal_sign,
    looks_like_formula,
    read_date,
    read_number,
)
from .tables import Line, Table, UnreadableFile, table_of_csv, table_of_json

MAX_NOTE_LENGTH = 250
MAX_QUOTED = 60

__all__ = ["Reading", "RowError", "UnreadableFile", "ValueRow", "read"]


@dataclass(frozen=True)
class ValueRow:
    """One dated value; `note` is None where the file says nothing of notes."""

    date: date
    value: Decimal
    note: str | None = None


@dataclass(frozen=True)
class RowError:
    """What is wrong with one line of a file."""

    line: int
    cell: str
    message: str


@dataclass
class Reading:
    """What a file holds."""

    rows: list[ValueRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


def read(indicator: Indicator, data: bytes, source_format: str = SourceFormat.CSV) -> Reading:
    """Read the values of `data` for `indicator`.

    Raises UnreadableFile, and nothing else, if there is no table of values in it.
    """
    names = {"date_name": indicator.date_field, "value_name": indicator.value_field}
    if source_format == SourceFormat.JSON:
        table = table_of_json(data, records_path=indicator.records_path, **names)
    else:
        table = table_of_csv(data, **names)
    return _read_table(table)


def _read_table(table: Table) -> Reading:
    # Where a comma parts the cells, or in JSON, a number in doubt has its point as others have.
    otherwise = POINT if table.delimiter == "," else COMMA
    texts = [line.value for line in table.lines if isinstance(line.value, str)]
    sign = decimal_sign(texts, otherwise=otherwise)
    reading, first_lines = Reading(), {}
    for line in table.lines:
        try:
            row = _read_line(line, sign)
            if row.date in first_lines:
                message = gettext("Line %(line)d has the same date.")
                raise _LineProblem(line.date, message % {"line": first_lines[row.date]})
        except _LineProblem as problem:
            cell = problem.cell[:MAX_QUOTED]
            reading.errors.append(RowError(line.number, cell, problem.message))
        else:
            first_lines[row.date] = line.number
            reading.rows.append(row)
    return reading


class _LineProblem(Exception):
    def __init__(self, cell: str, message: str) -> None:
        super().__init__(message)
        self.cell, self.message = cell, message


def _read_line(line: Line, sign: str) -> ValueRow:
    if line.has_surplus:
        message = gettext("The line has more cells than the head.")
        raise _LineProblem(f"{line.date} …", message)
    try:
        day = read_date(line.date)
    except CellError as error:
        raise _LineProblem(line.date, str(error)) from error
    try:
        is_number = isinstance(line.value, Decimal)
        number = as_stored(line.value) if is_number else read_number(line.value, sign)
    except CellError as error:
        raise _LineProblem(str(line.value), str(error)) from error
    return ValueRow(day, number, None if line.note is None else _read_note(line.note))


def _read_note(note: str) -> str:
    note = note.strip()
    if looks_like_formula(note):
        raise _LineProblem(note, gettext("This looks like a formula, not like a note."))
    if len(note) > MAX_NOTE_LENGTH:
        raise _LineProblem(note, gettext("The note is too long."))
    return "".join(character for character in note if character.isprintable())
