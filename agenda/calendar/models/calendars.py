"""The calendar page: a list and a month of dates."""

from calendar import Calendar
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from cms.content.models import BasePage

from ..filters import CalendarFilters, start_of
from .events import EventPage
from .occurrences import Occurrence, OccurrenceQuerySet

DATES_PER_PAGE = 30
ONE_MONTH = timedelta(days=31)


class CalendarPage(BasePage):
    """All events and trainings below it, as a list or by month."""

    template = "calendar/calendar_page.html"
    subpage_types = ["calendar.EventPage", "calendar.TrainingPage"]

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")

    def matching_occurrences(self, filters: CalendarFilters) -> OccurrenceQuerySet:
        """Return the dates of the public events of this calendar that the filters leave."""
        events = EventPage.objects.child_of(self).live().public()
        return Occurrence.objects.of(filters.apply(events))

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add the filters and either one page of the list or one month."""
        context = super().get_context(request, *args, **kwargs)
        filters = CalendarFilters(request.GET)
        occurrences = self.matching_occurrences(filters)
        this_month = timezone.localdate().replace(day=1)
        context |= {
            "filters": filters,
            "list_url": filters.address_of_list,
            "month_url": filters.address_of_month(filters.month or this_month),
            "feed_url": self.feed_url(filters),
        }
        if filters.month:
            return context | self._month(filters, occurrences)
        return context | self._list(filters, occurrences)

    def feed_url(self, filters: CalendarFilters) -> str:
        """Return the address of the same dates for calendar programs."""
        with translation.override(self.locale.language_code):
            address = reverse("calendar_feed")
        return f"{address}?{filters.query_string}" if filters.query_string else address

    def _list(self, filters: CalendarFilters, occurrences: OccurrenceQuerySet) -> dict:
        if filters.first_day or filters.last_day:
            start = filters.starts_at or timezone.now()
            occurrences = occurrences.between(start, filters.ends_at)
        else:
            occurrences = occurrences.upcoming()
        page_obj = Paginator(occurrences, DATES_PER_PAGE).get_page(filters.page_number)
        page_obj.object_list = page_obj.object_list.with_events(self.locale)
        return {"page_obj": page_obj, "occurrences": page_obj.object_list}

    def _month(self, filters: CalendarFilters, occurrences: OccurrenceQuerySet) -> dict:
        month = filters.month
        next_month = (month + ONE_MONTH).replace(day=1)
        dates = occurrences.between(start_of(month), start_of(next_month)).with_events(self.locale)
        return {
            "month": month,
            "weeks": _weeks(month, dates),
            "has_dates": bool(dates),
            "previous_month": (month - timedelta(days=1)).replace(day=1),
            "next_month": next_month,
            "previous_url": filters.address_of_month(month - timedelta(days=1)),
            "next_url": filters.address_of_month(next_month),
        }


def _weeks(month: date, occurrences: list[Occurrence]) -> list[list[dict]]:
    """Return the weeks of a month as days, each with the dates that begin on it."""
    by_day: dict[date, list[Occurrence]] = {}
    for occurrence in occurrences:
        day = max(timezone.localtime(occurrence.starts_at).date(), month)
        by_day.setdefault(day, []).append(occurrence)
    today = timezone.localdate()
    return [
        [
            {
                "date": day,
                "is_outside": day.month != month.month,
                "is_today": day == today,
                "occurrences": by_day.get(day, []) if day.month == month.month else [],
            }
            for day in week
        ]
        for week in Calendar().monthdatescalendar(month.year, month.month)
    ]
