"""The past of the demo town's measures: one publication for each thing that happened to them.

The clock cannot be turned back for a service, so revisions and log entries are written as
publishing would have left them, from the dates that milestones and updates carry.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from .models import AgendaPage, FieldOfActionPage, MeasurePage, Status
from .models.status import ENDED

FIRST_PUBLISHED_DAYS_AGO = 330
MORNING = time(9, 30)


def build(context) -> None:
    """Write the past of all measures, in every language."""
    begin = context.date(-FIRST_PUBLISHED_DAYS_AGO)
    for model in (AgendaPage, FieldOfActionPage):
        pages = Page.objects.filter(pk__in=model.objects.values("pk"))
        pages.update(first_published_at=_morning_of(begin))
    base_type = ContentType.objects.get_for_model(Page)
    measures = MeasurePage.objects.select_related("locale")
    for measure in measures.prefetch_related("milestones", "updates"):
        *earlier, last = _dates(measure, begin)
        revisions = Revision.objects.bulk_create(
            Revision(
                content_type=measure.cached_content_type,
                base_content_type=base_type,
                object_id=str(measure.pk),
                object_str=str(measure),
                created_at=_morning_of(day),
                content=_content_on(measure, day),
            )
            for day in earlier
        )
        published = [(revision, revision.created_at) for revision in revisions]
        published.append((measure.live_revision, _morning_of(last)))
        Revision.objects.filter(pk=measure.live_revision_id).update(created_at=_morning_of(last))
        _log(measure, published)
        Page.objects.filter(pk=measure.pk).update(
            first_published_at=published[0][1], last_published_at=published[-1][1]
        )


def _dates(measure: MeasurePage, begin: date) -> list[date]:
    """Return the days on which something of the measure was published, oldest first."""
    updates = [update.date for update in measure.updates.all()]
    reached = [step.done_on for step in measure.milestones.all() if step.done_on]
    happened = {day for day in (*updates, *reached) if day > begin}
    if measure.status == Status.IDEA and happened:
        begin = min(happened) - timedelta(days=2)
    return sorted({begin, *happened})


def _content_on(measure: MeasurePage, day: date) -> dict:
    """Return the content of a revision as the measure stood on that day."""
    content = measure.serializable_data()
    steps = list(measure.milestones.all())
    reached = [step.done_on is not None and step.done_on <= day for step in steps]
    for row, is_reached in zip(content["milestones"], reached, strict=True):
        row["done_on"] = row["done_on"] if is_reached else None
    updates = [update.date for update in measure.updates.all()]
    content["updates"] = [
        row for row, told in zip(content["updates"], updates, strict=True) if told <= day
    ]
    content["status"] = _status_on(measure, day, reached)
    content["progress"] = round(100 * sum(reached) / len(reached)) if reached else 0
    content["reported_on"] = max((told for told in updates if told <= day), default=None)
    return content


def _status_on(measure: MeasurePage, day: date, reached: list[bool]) -> str:
    last_change = max((update.date for update in measure.updates.all()), default=day)
    has_begun = any(reached) or (measure.starts_on is not None and measure.starts_on <= day)
    if measure.status in {Status.IDEA, Status.PLANNED} or last_change <= day:
        return measure.status
    if measure.status in {*ENDED, Status.RUNNING, Status.PAUSED} and has_begun:
        return Status.RUNNING
    return Status.PLANNED


def _log(measure: MeasurePage, published: Iterator[tuple[Revision, datetime]]) -> None:
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page_id=measure.pk,
            content_type=measure.cached_content_type,
            label=str(measure),
            action="wagtail.publish",
            revision=revision,
            timestamp=moment,
            content_changed=True,
        )
        for revision, moment in published
    )


def _morning_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, MORNING))
