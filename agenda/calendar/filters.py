"""What an address asks of the calendar."""

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agenda.filters import Filter, ListFilters, audience_filter, district_filter, topic_filter
from cms.content.models import Place

YEARS = range(2000, 2101)
# Columns that hold truth values are named by words in addresses.
WORDS = {"veranstaltung": True, "schulung": False, "online": True}


class CalendarFilters(ListFilters):
    """Filters by taxonomy, place, kind and time; what makes no sense is told in `problems`."""

    def __init__(self, params: QueryDict):
        super().__init__(
            params,
            [
                audience_filter(),
                district_filter(),
                topic_filter(),
                Filter(
                    "ort",
                    _("Place"),
                    "place__slug",
                    list(Place.objects.values_list("slug", "name")),
                ),
                Filter(
                    "art",
                    _("Kind"),
                    "trainingpage__isnull",
                    [("veranstaltung", _("Event")), ("schulung", _("Training"))],
                ),
                Filter("format", _("Format"), "is_online", [("online", _("Online"))]),
            ],
        )
        self.problems: list[str] = []
        self.first_day = self._day(params.get("von", ""))
        self.last_day = self._day(params.get("bis", ""))
        self.month = self._month(params.get("monat", ""))
        if self.first_day and self.last_day and self.last_day < self.first_day:
            self.problems.append(_("The last day lies before the first; both were left out."))
            self.first_day = self.last_day = None

    def apply(self, events: QuerySet) -> QuerySet:
        """Return the events that the filters leave."""
        for item in self.filters:
            if value := self.selected.get(item.name):
                events = events.filter(**{item.lookup: WORDS.get(value, value)})
        return events

    @property
    def starts_at(self) -> datetime | None:
        """Return the moment at which the chosen time span begins."""
        return self.first_day and start_of(self.first_day)

    @property
    def ends_at(self) -> datetime | None:
        """Return the moment at which the chosen time span is over."""
        return self.last_day and start_of(self.last_day + timedelta(days=1))

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
        return self._address(without="monat") + f"&monat={month:%Y-%m}"

    @property
    def address_of_list(self) -> str:
        """Return the address of the list with the same filters."""
        return self._address(without="monat")

    def _parameters(self) -> dict[str, str]:
        parameters = super()._parameters()
        if self.first_day:
            parameters["von"] = self.first_day.isoformat()
        if self.last_day:
            parameters["bis"] = self.last_day.isoformat()
        if self.month:
            parameters["monat"] = f"{self.month:%Y-%m}"
        return parameters

    def _day(self, text: str) -> date | None:
        if not text:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or day.year not in YEARS:
            self.problems.append(_("One day was not understood. Write days as 2026-05-31."))
            return None
        return day

    def _month(self, text: str) -> date | None:
        if not text:
            return None
        try:
            month = date.fromisoformat(f"{text}-01") if len(text) == len("2026-05") else None
        except ValueError:
            month = None
        if month is None or month.year not in YEARS:
            self.problems.append(_("The month was not understood; this is the list of all dates."))
            return None
        return month


def start_of(day: date) -> datetime:
    """Return the moment at which `day` begins in the town."""
    return timezone.make_aware(datetime.combine(day, time.min))
