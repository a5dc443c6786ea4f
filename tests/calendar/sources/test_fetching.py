"""Fetching external calendars: from public addresses only, bounded, once, and not in vain."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import time_machine
from django.db import connections

from agenda.calendar.models import CalendarImport, CalendarSource, EventPage
from agenda.calendar.sources import fetching, importing
from agenda.calendar.sources.fetching import Answer
from agenda.calendar.sources.importing import import_source
from agenda.calendar.sources.tasks import import_now

from ..factories import in_days
from .files import a_file, an_item, soon


class Handler(BaseHTTPRequestHandler):
    """Answers as its path says."""

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers["If-None-Match"]))
        try:
            getattr(self, f"answer_{self.path.strip('/').partition('/')[0]}")()
        except OSError:
            return

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer_calendar(self) -> None:
        if self.headers["If-None-Match"] == self.server.etag:
            self.answer(304)
        else:
            self.answer(200, self.server.file, ETag=self.server.etag)

    def answer_moved(self) -> None:
        self.answer(301, Location="/calendar")

    def answer_inwards(self) -> None:
        self.answer(302, Location="http://169.254.169.254/latest/meta-data/")

    def answer_loopback(self) -> None:
        self.answer(302, Location="http://[::1]:8000/calendar")

    def answer_file(self) -> None:
        self.answer(302, Location="file:///etc/passwd")

    def answer_loop(self) -> None:
        self.answer(302, Location="/loop")

    def answer_missing(self) -> None:
        self.answer(404)

    def answer_page(self) -> None:
        self.answer(200, b"<!doctype html><title>Nicht gefunden</title>")

    def answer_huge(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(100 * 1024 * 1024))
        self.end_headers()
        for _number in range(1600):
            self.wfile.write(b"X" * 65536)
            self.server.sent += 65536

    def answer_silent(self) -> None:
        self.server.done.wait(10)

    def log_message(self, *args) -> None:
        """Keep the output of the tests clean."""


@pytest.fixture
def server(settings) -> Iterator[ThreadingHTTPServer]:
    """A server on this machine that the tests may ask."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.sent, server.done = [], 0, threading.Event()
    server.etag, server.file = '"eins"', a_file(an_item("a", soon(5)))
    settings.FETCHABLE_TEST_SERVERS = {("127.0.0.1", server.server_port)}
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.done.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def run(source, server):
    """Import what the server has at this path."""

    def run(path: str = "calendar", **options) -> CalendarImport:
        url = f"http://127.0.0.1:{server.server_port}/{path}"
        CalendarSource.objects.update(url=url)
        source.refresh_from_db()
        return import_source(source, **options)

    return run


def test_address_within_the_network_is_not_asked(source):
    for url in ("http://127.0.0.1/a.ics", "http://[::1]/a.ics", "http://10.0.0.1/a.ics"):
        CalendarSource.objects.update(url=url)
        source.refresh_from_db()
        assert import_source(source).problem == "address"


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("inwards", "address"),
        ("loopback", "address"),
        ("file", "address"),
        ("loop", "redirects"),
        ("missing", "status"),
        ("page", "calendar"),
        ("huge", "size"),
    ],
)
def test_other_answers_are_reported_and_remove_nothing(run, source, path, problem):
    run()
    report = run(path)

    assert report.problem == problem
    source.refresh_from_db()
    assert (source.last_problem, source.etag, source.running_since) == (problem, "", None)
    assert EventPage.objects.live().count() == 1


def test_of_a_huge_body_only_the_beginning_is_taken(run, server):
    assert run("huge").problem == "size"
    # What the connection holds besides what was read.
    assert server.sent < 40 * 1024 * 1024


def test_a_silent_server_is_left(run, monkeypatch):
    monkeypatch.setattr(fetching, "MAX_SECONDS", 0.5)
    started = time.monotonic()

    assert run("silent").problem == "time"
    assert time.monotonic() - started < 5


def test_redirect_to_a_public_address_is_followed(run):
    assert run("moved").counts["created"] == 1


def test_a_file_that_has_not_changed_is_not_read_again(run, server):
    with time_machine.travel(in_days(0, 12), tick=True):
        first, second = run(), run()
        server.file, server.etag = a_file(an_item("a", soon(6))), '"zwei"'
        third = run()

    assert [tag for _path, tag in server.asked] == [None, '"eins"', '"eins"']
    assert first.counts["created"] == 1
    assert second.is_unchanged
    assert third.counts["updated"] == 1


def test_a_file_that_has_not_changed_is_read_when_somebody_wants_it(run, server):
    run()

    assert run(is_forced=True).counts["unchanged"] == 1
    assert [tag for _path, tag in server.asked] == [None, None]


def test_a_file_is_read_again_in_the_next_month(run, server):
    run()
    with time_machine.travel(in_days(40)):
        assert not run().is_unchanged

    assert [tag for _path, tag in server.asked] == [None, None]


def test_a_file_with_something_refused_as_invalid_is_read_again(run, server):
    old = an_item("alt", "DTSTART:19990101T180000", "RRULE:FREQ=WEEKLY", "DURATION:PT1H")
    server.file = a_file(an_item("a", soon(5)), old)

    reports = [run(), run()]

    assert [report.counts["refused"] for report in reports] == [1, 1]
    assert [tag for _path, tag in server.asked] == [None, None]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_import_once(source, monkeypatch):
    fetches, both_tried = [], threading.Barrier(2, timeout=20)

    def fetch(*args, **kwargs) -> Answer:
        fetches.append(args)
        both_tried.wait()
        return Answer(a_file(an_item("a", soon(5))))

    monkeypatch.setattr(importing, "fetch", fetch)
    started, reports = threading.Barrier(2, timeout=20), []

    def work() -> None:
        try:
            mine = CalendarSource.objects.get(pk=source.pk)
            started.wait()
            report = import_source(mine)
            if report is None:
                both_tried.wait()
            reports.append(report)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert len(fetches) == 1
    assert sorted(report is None for report in reports) == [False, True]
    assert EventPage.objects.count() == 1
    assert CalendarSource.objects.get().running_since is None


def test_a_run_that_died_does_not_block_for_ever(source, run):
    with time_machine.travel(in_days(0, 3)):
        CalendarSource.objects.update(running_since=in_days(0, 3))
        assert run() is None
    with time_machine.travel(in_days(0, 4)):
        assert run().counts["created"] == 1


def test_fetch_now_takes_a_source_that_is_gone_for_nothing(db):
    import_now.func(0)

    assert not CalendarImport.objects.exists()
