"""What offices tell of their measures, and who is reminded to do so."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.html import linebreaks

from agenda.publishing import change_everywhere, locked_in_all_languages

from . import rules
from .models import MeasurePage, MeasureUpdate, ProgressSource
from .models.status import REPORTED


@dataclass(frozen=True)
class Report:
    """What somebody tells of a measure; None says that it is as it was."""

    status: str | None = None
    note: str | None = None
    progress: int | None = None
    progress_reason: str = ""
    reached: Mapping[uuid.UUID, date] = field(default_factory=dict)
    title: str = ""
    text: str = ""


@transaction.atomic
def report(
    measure: MeasurePage, *, by, submission_key: uuid.UUID | None = None, **told
) -> MeasurePage:
    """Publish what `by` tells of `measure`, as the fields of Report; nothing: still as planned.

    Status, progress and milestones follow in every language; nobody's draft is published.
    The same `submission_key` counts once. Raises NotPublic, NotResponsible, ReasonMissing or
    NotYetReached.
    """
    news = Report(**told)
    pages = locked_in_all_languages(measure)
    measure = next(page for page in pages if page.pk == measure.pk)
    _check(measure, news, by)
    change = _Change(news, measure.pk, _update(measure, news, submission_key))
    if change.was_made(measure):
        return measure
    for page in sorted(pages, key=lambda page: page.pk != measure.pk):
        change_everywhere(page, change, by=by, log_action=REPORTED)
    return MeasurePage.objects.get(pk=measure.pk)


def _check(measure: MeasurePage, news: Report, by) -> None:
    if not rules.may_report(by, measure):
        raise rules.NotResponsible
    if not measure.live:
        raise rules.NotPublic
    is_explained = bool(news.title and news.text)
    if rules.needs_reason(news.status, measure.status) and not is_explained:
        raise rules.ReasonMissing
    if news.progress is not None and not news.progress_reason:
        raise rules.ReasonMissing
    if any(day > timezone.localdate() for day in news.reached.values()):
        raise rules.NotYetReached


def _update(measure: MeasurePage, news: Report, key: uuid.UUID | None) -> MeasureUpdate | None:
    """Return the new entry of the log, not yet stored."""
    if not news.title:
        return None
    # Its id is made from the form's, so that the form sent again is known.
    row_key = uuid.uuid5(measure.translation_key, str(key)) if key else uuid.uuid4()
    text = linebreaks(news.text, autoescape=True) if news.text else ""
    return MeasureUpdate(
        title=news.title, text=text, translation_key=row_key, locale_id=measure.locale_id
    )


@dataclass
class _Change:
    """Writes a report into a page or a draft of it; its words only in their own language."""

    news: Report
    source_id: int
    update: MeasureUpdate | None

    def was_made(self, measure: MeasurePage) -> bool:
        """Say whether the same was told before: the form came twice."""
        if self.update is not None:
            rows = measure.updates.all()
            return any(row.translation_key == self.update.translation_key for row in rows)
        if measure.confirmed_on != timezone.localdate():
            return False
        is_as_told = (
            self.news.status in {None, measure.status}
            and self.news.note in {None, measure.progress_note}
            and self.news.progress in {None, measure.progress}
            and self.news.progress_reason in {"", measure.progress_reason}
        )
        still_open = [row for row in measure.milestones.all() if not row.is_reached]
        return is_as_told and not any(
            row.translation_key in self.news.reached for row in still_open
        )

    def __call__(self, page: MeasurePage) -> None:
        today = timezone.localdate()
        page.confirmed_on = max(today, page.confirmed_on or today)
        page.status = self.news.status or page.status
        self._reach_milestones(page)
        self._set_progress(page)
        if page.pk == self.source_id:
            self._write_words(page)

    def _reach_milestones(self, page: MeasurePage) -> None:
        milestones = list(page.milestones.all())
        for milestone in milestones:
            milestone.done_on = milestone.done_on or self.news.reached.get(
                milestone.translation_key
            )
        page.milestones = milestones

    def _set_progress(self, page: MeasurePage) -> None:
        if self.news.progress is None:
            return
        page.progress_source = ProgressSource.MANUAL
        page.progress = self.news.progress
        if page.pk == self.source_id or not page.progress_reason:
            page.progress_reason = self.news.progress_reason

    def _write_words(self, page: MeasurePage) -> None:
        if self.news.note is not None:
            page.progress_note = self.news.note
        if self.update is not None:
            page.updates = [*page.updates.all(), self.update]
