"""When the data of the catalogue changed last, and which time they tell of."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Min
from django.db.models.functions import Left, Length
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from ..models import AgendaPage, FieldOfActionPage, Indicator, IndicatorValue, MeasurePage
from ..public import public_indicators, public_pages_of

# What takes rows out of the data or brings them back without publishing them anew.
SHOWN_OR_HIDDEN = [
    "wagtail.unpublish",
    "wagtail.unpublish.scheduled",
    "wagtail.delete",
    "wagtail.move",
    "wagtail.view_restriction.create",
    "wagtail.view_restriction.edit",
    "wagtail.view_restriction.delete",
]


@dataclass(frozen=True)
class Facts:
    """The last change of a dataset, and its first and last day."""

    modified: datetime | None = None
    starts: date | None = None
    ends: date | None = None

    def joined(self, other: "Facts") -> "Facts":
        """Return what holds for both datasets together."""
        return Facts(
            latest(self.modified, other.modified),
            min(filter(None, (self.starts, other.starts)), default=None),
            max(filter(None, (self.ends, other.ends)), default=None),
        )


def latest(*moments):
    """Return the last of some moments or days, some of which may be unknown."""
    return max(filter(None, moments), default=None)


class CatalogueFacts:
    """The facts of all datasets of a site; every kind of page is asked for once."""

    def __init__(self, site) -> None:
        self.site = site
        self.hidden = _last_shown_or_hidden()
        self.agendas = list(
            public_pages_of(site, AgendaPage.objects.order_by("pk")).values_list(
                "path", "translation_key", "last_published_at"
            )
        )
        fields = public_pages_of(site, FieldOfActionPage.objects.order_by())
        self.fields = list(_by_agenda(fields, 1, modified=Max("last_published_at")))
        self.measures = public_pages_of(site, MeasurePage.objects.order_by())
        self.indicators = self._of_indicators()

    def of_tables(self) -> dict[str, Facts]:
        """Return the facts of each table."""
        found = self.measures.aggregate(
            published=Max("last_published_at"),
            starts=Min("starts_on"),
            ends=Max("ends_on"),
            first_step=Min("milestones__due_on"),
            last_step=Max("milestones__due_on"),
        )
        rows = latest(found["published"], self.hidden)
        # The measures also tell the titles of agendas, fields of action and goals.
        titles = latest(*(row[-1] for row in (*self.agendas, *self.fields)))
        return {
            "measures": Facts(latest(rows, titles), found["starts"], found["ends"]),
            "milestones": Facts(rows, found["first_step"], found["last_step"]),
            "budget": Facts(rows, found["starts"], found["ends"]),
            "indicators": self.indicators,
        }

    def of_agendas(self) -> dict:
        """Return the facts of each agenda by the key that it has in all languages."""
        # What is gone left no trace of the agenda in which it was.
        gone = Facts(latest(self.hidden, self.indicators.modified))
        keys = {path: key for path, key, _moment in self.agendas}
        facts: dict = defaultdict(lambda: gone)
        for _path, key, moment in self.agendas:
            facts[key] = facts[key].joined(Facts(moment))
        columns = {
            "modified": Max("last_published_at"),
            "starts": Min("starts_on"),
            "ends": Max("ends_on"),
        }
        for path, *values in (*self.fields, *_by_agenda(self.measures, 2, **columns)):
            if path in keys:
                facts[keys[path]] = facts[keys[path]].joined(Facts(*values))
        return facts

    def _of_indicators(self) -> Facts:
        found = (
            public_indicators(self.site)
            .order_by()
            .aggregate(
                starts=Min("values__date"),
                ends=Max("values__date"),
                measures=Max("measure__last_published_at"),
                fields=Max("goal__field__last_published_at"),
            )
        )
        # An indicator appears together with the page to which it belongs.
        moments = found["measures"], found["fields"], self.hidden, _last_change_of_indicators()
        return Facts(latest(*moments), found["starts"], found["ends"])


def _by_agenda(pages, steps: int, **columns):
    """Return what the pages `steps` below each agenda have in common, by its path."""
    above = Left("path", Length("path") - steps * Page.steplen)
    found = pages.annotate(agenda_path=above).values("agenda_path").annotate(**columns)
    return found.values_list("agenda_path", *columns)


def _last_change_of_indicators() -> datetime | None:
    models = ContentType.objects.get_for_models(Indicator, IndicatorValue)
    entries = ModelLogEntry.objects.filter(content_type__in=models.values())
    return entries.order_by().aggregate(moment=Max("timestamp"))["moment"]


def _last_shown_or_hidden() -> datetime | None:
    models = ContentType.objects.get_for_models(AgendaPage, FieldOfActionPage, MeasurePage)
    entries = PageLogEntry.objects.filter(
        content_type__in=models.values(), action__in=SHOWN_OR_HIDDEN
    )
    return entries.order_by().aggregate(moment=Max("timestamp"))["moment"]
