"""Reading external calendars: what an event says, what is refused, what is survived."""

import re
import sys
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda.calendar.sources import reading
from agenda.calendar.sources.reading import MAX_BYTES, NotRead, read, read_here
from agenda.calendar.sources.texts import rich

from .files import NOW, ZONE, a_file, an_item


def the_event(*lines: str) -> dict:
    answer = read_here(a_file(an_item("a", *lines)), time_zone=ZONE, now=NOW)
    assert answer["refused"] == []
    return answer["events"][0]


def refusal(*lines: str) -> str:
    answer = read_here(a_file(an_item("a", *lines)), time_zone=ZONE, now=NOW)
    assert answer["events"] == []
    return answer["refused"][0]["reason"]


@pytest.mark.parametrize(
    ("start", "in_utc", "zone"),
    [
        ("DTSTART:20261201T180000", "2026-12-01T17:00:00+00:00", ZONE),
        ("DTSTART:20261201T180000Z", "2026-12-01T18:00:00+00:00", ZONE),
        ("DTSTART;TZID=W. Europe Standard Time:20261201T180000", "2026-12-01T17:00:00+00:00", ZONE),
        ("DTSTART;TZID=/x.org/2026/Europe/Paris:20261201T180000", "2026-12-01T17:00:00+00:00",
         "Europe/Paris"),
        ("DTSTART;VALUE=DATE:20261201", "2026-11-30T23:00:00+00:00", ZONE),
    ],
)  # fmt: skip
def test_start_is_read_in_its_zone(start, in_utc, zone):
    event = the_event(start)

    assert (event["starts_at"], event["time_zone"]) == (in_utc, zone)


def test_whole_days_end_on_their_last_day():
    event = the_event("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261203")

    assert event["ends_at"] == "2026-12-02T22:59:00+00:00"


def test_moved_and_cancelled_dates_of_a_rule():
    rule = an_item("a", "DTSTART:20261201T180000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;COUNT=5")
    moved = an_item(
        "a", "DTSTART:20261209T190000", "DURATION:PT2H", "RECURRENCE-ID:20261208T180000"
    )
    off = an_item("a", "DTSTART:20261215T180000", "STATUS:CANCELLED",
                  "RECURRENCE-ID:20261215T180000")  # fmt: skip
    event = read_here(a_file(rule, moved, off), time_zone=ZONE, now=NOW)["events"][0]

    assert event["rule"] == "FREQ=WEEKLY;COUNT=5"
    assert event["moved"] == [
        ["2026-12-08", "2026-12-09T18:00:00+00:00", "2026-12-09T20:00:00+00:00", ""]
    ]
    assert (event["skipped"], event["extra"]) == ([], [])
    assert event["cancelled"] == ["2026-12-15"]


def test_rule_that_we_do_not_keep_becomes_single_dates():
    event = the_event("DTSTART:20261201T180000", "RRULE:FREQ=DAILY;BYDAY=TU;COUNT=3")

    assert event["rule"] == ""
    assert [start[:10] for start, _end in event["extra"]] == ["2026-12-08", "2026-12-15"]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=SECONDLY", "rule"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "never"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31;BYSETPOS=1", "never"),
        ("FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=5", "never"),
        ("FREQ=NEVER", "rule"),
    ],
)
def test_rule_without_an_end_is_broken_off(rule, reason):
    assert refusal("DTSTART:20260101T180000", f"RRULE:{rule}") == reason


def test_rule_that_ends_before_it_starts_leaves_the_first_date():
    event = the_event("DTSTART:20261201T180000", "RRULE:FREQ=WEEKLY;UNTIL=20250101")

    assert (event["rule"], event["extra"]) == ("", [])


SERIES = ("DTSTART:20261201T180000", "DURATION:PT2H")


def the_series(*exceptions: str, rule: str = "FREQ=WEEKLY;COUNT=5", more: str = "X-A:b") -> dict:
    master = an_item("a", *SERIES, f"RRULE:{rule}", more)
    answer = read_here(a_file(master, *exceptions), time_zone=ZONE, now=NOW)
    return answer["events"][0]


def an_exception(day: str, *lines: str, start: str = "") -> str:
    return an_item(
        "a",
        f"DTSTART:{start or day}T180000",
        "DURATION:PT2H",
        f"RECURRENCE-ID:{day}T180000",
        *lines,
    )


def test_until_a_day_includes_that_evening_also_where_the_date_is_moved():
    event = the_series(
        an_exception("20261215", start="20261216"), rule="FREQ=WEEKLY;UNTIL=20261215"
    )

    assert [move[0] for move in event["moved"]] == ["2026-12-15"]
    assert event["extra"] == []


def test_until_a_day_includes_that_evening_among_single_dates():
    event = the_series(rule="FREQ=WEEKLY;UNTIL=20261215", more="EXDATE:20261208T100000")

    assert event["rule"] == ""
    assert len(event["extra"]) == 2


def test_a_series_of_which_only_the_last_day_is_left_is_not_over():
    event = the_event("DTSTART:20261013T180000", "RRULE:FREQ=WEEKLY;UNTIL=20261103")

    assert event["rule"] == "FREQ=WEEKLY;UNTIL=20261103"


@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"])
def test_rules_of_every_day_are_kept_and_know_their_moved_dates(rule):
    event = the_series(an_exception("20281123", start="20281124"), rule=rule)

    assert (event["rule"], event["notes"], event["extra"]) == (rule, [], [])
    assert [move[0] for move in event["moved"]] == ["2028-11-23"]


def test_a_long_series_that_is_called_off_announces_no_date():
    event = the_series(rule="FREQ=DAILY", more="STATUS:CANCELLED")

    assert event["rule"] == ""
    assert len(event["cancelled"]) == len(event["extra"]) + 1 == 400


@pytest.mark.parametrize("is_reversed", [False, True])
def test_of_two_versions_of_a_date_the_newer_one_counts(is_reversed):
    moved = an_exception("20261208", "SEQUENCE:5", start="20261209")
    off = an_exception("20261208", "SEQUENCE:1", "STATUS:CANCELLED")

    event = the_series(*([off, moved] if is_reversed else [moved, off]))

    assert [move[0] for move in event["moved"]] == ["2026-12-08"]
    assert event["cancelled"] == []


def test_of_two_equal_versions_of_a_date_the_later_one_in_the_file_counts():
    moved = an_exception("20261208", start="20261209")
    off = an_exception("20261208", "STATUS:CANCELLED")

    event = the_series(moved, off)

    assert (event["moved"], event["cancelled"]) == ([], ["2026-12-08"])


def test_a_date_at_another_place_says_where():
    event = the_series(an_exception("20261208", "LOCATION:Hof\\, hinten"))

    assert event["moved"] == [
        ["2026-12-08", "2026-12-08T17:00:00+00:00", "2026-12-08T19:00:00+00:00", "Hof, hinten"]
    ]
    assert event["notes"] == []


def test_what_a_date_of_ours_cannot_say_is_noted():
    other = an_exception("20261208", "DESCRIPTION:Heute mit Musik", "LOCATION:Hof")

    assert the_series(other)["notes"] == ["words"]
    singles = the_series(other, more="EXDATE:20261208T100000")
    assert singles["notes"] == ["words", "singles", "place"]


@pytest.mark.parametrize("name", ["PRIVATE", "Confidential", "X-INTERN"])
def test_private_events_are_refused_without_telling_their_title(name):
    private = an_item("a", "DTSTART:20261201T180000", f"CLASS:{name}")
    answer = read_here(a_file(private), time_zone=ZONE, now=NOW)

    assert (answer["events"], answer["private"]) == ([], ["a"])
    assert [(row["reason"], row["title"]) for row in answer["refused"]] == [("private", "")]


def test_a_private_date_of_a_public_series_is_left_out():
    event = the_series(an_exception("20261208", "CLASS:PRIVATE"), more="CLASS:PUBLIC")

    assert event["skipped"] == ["2026-12-08"]
    assert event["notes"] == ["private_date"]


def description(text: str) -> str:
    return the_event("DTSTART:20261201T180000", f"DESCRIPTION:{text}")["rich_text"]


def test_markup_scripts_and_foreign_addresses_are_left_out():
    event = the_event(
        "DTSTART:20261201T180000",
        r"DESCRIPTION:<p>Hallo<script>alert(1)</script></p><p>Welt\, ja</p>",
        "URL:javascript:alert(1)",
    )

    assert event["text"].split() == ["Hallo", "Welt,", "ja"]
    assert event["rich_text"] == "<p>Hallo</p><p>Welt, ja</p>"
    assert event["url"] == ""


@pytest.mark.parametrize(
    ("text", "rich"),
    [
        (r"Eins\nZwei\n\nDrei & <3", "<p>Eins<br/>Zwei</p><p>Drei &amp; &lt;3</p>"),
        (
            "Mehr: https://a.example/b?c=1&d=2.",
            '<p>Mehr: <a href="https://a.example/b?c=1&amp;d=2">'
            "https://a.example/b?c=1&amp;d=2</a>.</p>",
        ),
        (
            '<div>Zum <a href="https://a.example" onclick="x">Buch</a></div><ul><li>A</li></ul>',
            '<p>Zum <a href="https://a.example">Buch</a></p><p>A</p>',
        ),
        (
            '<a href="https://a.example">A<p>B</a>C</p>',
            '<p><a href="https://a.example">A</a></p><p>BC</p>',
        ),
        ('<p><a href="javascript:x()">hier</a></p>', "<p>hier</p>"),
        ("", ""),
    ],
)
def test_descriptions_keep_paragraphs_and_links(text, rich):
    assert description(text) == rich


def test_a_long_description_is_shortened_between_words_and_stays_whole_markup():
    text = description(r"\n\n".join(["Wort " * 300] * 8))

    assert text.endswith("…</p>")
    assert text.count("<p>") == text.count("</p>") == 4
    assert len(text) < 5_100


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_no_description_brings_other_markup(text):
    markup = rich(text, 100)

    assert set(re.findall(r"</?([a-z0-9]+)", markup)) <= {"p", "a", "br"}
    assert "<script" not in markup


def test_a_cancelled_series_has_all_its_dates_cancelled():
    event = the_event(
        "DTSTART;TZID=America/New_York:20261201T210000", "DURATION:PT1H", "STATUS:CANCELLED",
        "RRULE:FREQ=WEEKLY;COUNT=3", "RDATE;TZID=America/New_York:20261203T210000",
    )  # fmt: skip

    assert event["cancelled"] == ["2026-12-01", "2026-12-03", "2026-12-08", "2026-12-15"]


def test_dates_of_a_rule_without_end_are_the_same_all_month():
    data = a_file(an_item("a", "DTSTART:20261201T180000", "RRULE:FREQ=DAILY;BYDAY=MO"))
    days = [datetime(2026, 11, 2, 9, tzinfo=UTC), datetime(2026, 11, 29, 9, tzinfo=UTC)]

    early, late = (read_here(data, time_zone=ZONE, now=day)["events"] for day in days)

    assert early == late


def test_file_that_is_cut_off_is_known_as_such():
    data = a_file(an_item("a"), an_item("b"))
    answer = read_here(data[:-30], time_zone=ZONE, now=NOW)

    assert not answer["is_complete"]
    assert [event["uid"] for event in answer["events"]] == ["a"]


@pytest.mark.parametrize(
    "data",
    [
        b"<html>",
        b"x" * (MAX_BYTES + 1),
        b"",
    ],
)
def test_what_is_no_calendar_is_refused(data):
    with pytest.raises(NotRead):
        read(data, time_zone=ZONE, now=NOW)


@pytest.mark.parametrize(
    ("line", "events", "refused"),
    [
        (b"BEGIN:VEVENT\r\n", 0, {"unclosed", "too_many"}),
        (b"BEGIN:X\r\n", 1, set()),
        (b"X\r\n", 1, set()),
        (b" \r\n", 1, set()),
        (b"BEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT\r\n", 1, {"too_many"}),
    ],
)
def test_a_flood_of_lines_is_read_within_the_limits(line, events, refused):
    data = a_file(an_item("erster")).removesuffix(b"END:VCALENDAR")
    data += line * ((MAX_BYTES - len(data)) // len(line))
    started = time.monotonic()

    answer = read(data, time_zone=ZONE, now=NOW)

    assert time.monotonic() - started < reading.MAX_SECONDS
    assert len(answer["events"]) <= 1
    assert not answer["is_complete"]
    assert {row["reason"] for row in answer["refused"]} >= refused
    assert len(answer["refused"]) <= reading.MAX_REFUSED
    assert len(answer["broken_lines"]) <= reading.MAX_REFUSED


def a_slow_file() -> bytes:
    """Return a calendar of many rules, each of which is searched for as long as we allow."""
    never = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31"
    return a_file(*(an_item(str(number), "DTSTART:20260101T180000", never) for number in range(90)))


def test_a_file_of_slow_rules_does_not_take_the_time_of_all_of_them():
    started = time.monotonic()

    answer = read(a_slow_file(), time_zone=ZONE, now=NOW)

    assert time.monotonic() - started < reading.MAX_SECONDS
    assert answer["events"] == []
    assert {row["reason"] for row in answer["refused"]} == {"never", "slow"}


def test_a_process_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(reading, "MAX_SECONDS", 1)
    started = time.monotonic()

    with pytest.raises(NotRead) as failure:
        read(a_slow_file(), time_zone=ZONE, now=NOW)

    assert failure.value.reason == "slow"
    assert time.monotonic() - started < 10


def test_of_an_answer_without_end_only_so_much_is_read(monkeypatch):
    monkeypatch.setattr(reading, "MAX_ANSWER", 100_000)
    endless = [sys.executable, "-c", "while True: print('x' * 10_000)"]

    written, is_well = reading._answer_of(endless, b"")

    assert len(written) == 100_001
    assert not is_well


def test_a_process_may_take_only_so_much_memory_and_writes_no_file(tmp_path):
    greedy = "import agenda.calendar.sources.reading as r; r.sys.argv[1:] = ['UTC', '2026-11-24'];"
    memory = "r.read_here = lambda *a, **k: {'x': len(bytearray(r.MAX_MEMORY))}; r.main()"
    file = f"r.read_here = lambda *a, **k: open({str(tmp_path / 'x')!r}, 'w').write('x'); r.main()"

    assert not reading._answer_of([sys.executable, "-c", greedy + memory], b"")[1]
    reading._answer_of([sys.executable, "-c", greedy + file], b"")
    assert (tmp_path / "x").stat().st_size == 0


@given(st.lists(st.text(max_size=40), max_size=12), st.binary(max_size=80))
@settings(max_examples=60, deadline=None)
def test_nothing_in_a_file_raises(lines, rest):
    body = "\r\n".join(["RRULE:FREQ=DAILY;COUNT=2", *lines])
    answer = read_here(a_file(an_item("a", body)) + rest, time_zone=ZONE, now=NOW)

    assert answer["is_calendar"]
