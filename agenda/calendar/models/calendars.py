"""The calendar page: a list, a month or a week of dates."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from cms.content.models import BasePage

from ..filters import CalendarFilters, start_of
from ..grids import days_of, weeks_of
from .events import EventPage
from .occurrences import OccurrenceQuerySet

DATES_PER_PAGE = 30
DATES_PER_DAY = 8
ONE_DAY, ONE_WEEK, ONE_MONTH = (timedelta(days=number) for number in (1, 7, 31))


class CalendarPage(BasePage):
    """All events and trainings below it, as a list, by month or by week."""

    template = "calendar/calendar_page.html"
    subpage_types = ["calendar.EventPage", "calendar.TrainingPage"]

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")

    def matching_occurrences(self, filters: CalendarFilters) -> OccurrenceQuerySet:
        """Return the dates of the public events of this calendar that the filters leave."""
        events = EventPage.objects.child_of(self).live().public()
        return filters.dates_among(filters.apply(events))

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add the filters and either one page of the list, one month or one week."""
        context = super().get_context(request, *args, **kwargs)
        filters = CalendarFilters(request.GET)
        occurrences = self.matching_occurrences(filters)
        today = timezone.localdate()
        shown = filters.month or filters.week or filters.first_day or today
        context |= {
            "filters": filters,
            "list_url": filters.address_of_list,
            "month_url": filters.address_of_month(shown),
            "week_url": filters.address_of_week(shown),
            "feed_url": self.feed_url(filters),
            "feeds": self._feeds(request, filters),
        }
        if filters.month:
            return context | self._month(filters, occurrences)
        if filters.week:
            return context | self._week(filters, occurrences)
        return context | self._list(filters, occurrences)

    def feed_url(self, filters: CalendarFilters, name: str = "calendar_feed") -> str:
        """Return the address of the same dates for programs."""
        with translation.override(self.locale.language_code):
            address = reverse(name)
        query = filters.query_of_list
        return f"{address}?{query}" if query else address

    def _feeds(self, request, filters: CalendarFilters) -> dict[str, str]:
        full = request.build_absolute_uri(self.feed_url(filters))
        return {
            "webcal": f"webcal://{full.partition('://')[2]}",
            "rss": self.feed_url(filters, "calendar_rss"),
            "json": self.feed_url(filters, "calendar_json"),
            "embed": self.feed_url(filters, "calendar_embed_code"),
        }

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
        dates = occurrences.between(*filters.within(start_of(month), start_of(next_month)))
        dates = dates.first_of_each_day(DATES_PER_DAY, month).with_events(self.locale, related=())
        return {
            "month": month,
            "weeks": weeks_of(month, dates),
            "has_dates": bool(dates),
            "previous_month": month - ONE_DAY,
            "next_month": next_month,
            "previous_url": filters.address_of_month(month - ONE_DAY),
            "next_url": filters.address_of_month(next_month),
        }

    def _week(self, filters: CalendarFilters, occurrences: OccurrenceQuerySet) -> dict:
        week = filters.week
        dates = occurrences.between(*filters.within(start_of(week), start_of(week + ONE_WEEK)))
        dates = dates.first_of_each_day(DATES_PER_PAGE, week).with_events(self.locale, related=())
        return {
            "week": week,
            "last_day_of_week": week + ONE_WEEK - ONE_DAY,
            "days": days_of(week, dates),
            "has_dates": bool(dates),
            "previous_url": filters.address_of_week(week - ONE_WEEK),
            "next_url": filters.address_of_week(week + ONE_WEEK),
        }
