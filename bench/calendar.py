"""What the calendar costs with many dates: its month, and its feed past what is kept at once."""

import statistics
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import timezone
from wagtail.models import Page, Site

from agenda.calendar.models import CalendarPage, EventPage, Occurrence
from agenda.calendar.models.calendars import DATES_PER_DAY

from .measures import insert_pages
from .overview import cost_of, verdict

FEW, MANY = 100, 10_000
SHORT_FEED, LONG_FEED = 250, 1_000
MAX_QUERIES = 12
MAX_MEMORY_RATIO = 1.2
ROUNDS = 5
MINUTES_IN_MONTH = 28 * 24 * 60


def measure_calendar() -> dict:
    """Return what a month and a feed cost with few and with many dates.

    The calendars exist only for as long as this takes.
    """
    client = Client(SERVER_NAME=Site.objects.get(is_default_site=True).hostname)
    months, feeds = {}, {}
    for number in (FEW, MANY):
        with a_calendar_with(number, events=100) as calendar:
            month = f"{calendar.url}?monat={_next_month():%Y-%m}"
            months[str(number)] = cost_of(client, month) | {"dates_seconds": _window(calendar)}
    for number in (SHORT_FEED, LONG_FEED):
        with a_calendar_with(number, events=number):
            feeds[str(number)] = _feed(client)
    return {"months": months, "feeds": feeds}


def _next_month() -> date:
    return (timezone.localdate().replace(day=1) + timedelta(days=32)).replace(day=1)


@contextmanager
def a_calendar_with(dates: int, *, events: int) -> Iterator[CalendarPage]:
    """Let the town have only one calendar, with so many dates in the next month."""
    root = Site.objects.get(is_default_site=True).root_page
    first = timezone.make_aware(datetime.combine(_next_month(), datetime.min.time()))
    with override_settings(PAGE_CACHE_SECONDS=0), transaction.atomic():
        EventPage.objects.update(live=False)
        calendar = CalendarPage(title="Messung", slug="kalender-messung", live=True)
        root.add_child(instance=calendar)
        pages = insert_pages([_event(calendar, n, first) for n in range(events)])
        calendar.numchild = events
        Page.objects.filter(pk=calendar.pk).update(numchild=events)
        Occurrence.objects.bulk_create(
            _date(pages[n % events], first + timedelta(minutes=n * MINUTES_IN_MONTH // dates))
            for n in range(dates)
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield calendar
        transaction.set_rollback(True)


def _event(calendar: CalendarPage, n: int, starts_at: datetime) -> EventPage:
    number = n + 1
    return EventPage(
        path=Page._get_path(calendar.path, calendar.depth + 1, number),
        depth=calendar.depth + 1,
        title=f"Offene Werkstatt {number}",
        draft_title=f"Offene Werkstatt {number}",
        slug=f"werkstatt-{number}",
        url_path=f"{calendar.url_path}werkstatt-{number}/",
        live=True,
        locale_id=calendar.locale_id,
        content_type=ContentType.objects.get_for_model(EventPage),
        last_published_at=timezone.now(),
        summary="Wer etwas reparieren will, bringt es mit; wer es kann, hilft.",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
    )


def _date(event: EventPage, starts_at: datetime) -> Occurrence:
    ends_at = starts_at + timedelta(hours=1)
    return Occurrence(event_key=event.translation_key, starts_at=starts_at, ends_at=ends_at)


def _window(calendar: CalendarPage) -> float:
    """Return the seconds of the query that finds the first dates of each day."""
    first = timezone.make_aware(datetime.combine(_next_month(), datetime.min.time()))
    dates = Occurrence.objects.of(EventPage.objects.child_of(calendar).live().public())
    dates = dates.between(first, first + timedelta(days=31))
    seconds = []
    for _round in range(ROUNDS):
        started_at = time.perf_counter()
        list(dates.first_of_each_day(DATES_PER_DAY, _next_month()))
        seconds.append(time.perf_counter() - started_at)
    return statistics.median(seconds)


def _feed(client: Client) -> dict[str, float]:
    """Return how long a streamed feed takes, its size and the most memory it needs."""
    address = "/kalender-feeds/kalender.ics"
    b"".join(client.get(address).streaming_content)
    started_at = time.perf_counter()
    size = sum(len(part) for part in client.get(address).streaming_content)
    seconds = time.perf_counter() - started_at
    tracemalloc.start()
    for _part in client.get(address).streaming_content:
        pass
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {"seconds": seconds, "bytes": size, "peak_bytes": peak}


def table_of_calendar(results: dict) -> str:
    months, feeds = results["months"], results["feeds"]
    lines = ["", f"{'month':<22}{'queries':>12}{'page':>12}{'its dates':>12}"]
    for number, cost in months.items():
        lines.append(
            f"{number + ' dates':<22}{cost['queries']:>12}{cost['seconds'] * 1000:>9.0f} ms"
            f"{cost['dates_seconds'] * 1000:>9.0f} ms"
        )
    lines += ["", f"{'feed':<22}{'size':>12}{'time':>12}{'memory':>12}"]
    for number, cost in feeds.items():
        lines.append(
            f"{number + ' events':<22}{cost['bytes'] / 1000:>9.0f} kB"
            f"{cost['seconds'] * 1000:>9.0f} ms{cost['peak_bytes'] / 1000:>9.0f} kB"
        )
    counts = [cost["queries"] for cost in months.values()]
    ratio = feeds[str(LONG_FEED)]["peak_bytes"] / feeds[str(SHORT_FEED)]["peak_bytes"]
    return "\n".join(
        [
            *lines,
            "",
            f"Target: as many queries with {MANY:,} dates as with {FEW}, and at most "
            f"{MAX_QUERIES}: "
            f"{verdict(len(set(counts)) == 1 and max(counts) <= MAX_QUERIES)} ({max(counts)}).",
            f"Target: memory for {LONG_FEED:,} events at most {MAX_MEMORY_RATIO} times that for "
            f"{SHORT_FEED}: {verdict(ratio <= MAX_MEMORY_RATIO)} ({ratio:.2f}).",
        ]
    )
