"""Files and answers taken apart into a table of named columns."""

import csv
import json
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.formats import number_format
from django.utils.translation import gettext

from .cells import CellError, read_date, tidy_number

MAX_BYTES = 4 * 1024 * 1024
MAX_ROWS = 100_000
MAX_NAMED_COLUMNS = 12

DATE_NAMES = ("datum", "date", "jahr", "year", "monat", "quartal", "zeitraum", "stichtag", "period")
VALUE_NAMES = ("wert", "value", "anzahl", "anteil", "count")
NOTE_NAMES = ("anmerkung", "bemerkung", "hinweis", "notiz", "kommentar", "note", "comment")
DELIMITERS = (";", ",", "\t")
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*")


class UnreadableFile(ValueError):
    """The file as a whole cannot be read; says why to the editor."""


@dataclass(frozen=True)
class Line:
    """The three cells we need of one line.

    The value is text, or a number where the format itself knows numbers; `note` is None if
    the file has no such column. `has_surplus` tells of more cells than the head has.
    """

    number: int
    date: str
    value: str | Decimal
    note: str | None
    has_surplus: bool = False


@dataclass(frozen=True)
class Table:
    """The lines of a file."""

    lines: list[Line]
    delimiter: str = ","


def table_of_csv(data: bytes, *, date_name: str = "", value_name: str = "") -> Table:
    """Take a CSV file apart, whatever its encoding and delimiter."""
    text = _decoded(data).replace("\r\n", "\n").replace("\r", "\n")
    if declared := re.match(r"sep=[;,\t]\n", text, re.IGNORECASE):
        text = text[declared.end() :]
    first_lines = text.split("\n", 5)[:5]
    for delimiter in DELIMITERS:
        head = _head(first_lines, delimiter)
        columns = _columns(head, date_name, value_name)
        if columns is not None:
            return Table(_csv_lines(text, delimiter, columns), delimiter)
        if not (date_name or value_name) and _is_bare_row(head):
            columns = (0, 1, 2 if len(head) > 2 else None)
            return Table(_csv_lines(text, delimiter, columns, has_head=False), delimiter)
    raise _wrong_columns(first_lines, date_name, value_name)


def table_of_json(
    data: bytes, *, records_path: str = "", date_name: str = "", value_name: str = ""
) -> Table:
    """Take a JSON answer apart: a list of objects, below the names of `records_path`."""
    try:
        answer = json.loads(_decoded(data), parse_float=_number, parse_int=_number)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(gettext("This is not JSON.")) from error
    for name in filter(None, records_path.split(".")):
        answer = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(answer, list) or not all(isinstance(record, dict) for record in answer):
        raise UnreadableFile(gettext("There is no list of rows at the given path."))
    _refuse_too_many(len(answer))
    names = list(dict.fromkeys(name for record in answer[:50] for name in record))
    columns = _columns(names, date_name, value_name)
    if columns is None:
        raise UnreadableFile(_named(names, date_name, value_name))
    keys = [None if column is None else names[column] for column in columns]
    return Table([_json_line(n, record, keys) for n, record in enumerate(answer, start=1)])


def _json_line(number: int, record: dict, keys: list[str | None]) -> Line:
    day, value, note = (None if key is None else record.get(key) for key in keys)
    value = value if isinstance(value, Decimal) else _as_text(value)
    return Line(number, _as_text(day), value, None if keys[2] is None else _as_text(note))


def _as_text(value) -> str:
    # A list or an object is no cell; its text would only fill the message about it.
    return str(value) if isinstance(value, str | Decimal) else ""


def _number(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:
        return Decimal("Infinity")


def _decoded(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise UnreadableFile(gettext("The file is too large: at most 4 MB can be read."))
    encodings = ("utf-8-sig", "cp1252")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableFile(gettext("This is not a text file. Save the table as CSV first."))


def _head(lines: list[str], delimiter: str) -> list[str]:
    """Return the cells of the first line that is not empty."""
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            if any(cell.strip() for cell in row):
                return [cell.strip() for cell in row]
    except csv.Error:
        return []
    return []


def _columns(
    names: list[str], date_name: str, value_name: str
) -> tuple[int, int, int | None] | None:
    """Return where date, value and note stand; None if date or value is missing."""
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        places.setdefault(name.casefold().strip(), place)

    def find(given: str, usual: tuple[str, ...]) -> int | None:
        wanted = (given.casefold().strip(),) if given else usual
        return next((places[name] for name in wanted if name in places), None)

    day, value = find(date_name, DATE_NAMES), find(value_name, VALUE_NAMES)
    if day is None or value is None or day == value:
        return None
    return day, value, find("", NOTE_NAMES)


def _is_bare_row(cells: list[str]) -> bool:
    """Say whether the first line is a row already: a date and a number without a head."""
    are_numbers = [_NUMBER.fullmatch(tidy_number(cell)) is not None for cell in cells[1:]]
    # A third number is no note, but what stands behind a decimal comma.
    if are_numbers not in ([True], [True, False]):
        return False
    try:
        read_date(cells[0])
    except CellError:
        return False
    return True


def _csv_lines(text: str, delimiter: str, columns, *, has_head: bool = True) -> list[Line]:
    lines, width = [], None
    reader = csv.reader(text.split("\n"), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if width is None:
                width = len(row)
                if has_head:
                    continue
            day, value, note = (_cell(row, place) for place in columns)
            has_surplus = any(cell.strip() for cell in row[width:])
            lines.append(Line(reader.line_num, day or "", value or "", note, has_surplus))
            _refuse_too_many(len(lines))
    except csv.Error as error:
        message = gettext("Line %(line)d cannot be read: is a quotation mark missing?")
        raise UnreadableFile(message % {"line": reader.line_num}) from error
    return lines


def _cell(row: list[str], place: int | None) -> str | None:
    if place is None:
        return None
    return row[place] if place < len(row) else ""


def _refuse_too_many(count: int) -> None:
    if count > MAX_ROWS:
        message = gettext("The file has too many rows: at most %(count)s can be read at once.")
        raise UnreadableFile(message % {"count": number_format(MAX_ROWS, force_grouping=True)})


def _wrong_columns(lines: list[str], date_name: str, value_name: str) -> UnreadableFile:
    heads = [_head(lines, delimiter) for delimiter in DELIMITERS]
    return UnreadableFile(_named(max(heads, key=len), date_name, value_name))


def _named(names: list[str], date_name: str, value_name: str) -> str:
    """Say which columns there are, and which are needed."""
    found = ", ".join(name[:40] for name in names[:MAX_NAMED_COLUMNS] if name)
    wanted = {"date": date_name or "Datum", "value": value_name or "Wert"}
    if not found:
        message = gettext("The file has no columns. It needs “%(date)s” and “%(value)s”.")
        return message % wanted
    message = gettext("The file has the columns %(found)s. It needs “%(date)s” and “%(value)s”.")
    return message % {"found": found, **wanted}
