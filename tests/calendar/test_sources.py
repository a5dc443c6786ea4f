"""External calendars: what becomes a page, what is refused, what is removed."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda.calendar.models import CalendarSource, EventPage
from agenda.calendar.sources import importing
from agenda.calendar.sources.fetching import Answer
from agenda.calendar.sources.importing import import_source
from agenda.calendar.sources.reading import MAX_BYTES, NotRead, read, read_here

from .factories import a_calendar, in_days

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ZONE = "Europe/Berlin"


def a_file(*events: str, end: str = "END:VCALENDAR") -> bytes:
    bodies = [f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT" for event in events]
    return "\r\n".join(["BEGIN:VCALENDAR", *bodies, end]).encode()


def an_item(uid: str, start: str = "DTSTART:20261201T180000", *more: str) -> str:
    return "\r\n".join([f"UID:{uid}", f"SUMMARY:Termin {uid}", start, *more])


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
    assert event["skipped"] == ["2026-12-08"]
    assert event["extra"] == [["2026-12-09T18:00:00+00:00", "2026-12-09T20:00:00+00:00"]]
    assert event["cancelled"] == ["2026-12-15"]


def test_rule_that_we_do_not_keep_becomes_single_dates():
    event = the_event("DTSTART:20261201T180000", "RRULE:FREQ=DAILY;BYDAY=TU;COUNT=3")

    assert event["rule"] == ""
    assert [start[:10] for start, _end in event["extra"]] == ["2026-12-08", "2026-12-15"]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=SECONDLY", "rule"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "slow"),
        ("FREQ=NEVER", "rule"),
    ],
)
def test_rule_without_an_end_is_broken_off(rule, reason):
    assert refusal("DTSTART:20260101T180000", f"RRULE:{rule}") == reason


def test_rule_that_ends_before_it_starts_leaves_the_first_date():
    event = the_event("DTSTART:20261201T180000", "RRULE:FREQ=WEEKLY;UNTIL=20250101")

    assert (event["rule"], event["extra"]) == ("", [])


def test_markup_scripts_and_foreign_addresses_are_left_out():
    event = the_event(
        "DTSTART:20261201T180000",
        r"DESCRIPTION:<p>Hallo<script>alert(1)</script></p><p>Welt\, ja</p>",
        "URL:javascript:alert(1)",
    )

    assert event["text"].split() == ["Hallo", "Welt,", "ja"]
    assert event["url"] == ""


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


@pytest.mark.parametrize("line", [b"BEGIN:VEVENT\r\n", b"BEGIN:X\r\n", b"X\r\n", b" \r\n"])
def test_a_flood_of_lines_is_survived(line):
    data = b"BEGIN:VCALENDAR\r\n" + line * ((MAX_BYTES - 100) // len(line))
    try:
        answer = read(data, time_zone=ZONE, now=NOW)
    except NotRead:
        return
    assert not answer["is_complete"]


@given(st.lists(st.text(max_size=40), max_size=12), st.binary(max_size=80))
@settings(max_examples=60, deadline=None)
def test_nothing_in_a_file_raises(lines, rest):
    body = "\r\n".join(["RRULE:FREQ=DAILY;COUNT=2", *lines])
    answer = read_here(a_file(an_item("a", body)) + rest, time_zone=ZONE, now=NOW)

    assert answer["is_calendar"]


@pytest.fixture
def source(db) -> CalendarSource:
    return CalendarSource.objects.create(
        name="Bücherei", url="https://example.org/a.ics", calendar_page=a_calendar(), publishes=True
    )


@pytest.fixture
def imported(source, monkeypatch):
    def run(*events: str, **options):
        data = a_file(*events, **options)
        monkeypatch.setattr(importing, "fetch", lambda *args, **kwargs: Answer(data))
        return import_source(source, is_forced=True)

    return run


def soon(days: int) -> str:
    return f"DTSTART:{in_days(days):%Y%m%dT%H%M%S}"


def test_events_are_made_once_updated_and_removed(imported):
    first = imported(an_item("a", soon(5)), an_item("b", soon(6)))
    assert first.counts["created"] == 2
    assert EventPage.objects.live().count() == 2
    assert imported(an_item("a", soon(5)), an_item("b", soon(6))).counts["unchanged"] == 2

    report = imported(an_item("a", soon(7), "SEQUENCE:1"))

    assert (report.counts["updated"], report.counts["removed"]) == (1, 1)
    page = EventPage.objects.live().get()
    assert page.starts_at == in_days(7)
    assert page.next_occurrence().starts_at == in_days(7)


def test_empty_or_half_file_removes_nothing(imported):
    imported(an_item("a", soon(5)), an_item("b", soon(6)))

    assert imported().counts["kept"] == 2
    assert imported(an_item("a", soon(5)), end="BEGIN:VEVENT").counts["kept"] == 1
    assert EventPage.objects.live().count() == 2


def test_drafts_stay_drafts_and_edits_stay(source, imported):
    CalendarSource.objects.update(publishes=False)
    imported(an_item("a", soon(5)))
    page = EventPage.objects.get()
    assert not page.live
    page.title = "Von Hand"
    page.save_revision()

    report = imported(an_item("a", soon(8)))

    assert report.rows[0]["reason"] == "edited"
    assert EventPage.objects.get().get_latest_revision_as_object().title == "Von Hand"


def test_a_page_that_an_editor_deleted_is_not_made_again(imported):
    imported(an_item("a", soon(5)))
    EventPage.objects.get().delete()

    assert imported(an_item("a", soon(5))).rows[0]["reason"] == "deleted"
    assert not EventPage.objects.exists()


def test_a_second_worker_leaves_a_running_source_alone(source, imported):
    CalendarSource.objects.update(running_since=datetime.now(UTC))

    assert imported(an_item("a", soon(5))) is None


def test_address_within_the_network_is_not_asked(source):
    CalendarSource.objects.update(url="http://127.0.0.1/a.ics")

    assert import_source(source).problem == "address"


def test_report_is_shown_to_editors_in_words(source, imported, admin_client):
    imported(an_item("a", soon(5)), "UID:x")

    answer = admin_client.get(reverse("calendar_source_reports", args=[source.pk]))

    assert answer.status_code == 200
    assert "Termin a" in answer.content.decode()
