"""What all views of an agenda share: its fields of action, the filters and the public measures."""

from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext

from agenda.filters import (
    Filter,
    ListFilters,
    Order,
    audience_filter,
    district_filter,
    topic_filter,
)

from ..models.measures import news_are_due
from ..models.status import Status

FIELD_PARAMETER = "feld"
AUDIENCE_PARAMETER = "zielgruppe"
STATUS_PARAMETER = "status"
UPDATE_PARAMETER = "neuigkeiten"


class Scope:
    """The measures of one agenda that the address of one request asks for."""

    def __init__(self, agenda, request):
        self.agenda = agenda
        self.request = request
        self.today = timezone.localdate()

    @cached_property
    def fields(self) -> list:
        """Return the public fields of action in the editors' order."""
        return list(self.agenda.fields_of_action())

    @cached_property
    def public(self):
        """Return all public measures of the agenda, as cards show them."""
        return self.agenda.measures()

    @cached_property
    def filters(self) -> ListFilters:
        """Return the filters as the address sets them."""
        params = self.request.GET
        filters = [
            Filter(STATUS_PARAMETER, gettext("Status"), "status", Status.choices),
            self._field_filter(),
            audience_filter(),
            district_filter(),
            topic_filter(),
            self._office_filter(),
            self._update_filter(),
        ]
        if goal_filter := self._goal_filter(params.get(FIELD_PARAMETER)):
            filters.insert(2, goal_filter)
        return ListFilters(params, filters, orders=_orders())

    @property
    def measures(self):
        """Return the measures that the filters leave."""
        return self.filters.apply(self.public)

    def name_fields(self, measures):
        """Give each of `measures` the title of its field of action as `field_title`."""
        titles = {field.path: field.title for field in self.fields}
        for measure in measures:
            measure.field_title = titles.get(measure.path[: -measure.steplen], "")
        return measures

    def _field_filter(self) -> Filter:
        paths = {field.slug: Q(path__startswith=field.path) for field in self.fields}
        options = [(field.slug, field.title) for field in self.fields]
        return Filter(FIELD_PARAMETER, gettext("Field of action"), paths, options)

    def _goal_filter(self, field_slug: str | None) -> Filter | None:
        """Offer the goals of a field once it is chosen; before, their list would be endless."""
        field = next((field for field in self.fields if field.slug == field_slug), None)
        goals = list(field.goals.all()) if field else []
        if not goals:
            return None
        # A translated measure keeps the goal that was chosen in the source language.
        keys = {goal.slug: Q(goal__translation_key=goal.translation_key) for goal in goals}
        return Filter("ziel", gettext("Goal"), keys, [(goal.slug, goal.title) for goal in goals])

    def _office_filter(self) -> Filter:
        named = self.public.exclude(responsible_office="").order_by("responsible_office")
        offices = named.values_list("responsible_office", flat=True).distinct()
        options = [(office, office) for office in offices]
        return Filter("stelle", gettext("Responsible office"), "responsible_office", options)

    def _update_filter(self) -> Filter:
        is_due = news_are_due()
        is_not_due = ~is_due | Q(update_due_on=None)
        options = [("faellig", gettext("Update due")), ("aktuell", gettext("Up to date"))]
        lookup = {"faellig": is_due, "aktuell": is_not_due}
        return Filter(UPDATE_PARAMETER, gettext("News of the measures"), lookup, options)


def _orders() -> tuple[Order, ...]:
    ends_soon = F("ends_on").asc(nulls_last=True)
    newest = F("reported_on").desc(nulls_last=True)
    return (
        Order("stand", gettext("What is running first")),
        Order("titel", gettext("Title"), ("title", "pk")),
        Order("ende", gettext("What ends soonest"), (ends_soon, "title", "pk")),
        Order("fortschritt", gettext("Most progress"), ("-progress", "title", "pk")),
        Order("neuigkeit", gettext("Latest news"), (newest, "title", "pk")),
    )
