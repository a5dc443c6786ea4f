"""What differs between two states of a measure, and of a whole agenda."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..models import MeasurePage
from ..models.progress import Tally
from ..models.status import READING_ORDER, Status
from .states import Snapshot, State, Step


@dataclass(frozen=True)
class Fact:
    """One thing said of a measure at both times, as people read it."""

    label: str
    before: str
    after: str
    has_changed: bool
    # The words are the page's own, and so in its language.
    is_quoted: bool = False


@dataclass(frozen=True)
class Change:
    """A measure at two times; None where nobody could read it."""

    measure: MeasurePage
    before: State | None
    after: State | None

    @property
    def is_new(self) -> bool:
        """Say whether the measure became public in between."""
        return self.before is None and self.after is not None

    @property
    def is_gone(self) -> bool:
        """Say whether the measure was public before and not after."""
        return self.before is not None and self.after is None

    @property
    def is_told(self) -> bool:
        """Say whether both states are known."""
        both = self.before is not None and self.after is not None
        return both and self.before.is_recorded and self.after.is_recorded

    @property
    def is_in_one_language(self) -> bool:
        """Say whether the words of both states can be compared."""
        return self.is_told and self.before.language == self.after.language

    def differs(self, name: str) -> bool:
        """Say whether this fact is known at both times and is another."""
        return self.is_told and getattr(self.before, name) != getattr(self.after, name)

    def rewords(self, name: str) -> bool:
        """Say whether these words were changed, not only translated."""
        return self.is_in_one_language and self.differs(name)

    @property
    def has_new_period(self) -> bool:
        """Say whether the measure begins or ends on another day."""
        return self.differs("starts_on") or self.differs("ends_on")

    @property
    def is_changed(self) -> bool:
        """Say whether anything is to be told of this measure."""
        facts = ("status", "progress", "field", "goal", "reached")
        return (
            self.is_new
            or self.is_gone
            or self.has_new_period
            or any(self.differs(name) for name in facts)
            or any(self.rewords(name) for name in ("title", "office"))
            or bool(self.steps_added() or self.steps_moved())
        )

    def pairs(self) -> list[tuple[Step | None, Step]]:
        """Return the milestones there are now, each with what it was, if it was there.

        A milestone is known by its key; by its title where an editor's draft lost that.
        """
        if not self.is_told:
            return []
        by_key = {step.key: step for step in self.before.steps}
        by_title = {step.title: step for step in self.before.steps}
        return [
            (by_key.get(step.key) or by_title.get(step.title), step) for step in self.after.steps
        ]

    def steps_reached(self) -> list[Step]:
        """Return the milestones that were reached in between."""
        return [
            now
            for was, now in self.pairs()
            if now.done_on and not (was is not None and was.done_on)
        ]

    def steps_added(self) -> list[Step]:
        """Return the milestones that are new and still ahead."""
        return [now for was, now in self.pairs() if was is None and not now.done_on]

    def steps_moved(self) -> list[tuple[Step, Step]]:
        """Return the milestones that are due on another day, as they were and are."""
        return [
            (was, now) for was, now in self.pairs() if was is not None and was.due_on != now.due_on
        ]


def changes_between(measures: list, before: Snapshot, after: Snapshot) -> list[Change]:
    """Return each measure that was public at one of the two times, with both states."""
    changes = [
        Change(page, before.states.get(page.pk), after.states.get(page.pk)) for page in measures
    ]
    return [change for change in changes if change.before or change.after]


@dataclass(frozen=True)
class Facts:
    """Says the facts of one measure at two times in words."""

    change: Change
    before: Snapshot
    after: Snapshot
    goal_titles: dict

    def rows(self) -> list[Fact]:
        """Return the facts that either state has, in the order in which people ask."""
        change = self.change
        facts = [
            self._fact(_("Title"), lambda state, _of: state.title, change.rewords("title"), True),
            self._fact(_("Status"), lambda state, _of: label_of(state), change.differs("status")),
            self._fact(
                _("Progress"), lambda state, _of: f"{state.progress} %", change.differs("progress")
            ),
            self._fact(_("Milestones"), lambda state, _of: self._steps(state), self._has_new_steps),
            self._fact(_("Period"), lambda state, _of: period_of(state), change.has_new_period),
            self._fact(
                _("Responsible office"),
                lambda state, _of: state.office,
                change.rewords("office"),
                True,
            ),
            self._fact(
                _("Goal"),
                lambda state, _of: self.goal_titles.get(state.goal, ""),
                change.differs("goal"),
            ),
            self._fact(
                _("Field of action"),
                lambda state, of: of.field_titles.get(state.field, ""),
                change.differs("field"),
            ),
        ]
        return [fact for fact in facts if fact.before or fact.after]

    @property
    def _has_new_steps(self) -> bool:
        change = self.change
        return bool(change.steps_reached() or change.steps_added() or change.steps_moved())

    @staticmethod
    def _steps(state: State) -> str:
        if not state.steps:
            return ""
        numbers = {"reached": state.reached, "total": len(state.steps)}
        return _("%(reached)d of %(total)d reached") % numbers

    def _fact(self, label: str, words, has_changed: bool, is_quoted: bool = False) -> Fact:
        def said(state: State | None, of: Snapshot) -> str:
            return words(state, of) if state is not None and state.is_recorded else ""

        return Fact(
            label,
            said(self.change.before, self.before),
            said(self.change.after, self.after),
            has_changed,
            is_quoted,
        )


def label_of(state: State) -> str:
    """Return the name of a state's status."""
    return str(dict(Status.choices).get(state.status, state.status))


def day(value: date | None) -> str:
    """Return a day as people write it."""
    return date_format(value, "j. F Y") if value else _("without a date")


def period_of(state: State) -> str:
    """Return from which day to which a measure runs."""
    if state.starts_on and state.ends_on:
        return f"{day(state.starts_on)} – {day(state.ends_on)}"
    if state.starts_on:
        return _("from %(day)s") % {"day": day(state.starts_on)}
    return _("until %(day)s") % {"day": day(state.ends_on)} if state.ends_on else ""


@dataclass(frozen=True)
class Sum:
    """One line of the summary: a number at both times, and what lies between them."""

    label: str
    before: int
    after: int
    status: str = ""
    unit: str = ""

    @property
    def difference(self) -> str:
        """Return the difference with its sign."""
        difference = self.after - self.before
        if not difference:
            return "±0"
        return f"+{difference}" if difference > 0 else f"−{-difference}"


def summary(before: Snapshot, after: Snapshot) -> list[Sum]:
    """Count the measures of both times by status, with their mean progress."""
    old, new = _tally(before), _tally(after)
    lines = [
        Sum(str(status.label), old.counts.get(status, 0), new.counts.get(status, 0), status.value)
        for status in READING_ORDER
    ]
    unknown = [sum(not s.is_recorded for s in side.states.values()) for side in (before, after)]
    if any(unknown):
        lines.append(Sum(_("not recorded"), *unknown))
    lines.append(Sum(_("All measures"), len(before.states), len(after.states)))
    lines.append(Sum(_("Mean progress"), old.progress, new.progress, unit=" %"))
    return lines


def _tally(snapshot: Snapshot) -> Tally:
    tally = Tally()
    for state in snapshot.states.values():
        if state.is_recorded:
            tally.add(state.status, 1, state.progress)
    return tally
