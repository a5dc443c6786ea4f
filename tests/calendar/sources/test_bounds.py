"""An import writes only so much at once, and only so much at all."""

from itertools import chain, repeat
from types import SimpleNamespace

from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from agenda.calendar.models import CalendarSource, EventPage
from agenda.calendar.sources import importing, pages, reading
from agenda.calendar.sources.reading import read_here

from .files import NOW, ZONE, a_file, an_item, soon


def late_after(monkeypatch, number: int) -> None:
    """Let the time to write be over after so many looks at the clock."""
    clock = chain([0.0] * (number + 1), repeat(importing.SECONDS_TO_WRITE + 1.0))
    monkeypatch.setattr(importing, "time", SimpleNamespace(monotonic=lambda: next(clock)))


def test_what_a_run_has_no_time_for_comes_with_the_next(source, imported, monkeypatch):
    events = [an_item(name, soon(5)) for name in "abc"]
    CalendarSource.objects.update(is_active=True)
    with monkeypatch.context() as patched:
        late_after(patched, 2)
        report = imported(*events)

    assert report.counts == {"created": 2, "later": 1, "past": 0, "broken_lines": 0}
    assert EventPage.objects.count() == 2
    # The rest does not wait for half a day, and the same file is read again.
    assert CalendarSource.objects.due() == [source]
    source.refresh_from_db()
    assert source.etag == ""

    report = imported(*events)
    assert (report.counts["created"], report.counts["unchanged"]) == (1, 2)
    assert CalendarSource.objects.due() == []


def test_what_has_gone_is_removed_by_the_next_run_if_there_is_no_time(imported, monkeypatch):
    imported(an_item("a", soon(5)), an_item("b", soon(6)))
    with monkeypatch.context() as patched:
        late_after(patched, 1)
        assert imported(an_item("b", soon(6))).counts["later"] == 1
    assert EventPage.objects.live().count() == 2

    assert imported(an_item("b", soon(6))).counts["removed"] == 1


def test_a_file_may_name_only_so_many_dates(monkeypatch):
    monkeypatch.setattr(reading, "MAX_DATES_OF_FILE", 12)
    rule = "RRULE:FREQ=DAILY;COUNT=5"
    singles = "RDATE:" + ",".join(f"2026120{day}T100000" for day in range(2, 6))
    events = [
        an_item("a", "DTSTART:20261201T180000", rule),
        an_item("b", "DTSTART:20261201T180000", singles),
        an_item("c", "DTSTART:20261201T180000", rule),
        an_item("d"),
    ]
    answer = read_here(a_file(*events), time_zone=ZONE, now=NOW)

    assert [event["uid"] for event in answer["events"]] == ["a", "b", "d"]
    assert [(row["uid"], row["reason"]) for row in answer["refused"]] == [("c", "too_many_dates")]
    assert "c" in answer["uids"]


def test_an_event_that_another_worker_wrote_meanwhile_ends_no_run(imported, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(pages, "create_draft_event", _taken)
        report = imported(an_item("a", soon(5)))

    assert (report.problem, report.rows[0]["reason"]) == ("", "invalid")


def _taken(*args, **kwargs):
    raise IntegrityError


def test_the_dates_of_a_series_are_written_at_once(imported):
    def queries(uid: str, number: int) -> int:
        item = an_item(uid, soon(5), f"RRULE:FREQ=DAILY;COUNT={number}")
        with CaptureQueriesContext(connection) as captured:
            imported(item)
        EventPage.objects.get().delete()
        CalendarSource.objects.get().events.all().delete()
        return len(captured)

    queries("a", 3)
    assert queries("b", 3) == queries("c", 60)
