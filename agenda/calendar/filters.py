"""What an address asks of the calendar."""

from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agenda.filters import Filter, ListFilters, audience_filter, district_filter, topic_filter
from cms.content.models import Place

from .filter_choices import (
    ON_SITE,
    accessibility_filter,
    daytime_filter,
    format_filter,
    free_seats_filter,
    kind_filter,
    language_filter,
    seats_left,
    weekday_filter,
)
from .models.occurrences import Occurrence, OccurrenceQuerySet

YEARS = range(2000, 2101)
ONE_DAY = timedelta(days=1)


class CalendarFilters(ListFilters):
    """Filters by taxonomy, place, kind and time; what makes no sense is told in `problems`.

    Some narrow the events (`apply`), others single dates or their places (`dates_among`): a date
    may be moved to a place that is not the event's.
    """

    def __init__(self, params: QueryDict):
        self.of_dates = [weekday_filter(), daytime_filter()]
        places = list(Place.objects.values_list("slug", "name"))
        self.of_places = [Filter("ort", _("Place"), "slug", places), accessibility_filter()]
        place_filter, accessible = self.of_places
        super().__init__(
            params,
            [
                audience_filter(),
                district_filter(),
                topic_filter(),
                place_filter,
                kind_filter(),
                language_filter(),
                accessible,
                format_filter(),
                free_seats_filter(),
                *self.of_dates,
            ],
        )
        self.problems: list[str] = []
        self.first_day = self._day(params.get("von", ""))
        self.last_day = self._day(params.get("bis", ""))
        self.month = self._month(params.get("monat", ""))
        self.week = None if self.month else self._week(params.get("woche", ""))
        if self.first_day and self.last_day and self.last_day < self.first_day:
            self.problems.append(_("The last day lies before the first; both were left out."))
            self.first_day = self.last_day = None

    def apply(self, events: QuerySet) -> QuerySet:
        """Return the events of which the filters may leave dates."""
        others = [*self.of_dates, *self.of_places]
        for item in self.filters:
            value = self.selected.get(item.name)
            if value and item not in others:
                events = events.filter(item.condition(value))
        return events

    def dates_among(self, events: QuerySet) -> OccurrenceQuerySet:
        """Return the dates of events, already narrowed by `apply`, that the filters leave."""
        conditions = self._chosen(self.of_dates)
        if "plaetze" in self.selected:
            conditions.append(seats_left())
        occurrences = Occurrence.objects.of(events).filter(*conditions)
        of_place = self._chosen(self.of_places)
        if of_place or self.selected.get("format") in ON_SITE:
            places = Place.objects.filter(*of_place).order_by()
            occurrences = occurrences.held_at(places, events)
        return occurrences

    def _chosen(self, items: list[Filter]) -> list[Q]:
        """Return the conditions of those filters that are set."""
        return [
            item.condition(self.selected[item.name]) for item in items if item.name in self.selected
        ]

    @property
    def is_grid(self) -> bool:
        """Say whether the address asks for a month or a week instead of the list."""
        return bool(self.month or self.week)

    @property
    def starts_at(self) -> datetime | None:
        """Return the moment at which the chosen time span begins."""
        return self.first_day and start_of(self.first_day)

    @property
    def ends_at(self) -> datetime | None:
        """Return the moment at which the chosen time span is over."""
        return self.last_day and start_of(self.last_day + ONE_DAY)

    def within(self, start: datetime, end: datetime) -> tuple[datetime, datetime]:
        """Return what the chosen time span leaves of the time from `start` to `end`."""
        return max(start, self.starts_at or start), min(end, self.ends_at or end)

    @property
    def active(self) -> list[dict]:
        """Return what narrows the calendar now, each with the address that lifts it."""
        chips = super().active
        if self.first_day:
            label = _("from %(day)s") % {"day": date_format(self.first_day)}
            chips.append({"label": label, "remove_url": self._address(without="von")})
        if self.last_day:
            label = _("until %(day)s") % {"day": date_format(self.last_day)}
            chips.append({"label": label, "remove_url": self._address(without="bis")})
        return chips

    def address_of_month(self, month: date) -> str:
        """Return the address of a month with the same filters."""
        return f"?{self.query_of_list}&monat={month:%Y-%m}".replace("?&", "?")

    def address_of_week(self, week: date) -> str:
        """Return the address of the week of a day with the same filters."""
        return f"?{self.query_of_list}&woche={week.isoformat()}".replace("?&", "?")

    @property
    def address_of_list(self) -> str:
        """Return the address of the list with the same filters."""
        return f"?{self.query_of_list}"

    @property
    def query_of_list(self) -> str:
        """Return the parameters that choose dates, without those that choose a view."""
        return urlencode(self._of_list())

    @property
    def hidden_fields(self) -> dict[str, str]:
        """Return what a form that turns to another day sends along."""
        return self._of_list()

    def _of_list(self) -> dict[str, str]:
        parameters = self._parameters()
        return {name: parameters[name] for name in parameters if name not in {"monat", "woche"}}

    def _parameters(self) -> dict[str, str]:
        parameters = super()._parameters()
        if self.first_day:
            parameters["von"] = self.first_day.isoformat()
        if self.last_day:
            parameters["bis"] = self.last_day.isoformat()
        if self.month:
            parameters["monat"] = f"{self.month:%Y-%m}"
        if self.week:
            parameters["woche"] = self.week.isoformat()
        return parameters

    def _day(self, text: str) -> date | None:
        if not text:
            return None
        day = _day_of(text)
        if day is None:
            self.problems.append(_("One day was not understood. Write days as 2026-05-31."))
            return None
        return day

    def _month(self, text: str) -> date | None:
        # A form that jumps to a day sends a whole day.
        day = _day_of(f"{text}-01" if len(text) == len("2026-05") else text)
        if text and day is None:
            self.problems.append(_("The month was not understood; this is the list of all dates."))
        return day and day.replace(day=1)

    def _week(self, text: str) -> date | None:
        day = _day_of(text)
        if text and day is None:
            self.problems.append(_("The week was not understood; this is the list of all dates."))
        return day and day - day.weekday() * ONE_DAY


def _day_of(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def start_of(day: date) -> datetime:
    """Return the moment at which `day` begins in the town."""
    return timezone.make_aware(datetime.combine(day, time.min))
