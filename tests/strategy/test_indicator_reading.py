"""Values read from CSV and JSON: what offices write, and what is refused."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.strategy.indicators.cells import LARGEST
from agenda.strategy.indicators.reading import UnreadableFile, read
from agenda.strategy.indicators.tables import MAX_BYTES, MAX_ROWS
from agenda.strategy.models import Indicator


def reading_of(text: str | bytes, source_format: str = "csv", **names):
    data = text if isinstance(text, bytes) else text.encode()
    return read(Indicator(**names), data, source_format)


def values(text, **names) -> list[str]:
    reading = reading_of(text, **names)
    assert reading.errors == []
    return [format(row.value.normalize(), "f") for row in reading.rows]


GERMAN = "Jahr;Wert;Anmerkung\n2023;1.234,5;Zählung geändert\n2024;−12;\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_of_offices_are_read(encoding, line_end):
    text = GERMAN.replace("−", "-").replace("\n", line_end)
    reading = reading_of(text.encode(encoding))
    assert reading.errors == []
    assert [(row.date, row.value, row.note) for row in reading.rows] == [
        (date(2023, 12, 31), Decimal("1234.5"), "Zählung geändert"),
        (date(2024, 12, 31), Decimal(-12), ""),
    ]


def test_a_byte_order_mark_and_excels_hint_at_the_delimiter_do_no_harm():
    assert values("\ufeffsep=;\nDatum;Wert\n2024;1,5\n") == ["1.5"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1,5", "2.000"], ["1.5", "2000"]),
        (["1.5", "2,000"], ["1.5", "2000"]),
        (["1.234,5"], ["1234.5"]),
        (["1,234.5"], ["1234.5"]),
        (["1.234.567"], ["1234567"]),
        (["0.500", "1.250"], ["0.5", "1.25"]),
        (["1.250"], ["1250"]),
        (["1 234,5", "1\u202f000"], ["1234.5", "1000"]),
        (["12 %", "+3,5%"], ["12", "3.5"]),
        (["−7"], ["-7"]),
        (["0,1234567"], ["0.123457"]),
    ],
)
def test_the_decimal_sign_is_that_of_the_column(cells, expected):
    rows = "".join(f"{2000 + n};{cell}\n" for n, cell in enumerate(cells))
    assert values(f"Jahr;Wert\n{rows}") == expected


def test_with_a_comma_between_cells_a_number_in_doubt_has_a_point():
    assert values("date,value\n2024,1.250\n") == ["1.25"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-03-31", date(2025, 3, 31)),
        ("2025-03-31T12:00:00Z", date(2025, 3, 31)),
        ("31.3.2025", date(2025, 3, 31)),
        ("2025", date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("02/2025", date(2025, 2, 28)),
        ("2025-Q1", date(2025, 3, 31)),
        ("q4 2025", date(2025, 12, 31)),
        ("2. Quartal 2025", date(2025, 6, 30)),
    ],
)
def test_dates_are_read_and_periods_stand_for_their_last_day(text, expected):
    assert reading_of(f"Datum;Wert\n{text};1\n").rows[0].date == expected


@pytest.mark.parametrize(
    ("day", "value", "cell"),
    [
        ("31.02.2025", "1", "31.02.2025"),
        ("12/31/2025", "1", "12/31/2025"),
        ("01.01.25", "1", "01.01.25"),
        ("9999", "1", "9999"),
        ("٢٠٢٤", "1", "٢٠٢٤"),
        ("", "1", ""),
        ("2024", "", ""),
        ("2024", "viel", "viel"),
        ("2024", "1e5", "1e5"),
        ("2024", "NaN", "NaN"),
        ("2024", "=1+1", "=1+1"),
        ("2024", "@SUM(A1)", "@SUM(A1)"),
        ("2024", "+A1", "+A1"),
        ("2024", "-cmd|' /C calc'!A0", "-cmd|' /C calc'!A0"),
        ("=HEUTE()", "1", "=HEUTE()"),
        ("2024", "9" * 15, "9" * 15),
        ("2024", "9" * 5000, "9" * 60),
        ("2024", "1.23.4", "1.23.4"),
        ("2024", "1" + " " * 100_000 + "x", "1" + " " * 59),
        ("2024" + " " * 100_000 + "x", "1", "2024" + " " * 56),
    ],
)
def test_a_bad_cell_is_an_error_of_its_line_only(day, value, cell):
    reading = reading_of(f"Datum;Wert\n2020;1,5\n{day};{value}\n2021;2,5\n")
    assert [row.value for row in reading.rows] == [Decimal("1.5"), Decimal("2.5")]
    assert [(error.line, error.cell) for error in reading.errors] == [(3, cell)]
    assert reading.errors[0].message


@pytest.mark.parametrize("note", ["=HYPERLINK(1)", "+49 AZ", "@x", "n" * 251])
def test_formulas_and_endless_texts_are_refused_as_notes(note):
    reading = reading_of(f"Datum;Wert;Notiz\n2020;1;{note}\n")
    assert len(reading.errors) == 1
    assert reading.rows == []


def test_a_number_written_unlike_the_others_is_not_guessed():
    reading = reading_of("Jahr;Wert\n2020;1,5\n2021;2,5\n2022;3.5\n")
    assert [error.line for error in reading.errors] == [4]


def test_an_unquoted_decimal_comma_between_commas_is_not_cut_off():
    reading = reading_of("Jahr,Wert\n2020,1,5\n2021,7\n")
    assert [(error.line) for error in reading.errors] == [2]
    with pytest.raises(UnreadableFile):
        reading_of("2020,1,5\n2021,2,5\n")


def test_the_second_row_of_a_date_is_named_with_the_first():
    reading = reading_of("Jahr;Wert\n2020;1\n31.12.2020;2\n")
    assert [row.value for row in reading.rows] == [1]
    assert reading.errors[0].line == 3
    assert "2" in reading.errors[0].message


def test_quoted_cells_tabs_empty_lines_and_files_without_a_head_are_read():
    assert values('Datum,Wert\n\n"2024","1,234.5"\n,\n') == ["1234.5"]
    assert values("Jahr\tWert\n2024\t1,5\n") == ["1.5"]
    assert values("2023;1,5\n2024;2,5\n") == ["1.5", "2.5"]


def test_chosen_columns_go_before_the_usual_names():
    text = "Jahr;Wert;Nutzende\n2024;1;99\n"
    assert values(text, value_field="nutzende") == ["99"]
    with pytest.raises(UnreadableFile, match="Besuche"):
        reading_of(text, value_field="Besuche")


def test_wrong_columns_are_named():
    with pytest.raises(UnreadableFile, match=r"Stadt, Einwohner.*Datum.*Wert"):
        reading_of("Stadt;Einwohner\nAuenbrück;10\n")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"PK\x03\x04\0\0\0",
        b"Datum;Wert\n2024;1\0",
        b"Datum;Wert\n2024;\x81",
        b'Datum;Wert\n"2024;1\n2025;2\n',
        b"Datum;Wert\n" + b"x" * 140_000 + b";1",
        b"x" * (MAX_BYTES + 1),
    ],
)
def test_what_is_no_table_is_refused_as_a_whole(data):
    with pytest.raises(UnreadableFile):
        reading_of(data)


def test_a_hundred_thousand_lines_are_read_row_by_row_and_no_line_more():
    lines = "".join(f"2024;{n}\n" for n in range(MAX_ROWS))
    reading = reading_of("Datum;Wert\n" + lines)
    assert len(reading.rows) + len(reading.errors) == MAX_ROWS == 100_000
    assert reading.errors[0].line == 3
    with pytest.raises(UnreadableFile, match=r"100\D?000"):
        reading_of("Datum;Wert\n" + lines + "2024;1\n")


def test_json_is_read_below_its_path():
    answer = {
        "result": {
            "records": [
                {"date": "2023-12-31", "value": 12.5, "note": "geschätzt"},
                {"date": 2024, "value": "13.250", "note": None},
                {"date": "2025", "value": None},
                {"date": "2026", "value": {"a": 1}},
                {"date": "2027", "value": True},
            ]
        }
    }
    reading = reading_of(json.dumps(answer), "json", records_path="result.records")
    assert [(row.date.year, row.value, row.note) for row in reading.rows] == [
        (2023, Decimal("12.5"), "geschätzt"),
        (2024, Decimal("13.25"), ""),
    ]
    assert [error.line for error in reading.errors] == [3, 4, 5]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999999999999999999999", "1" * 50_000])
def test_numbers_of_json_that_are_none_are_errors_of_their_row(number):
    reading = reading_of(f'[{{"date": "2024", "value": {number}}}]', "json")
    assert len(reading.errors) == 1


@pytest.mark.parametrize(
    "text",
    ["", "{", "[" * 100_000, '{"a": 1}', "[1]", "null", "[]", '[{"x": 1}]', '{"result": [1]}'],
)
def test_json_without_rows_is_refused(text):
    with pytest.raises(UnreadableFile):
        reading_of(text, "json")


@given(st.binary(max_size=400), st.sampled_from(["csv", "json"]))
def test_any_bytes_give_a_reading_or_the_named_error(data, source_format):
    try:
        reading = reading_of(data, source_format)
    except UnreadableFile:
        return
    assert all(error.message for error in reading.errors)


cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(st.lists(st.tuples(cells, cells, cells), max_size=8), st.sampled_from(";,\t"))
def test_any_table_gives_values_that_can_be_stored(rows, delimiter):
    lines = [delimiter.join(row) for row in [("Datum", "Wert", "Notiz"), *rows]]
    try:
        reading = reading_of("\n".join(lines))
    except UnreadableFile:
        return
    for row in reading.rows:
        assert abs(row.value) < LARGEST
        assert row.value.as_tuple().exponent >= -6
        assert len(row.note or "") <= 250


@given(
    st.dictionaries(
        st.dates(date(1800, 1, 1), date(2200, 12, 31)),
        st.decimals(-1_000_000, 1_000_000, places=2),
        min_size=1,
        max_size=20,
    )
)
def test_what_is_written_in_german_is_read_back(series):
    german = [
        f"{day:%d.%m}.{day.year:04};{format(value, ',.2f').translate(str.maketrans(',.', '.,'))}"
        for day, value in series.items()
    ]
    reading = reading_of("Datum;Wert\n" + "\n".join(german))
    assert {row.date: row.value for row in reading.rows} == series


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), st.lists))
def test_any_json_cell_gives_a_row_or_an_error(cell):
    reading = reading_of(json.dumps([{"date": cell, "value": cell}]), "json")
    assert len(reading.rows) + len(reading.errors) == 1
