"""An agenda as the public could read it at a time, told from what was published until then.

Never shown: drafts, what was unpublished or private then, and pages that are not public
now, whose past is no more public than they are. Where a translation was not published yet,
the facts of the German page stand in for it.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.functional import cached_property
from wagtail.models import Page

from cms.content.queries import translations_by_language

from ..models import AgendaPage, FieldOfActionPage, Goal, MeasurePage, Milestone
from ..models.measure_rows import progress_of
from . import log

READ_OF_A_MEASURE = (
    "title",
    "path",
    "depth",
    "url_path",
    "live",
    "translation_key",
    "first_published_at",
    "last_published_at",
    "status",
    "progress",
    "starts_on",
    "ends_on",
    "responsible_office",
    "goal_id",
    "locale__language_code",
)


@dataclass(frozen=True)
class Step:
    """A milestone of a measure at some time."""

    key: str
    title: str
    due_on: date | None
    done_on: date | None

    @property
    def is_reached(self) -> bool:
        """Say whether the step was done."""
        return self.done_on is not None


@dataclass(frozen=True)
class State:
    """What the public could read of a measure at some time."""

    title: str = ""
    status: str = ""
    progress: int = 0
    starts_on: date | None = None
    ends_on: date | None = None
    office: str = ""
    goal: UUID | None = None
    field: int | None = None
    steps: tuple[Step, ...] = ()
    language: str = settings.LANGUAGE_CODE
    # The measure was public, but what it said then was deleted since or never recorded.
    is_recorded: bool = True

    @property
    def reached(self) -> int:
        """Return how many milestones were reached."""
        return sum(step.is_reached for step in self.steps)


@dataclass(frozen=True)
class Field:
    """A field of action as it is now."""

    path: str
    title: str
    last_published_at: datetime | None
    is_public: bool


@dataclass
class Snapshot:
    """The agenda at a time: the state of each measure that was public, and the fields' titles."""

    states: dict[int, State]
    field_titles: dict[int, str]


class History:
    """The past of one agenda; asks the database equally often for any number of measures."""

    def __init__(self, agenda: AgendaPage):
        self.agenda = agenda
        self._measures = self._load_measures()
        everything = self._measures.values()
        self.measures = [page for page in everything if page.path.startswith(agenda.path)]
        self.sources = self._load_sources()

    @property
    def begins_at(self) -> datetime | None:
        """Return when the agenda was first published, in whichever language that was."""
        pages = [self.agenda, *translations_by_language(self.agenda).values()]
        times = [page.first_published_at for page in pages if page.first_published_at]
        return min(times, default=None)

    def _load_measures(self) -> dict[int, MeasurePage]:
        public = MeasurePage.objects.live().public()
        own = Q(path__startswith=self.agenda.path)
        if self._is_translation:
            keys = public.filter(own).values("translation_key")
            own |= Q(locale__language_code=settings.LANGUAGE_CODE, translation_key__in=keys)
        pages = public.filter(own).select_related("locale").only(*READ_OF_A_MEASURE)
        return {page.pk: page for page in pages.order_by("path")}

    @property
    def _is_translation(self) -> bool:
        return self.agenda.locale.language_code != settings.LANGUAGE_CODE

    def _load_sources(self) -> dict[UUID, MeasurePage]:
        own = {page.pk for page in self.measures}
        others = [page for page in self._measures.values() if page.pk not in own]
        return {page.translation_key: page for page in others}

    @cached_property
    def fields(self) -> dict[int, Field]:
        """Return the fields of action of every agenda by id: measures move between them."""
        rows = FieldOfActionPage.objects.annotate_privacy().values_list(
            "pk", "path", "title", "last_published_at", "live", "is_private"
        )
        return {
            pk: Field(path, title, published_at, live and not is_private)
            for pk, path, title, published_at, live, is_private in rows
        }

    @cached_property
    def goal_keys(self) -> dict[int, UUID]:
        """Return what goals are in every language, by id."""
        return {goal.pk: goal.translation_key for goal in self._goals}

    @cached_property
    def goal_titles(self) -> dict[UUID, str]:
        """Return the titles that goals have now, in the agenda's language where there is one."""
        own_last = sorted(self._goals, key=lambda goal: goal.locale_id == self.agenda.locale_id)
        return {goal.translation_key: goal.title for goal in own_last}

    @cached_property
    def _goals(self) -> list[Goal]:
        public = [pk for pk, field in self.fields.items() if field.is_public]
        return list(Goal.objects.filter(field__in=public).order_by("pk"))

    @cached_property
    def privacy(self) -> list[tuple[datetime, str, bool]]:
        """Return when which path was made private or opened again, oldest first."""
        return log.privacy()

    @cached_property
    def moves(self) -> dict[int, list[tuple[datetime, int]]]:
        """Return the moves of each measure, oldest first."""
        return log.moves(self._measures)

    @cached_property
    def _steps(self) -> dict[int, tuple[Step, ...]]:
        found = defaultdict(list)
        rows = Milestone.objects.filter(measure_id__in=log.one_of(self._measures)).values_list(
            "measure_id", "translation_key", "title", "due_on", "done_on"
        )
        for measure_id, key, *values in rows.order_by("sort_order", "pk"):
            found[measure_id].append(Step(str(key), *values))
        return {measure_id: tuple(steps) for measure_id, steps in found.items()}

    @cached_property
    def _current(self) -> dict[int, State]:
        parents = {field.path: pk for pk, field in self.fields.items()}
        return {
            page.pk: State(
                title=page.title,
                status=page.status,
                progress=page.progress,
                starts_on=page.starts_on,
                ends_on=page.ends_on,
                office=page.responsible_office,
                goal=self.goal_keys.get(page.goal_id),
                field=parents.get(page.path[: -Page.steplen]),
                steps=self._steps.get(page.pk, ()),
                language=page.locale.language_code,
            )
            for page in self._measures.values()
        }

    def now(self) -> Snapshot:
        """Return the agenda as it is."""
        states = {page.pk: self._current[page.pk] for page in self.measures}
        return Snapshot(states, {pk: f.title for pk, f in self.fields.items() if f.is_public})

    def before(self, moment: datetime) -> Snapshot:
        """Return the agenda as it was just before `moment`."""
        past = _Past(self, moment)
        states = {page.pk: past.state_of(page) for page in self.measures}
        known = {pk: state for pk, state in states.items() if state is not None}
        return Snapshot(known, past.field_titles())


class _Past:
    """What is needed to tell the state of each measure just before `moment`.

    A page that was last published before is read as it is: nothing was published since.
    """

    def __init__(self, history: History, moment: datetime):
        self.history, self.moment = history, moment
        pages = history._measures
        changed = [pk for pk, page in pages.items() if not self._is_unchanged(page)]
        changed += [pk for pk, field in history.fields.items() if not self._is_unchanged(field)]
        self.publications = log.publications(changed, moment)
        self.private_paths = self._private_paths()

    def _is_unchanged(self, page: MeasurePage | Field) -> bool:
        return page.last_published_at is not None and page.last_published_at < self.moment

    def _private_paths(self) -> set[str]:
        latest = {path: now for time, path, now in self.history.privacy if time < self.moment}
        return {path for path, is_private in latest.items() if is_private}

    def field_titles(self) -> dict[int, str]:
        """Return the titles of the fields that are public now, as they were then."""
        titles = {}
        for pk, field in self.history.fields.items():
            if field.is_public:
                found = self.publications.get(pk)
                is_past = found and found.is_live and found.facts
                titles[pk] = found.facts["title"] if is_past else field.title
        return titles

    def state_of(self, page: MeasurePage) -> State | None:
        """Return the state of a measure of this agenda, or None if nobody could read it."""
        field = self._field_of(page)
        if field in self.history.fields:
            path = self.history.fields[field].path
            if not path.startswith(self.history.agenda.path):
                return None
        state = self._published(page)
        source = self.history.sources.get(page.translation_key)
        if source is not None and (state is None or not state.is_recorded):
            state = self._published(source) or state
        return state and replace(state, field=field)

    def _field_of(self, page: MeasurePage) -> int | None:
        moves = self.history.moves.get(page.pk, ())
        left = (source for time, source in moves if time >= self.moment)
        return next(left, self.history._current[page.pk].field)

    def _published(self, page: MeasurePage) -> State | None:
        if self._was_private(page):
            return None
        if self._is_unchanged(page):
            return self.history._current[page.pk]
        language = page.locale.language_code
        found = self.publications.get(page.pk)
        if found is None:
            was_public = page.first_published_at and page.first_published_at < self.moment
            return State(language=language, is_recorded=False) if was_public else None
        if not found.is_live:
            return None
        if found.facts is None:
            return State(language=language, is_recorded=False)
        return self._state_from(found.facts, language)

    def _was_private(self, page: MeasurePage) -> bool:
        field = self.history.fields.get(self._field_of(page))
        if field is None:
            # It lay below a page that is gone, and nothing tells any more who could read that.
            return True
        paths = [page.path, field.path]
        return any(path.startswith(private) for path in paths for private in self.private_paths)

    def _state_from(self, facts: dict, language: str) -> State:
        steps = tuple(_step(row) for row in facts["milestones"] or ())
        return State(
            title=facts["title"],
            status=facts["status"],
            progress=_progress(facts, steps),
            starts_on=_day(facts["starts_on"]),
            ends_on=_day(facts["ends_on"]),
            office=facts["responsible_office"] or "",
            goal=self.history.goal_keys.get(facts["goal"]),
            steps=steps,
            language=language,
        )


def _progress(facts: dict, steps: tuple[Step, ...]) -> int:
    """Return the progress that was shown: a revision keeps it from before it was computed."""
    return progress_of(
        status=facts["status"],
        source=facts["progress_source"],
        by_hand=facts["progress"],
        milestones=steps,
    )


def _step(row: dict) -> Step:
    key = str(row.get("translation_key") or row.get("pk"))
    return Step(key, row.get("title", ""), _day(row.get("due_on")), _day(row.get("done_on")))


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
