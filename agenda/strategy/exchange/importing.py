"""Take over an agenda or single measures: first a plan that changes nothing, then drafts."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext
from wagtail.models import Page

from ..models import AgendaPage, Dependency, FieldOfActionPage, MeasurePage
from .creating import Creator, Group
from .matching import Matcher, measures_here, missing_sentence
from .reading import BadFile, measures_of, title_of
from .words import LANGUAGES


@dataclass
class PlannedMeasure:
    """A measure of the file, and whether it is here already."""

    key: str
    title: str
    field_title: str
    status: str
    languages: list[str]
    here: MeasurePage | None
    is_chosen: bool


@dataclass
class Plan:
    """What an import would create below `parent`."""

    document: dict
    parent: Page
    measures: list[PlannedMeasure]
    notes: list[str] = field(default_factory=list)

    @property
    def is_whole_agenda(self) -> bool:
        """Say whether the agenda comes with its fields of action, or only its measures."""
        return not isinstance(self.parent, FieldOfActionPage)

    @property
    def chosen(self) -> list[PlannedMeasure]:
        """Return the measures that will be created."""
        return [measure for measure in self.measures if measure.is_chosen]

    @property
    def creates_nothing(self) -> bool:
        """Say whether all is here already."""
        return not self.chosen and (not self.is_whole_agenda or bool(self.measures))


def plan(document: dict, parent: Page, keys: Collection[str] | None = None) -> Plan:
    """Say what an import of `document` below `parent` would create; changes nothing.

    `keys` names the measures to take over; without it, a whole agenda brings all that are not
    here yet, and a field of action none.
    """
    here = measures_here(document)
    is_whole = not isinstance(parent, FieldOfActionPage)
    measures = [
        PlannedMeasure(
            key=measure["key"],
            title=title_of(measure),
            field_title=title_of(field_),
            status=measure["status"],
            languages=[code for code in measure["texts"] if code in LANGUAGES],
            here=here.get(measure["key"]),
            is_chosen=measure["key"] in keys
            if keys is not None
            else is_whole and measure["key"] not in here,
        )
        for field_, measure in measures_of(document)
    ]
    planned = Plan(document, parent, measures)
    planned.notes = _notes(planned)
    return planned


@transaction.atomic
def carry_out(planned: Plan, *, user=None) -> list[Page]:
    """Create the drafts of a plan; return the agenda, or the measures in the chosen field.

    Raises BadFile, and leaves nothing behind, if something cannot be stored.
    """
    try:
        with transaction.atomic():
            return _Import(planned, user).run()
    except ValidationError as error:
        raise BadFile(
            [
                gettext("Not to be stored: %(reason)s") % {"reason": reason}
                for reason in error.messages[:20]
            ]
        ) from None
    except IntegrityError:
        # Two at the same time choose the same keys and places in the tree; one of them is late.
        raise BadFile([gettext("Somebody has just taken this over already.")]) from None
    except DataError:
        raise BadFile([gettext("A value of the file cannot be stored.")]) from None


class _Import:
    def __init__(self, planned: Plan, user) -> None:
        self.plan = planned
        self.user = user
        self.matcher = Matcher(planned.document)
        self.creator = Creator(planned.document, self.matcher, user)
        self.chosen = {measure.key for measure in planned.chosen}
        self.here = {m.key: m.here for m in planned.measures if m.here is not None}
        self.measures: dict[str, Group] = {}
        self.others: list[Group] = []

    def run(self) -> list[Page]:
        parents = self.creator.parents_of(self.plan.parent)
        if self.plan.is_whole_agenda:
            result = [self._agenda(parents)]
        else:
            self._into_field(parents)
            result = [next(iter(group.values())) for group in self.measures.values()]
        self._join_dependencies()
        for group in (*self.others, *self.measures.values()):
            for page in group.values():
                page.save_revision(user=self.user, log_action=True)
        return result

    def _agenda(self, parents: Group) -> AgendaPage:
        item = self.plan.document["agenda"]
        rhythm = {}
        if "update_rhythm_days" in item:
            rhythm["update_rhythm_days"] = int(item["update_rhythm_days"])
        agenda = self.creator.page(AgendaPage, item, parents, **rhythm)
        self.creator.add(agenda, parents)
        self.others.append(agenda)
        for field_item in item["fields_of_action"]:
            group, goals = self.creator.field(field_item, agenda)
            self.others.append(group)
            for measure in field_item.get("measures", []):
                self._measure(measure, group, goals.get(measure.get("goal")))
        return next(iter(agenda.values()))

    def _into_field(self, parents: Group) -> None:
        goals = {str(goal.translation_key): goal for goal in self.plan.parent.goals.all()}
        for _field, measure in measures_of(self.plan.document):
            self._measure(measure, parents, goals.get(measure.get("goal")))

    def _measure(self, item: dict, parents: Group, goal) -> None:
        if item["key"] in self.chosen:
            self.measures[item["key"]] = self.creator.measure(item, parents, goal)

    def _join_dependencies(self) -> None:
        """Let measures wait for those of the file that are created or were here before.

        The file was checked for circles, and what is here depends on nothing that is new.
        """
        for _field, item in measures_of(self.plan.document):
            needed = [self._measure_of(key) for key in item.get("dependencies", [])]
            for page in self.measures.get(item["key"], {}).values():
                page.dependencies = [
                    Dependency(depends_on=other, sort_order=n)
                    for n, other in enumerate(dict.fromkeys(filter(None, needed)))
                ]
                page.save()

    def _measure_of(self, key: str) -> MeasurePage | None:
        if key in self.measures:
            return next(iter(self.measures[key].values()))
        return self.here.get(key)


def _notes(planned: Plan) -> list[str]:
    """Return sentences on what will be different here."""
    matcher = Matcher(planned.document)
    chosen = {measure.key for measure in planned.chosen}
    items = [item for _f, item in measures_of(planned.document) if item["key"] in chosen]
    for item in items:
        for name in ("audiences", "districts", "topics"):
            matcher.terms(name, item.get(name, []))
        matcher.places(item.get("places", []))
        matcher.contact(item.get("contact"))
        matcher.offers(item.get("related_offers", []))
    return [missing_sentence(matcher.missing)] if matcher.missing else []
