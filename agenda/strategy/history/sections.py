"""What is told of an agenda since a day, in groups by kind, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ..models import MeasurePage, MeasureUpdate
from ..models.status import Status
from . import log
from .changes import Change, changes_between, day, label_of, period_of
from .states import History, Snapshot

MAX_ENTRIES = 50


@dataclass(frozen=True)
class Entry:
    """One change of a measure; `day` is when it happened, if that is known."""

    measure: MeasurePage
    text: str = ""
    day: date | None = None
    before_status: str = ""
    before_label: str = ""
    after_status: str = ""
    after_label: str = ""
    anchor: str = ""


@dataclass
class Section:
    """The changes of one kind."""

    anchor: str
    title: str
    entries: list[Entry] = field(default_factory=list)
    count: int = 0

    @property
    def left_out(self) -> int:
        """Return how many changes are not shown."""
        return self.count - len(self.entries)


def sections_since(history: History, since: date, moment: datetime) -> list[Section]:
    """Return what changed since `moment`, the beginning of the day `since`."""
    before, now = history.before(moment), history.now()
    changes = changes_between(history.measures, before, now)
    changes.sort(key=lambda change: _published_at(change.measure), reverse=True)
    days = _days_of_status(changes, moment)
    sections = [
        _section("neu", _("New measures"), _new(changes)),
        _section("abgeschlossen", _("Done"), _status(changes, days, {Status.DONE})),
        _section("beendet", _("Dropped"), _status(changes, days, {Status.DROPPED})),
        _section(
            "status",
            _("Status changed"),
            _status(changes, days, set(Status) - {Status.DONE, Status.DROPPED}),
        ),
        _section("erreicht", _("Milestones reached"), _reached(changes)),
        _section("meilensteine", _("Milestones added or moved"), _planned(changes)),
        _section("fortschritt", _("Progress changed"), _progress(changes)),
        _section("angaben", _("Other facts changed"), _facts(history, changes, before, now)),
        _news(history, since),
    ]
    return [section for section in sections if section.count]


def _section(anchor: str, title: str, entries: Iterable[Entry]) -> Section:
    entries = list(entries)
    return Section(anchor, title, entries[:MAX_ENTRIES], len(entries))


def _published_at(measure: MeasurePage) -> datetime:
    return measure.last_published_at or timezone.now()


def _newest_first(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.day or date.min, reverse=True)


def _new(changes: list[Change]) -> list[Entry]:
    return _newest_first(
        [
            Entry(
                change.measure,
                day=localdate(change.measure.first_published_at or timezone.now()),
                after_status=change.after.status,
                after_label=label_of(change.after),
            )
            for change in changes
            if change.is_new
        ]
    )


def _days_of_status(changes: list[Change], since: datetime) -> dict[int, date]:
    """Return on which day each changed measure took the status that it has now."""
    changed = {change.measure.pk: change for change in changes if change.differs("status")}
    published = log.statuses_since(changed, since)
    days = {}
    for pk, change in changed.items():
        moment = _published_at(change.measure)
        for timestamp, status in published.get(pk, ()):
            if status != change.after.status:
                break
            moment = timestamp
        days[pk] = localdate(moment)
    return days


def _status(changes: list[Change], days: dict[int, date], statuses: set) -> list[Entry]:
    return _newest_first(
        [
            Entry(
                change.measure,
                day=days[change.measure.pk],
                before_status=change.before.status,
                before_label=label_of(change.before),
                after_status=change.after.status,
                after_label=label_of(change.after),
            )
            for change in changes
            if change.differs("status") and change.after.status in statuses
        ]
    )


def _reached(changes: list[Change]) -> list[Entry]:
    return _newest_first(
        [
            Entry(change.measure, text=step.title, day=step.done_on)
            for change in changes
            for step in change.steps_reached()
        ]
    )


def _planned(changes: list[Change]) -> Iterable[Entry]:
    for change in changes:
        for step in change.steps_added():
            words = {"title": step.title, "day": day(step.due_on)}
            yield Entry(change.measure, text=_("New: %(title)s (due: %(day)s)") % words)
        for was, now in change.steps_moved():
            words = {"title": now.title, "old": day(was.due_on), "new": day(now.due_on)}
            text = _("Moved: %(title)s (due: %(old)s → %(new)s)") % words
            yield Entry(change.measure, text=text)


def _progress(changes: list[Change]) -> Iterable[Entry]:
    for change in changes:
        if change.differs("progress"):
            numbers = {"old": change.before.progress, "new": change.after.progress}
            text = _("Progress from %(old)d to %(new)d percent") % numbers
            yield Entry(change.measure, text=text)


def _facts(
    history: History, changes: list[Change], before: Snapshot, now: Snapshot
) -> Iterable[Entry]:
    for change in changes:
        for label, old, new in _differing_facts(history, change, before, now):
            words = {"label": label, "old": old or _("no entry"), "new": new or _("no entry")}
            yield Entry(change.measure, text=_("%(label)s: %(old)s → %(new)s") % words)


def _differing_facts(history: History, change: Change, before: Snapshot, now: Snapshot):
    old, new = change.before, change.after
    if change.rewords("title"):
        yield _("Title"), old.title, new.title
    if change.differs("field"):
        titles = before.field_titles.get(old.field), now.field_titles.get(new.field)
        yield _("Field of action"), *(title or _("a former field of action") for title in titles)
    if change.differs("goal"):
        titles = history.goal_titles
        yield _("Goal"), titles.get(old.goal), titles.get(new.goal)
    if change.has_new_period:
        yield _("Period"), period_of(old), period_of(new)
    if change.rewords("office"):
        yield _("Responsible office"), old.office, new.office


def _news(history: History, since: date) -> Section:
    measures = {page.pk: page for page in history.measures}
    updates = MeasureUpdate.objects.told().filter(
        measure_id__in=log.one_of(measures), date__gte=since
    )
    newest = updates.order_by("-date", "-pk").values_list("measure_id", "title", "date")
    entries = [
        Entry(measures[pk], text=title, day=written_on, anchor="#neuigkeiten")
        for pk, title, written_on in newest[:MAX_ENTRIES]
    ]
    count = updates.count() if len(entries) == MAX_ENTRIES else len(entries)
    return Section("neuigkeiten", _("News written"), entries, count)
