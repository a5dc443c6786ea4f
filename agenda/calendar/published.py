"""The public dates that an address asks for, for feeds and for other sites."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Locale

from cms.content.queries import active_locale

from .filters import CalendarFilters
from .models import CalendarPage, EventPage, Occurrence

CHUNK = 200
MAX_DATES = 5000
# Who subscribes keeps what has just been.
LOOKS_BACK = timedelta(days=30)


@dataclass(frozen=True)
class Summary:
    """What is known of dates before any is read."""

    total: int
    first: datetime | None
    last: datetime | None
    changed_at: datetime | None

    @property
    def span(self) -> tuple[date, date] | None:
        """Return the first and the last day."""
        return (self.first.date(), self.last.date()) if self.first else None


class PublishedDates:
    """The public dates in the active language that the filters of a request leave."""

    def __init__(self, request: HttpRequest, *, looks_back: timedelta = timedelta()):
        self.locale: Locale = active_locale()
        self.filters = CalendarFilters(request.GET)
        self.events = self.filters.apply(
            EventPage.objects.filter(locale=self.locale).live().public()
        )
        start = self.filters.starts_at or timezone.now() - looks_back
        dates = self.filters.dates_among(self.events)
        self.occurrences = dates.between(start, self.filters.ends_at)

    @cached_property
    def summary(self) -> Summary:
        """Return number, first, last and newest of all dates."""
        facts = self.occurrences.order_by().aggregate(
            total=Count("pk"),
            first=Min("starts_at"),
            last=Max("starts_at"),
            changed_at=Max("updated_at"),
        )
        published_at = self.events.order_by().aggregate(newest=Max("last_published_at"))["newest"]
        newest = [moment for moment in (facts["changed_at"], published_at) if moment]
        return Summary(**facts | {"changed_at": max(newest, default=None)})

    def time_zones(self) -> set[str]:
        """Return the time zones in which the events take place."""
        return set(self.events.order_by().values_list("time_zone", flat=True).distinct())

    def page(self, number: int, size: int) -> list[Occurrence]:
        """Return one page of the dates, each with its page as `.event`."""
        start = (number - 1) * size
        return self.occurrences[start : start + size].with_events(self.locale)

    def chunks(self) -> Iterator[list[Occurrence]]:
        """Yield the dates in groups, so that however many there are, few are in memory.

        Each group begins after the last date of the one before: what is published meanwhile
        neither repeats nor leaves out another date. A group is emptied when the next is asked for.
        """
        rest = self.occurrences
        for _number in range(MAX_DATES // CHUNK):
            chunk = rest[:CHUNK].with_events(self.locale)
            if not chunk:
                return
            last = chunk[-1]
            yield chunk
            _let_go(chunk)
            rest = self.occurrences.filter(
                Q(starts_at__gt=last.starts_at) | Q(starts_at=last.starts_at, pk__gt=last.pk)
            )

    def calendar_page(self) -> CalendarPage | None:
        """Return the calendar in the same language, where people read on."""
        pages = CalendarPage.objects.filter(locale=self.locale).live().public()
        return pages.select_related("locale").order_by("path").first()


def _let_go(chunk: list[Occurrence]) -> None:
    """Free what a group holds; a page and its prefetched rows would else wait for each other."""
    for occurrence in chunk:
        occurrence.event._prefetched_objects_cache.clear()
    chunk.clear()
