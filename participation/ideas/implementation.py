"""From idea to measure: linking them, and telling people how the measure goes on."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from agenda.strategy.models import MeasurePage, Milestone
from cms.content.queries import active_locale, listed
from participation.accounts.models import User

from . import notices, services
from .models import Idea, IdeaMeasure, KnownMilestone

# What is older is no news any more.
TELL_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Implementation:
    """A public measure that an idea became, with the milestones it has reached."""

    measure: MeasurePage
    reached: list[Milestone]


@transaction.atomic
def link_measure(idea: Idea, measure: MeasurePage, *, by: User | None) -> IdeaMeasure:
    """Note that `idea` became `measure`; author and supporters are told once both are public.

    Repeating it changes nothing. The idea's outcome stays what the city decided.
    """
    link, is_new = IdeaMeasure.objects.get_or_create(
        idea=idea, measure_key=measure.translation_key, defaults={"linked_by": by}
    )
    if is_new:
        _know_reached_milestones(link)
        _tell(link)
        link.refresh_from_db()
        services.purge(idea)
    return link


@transaction.atomic
def unlink_measure(idea: Idea, measure_key: uuid.UUID) -> None:
    """Take back that `idea` became this measure; repeating it changes nothing."""
    idea.measure_links.filter(measure_key=measure_key).delete()
    services.purge(idea)


def measures_of(idea: Idea) -> list[Implementation]:
    """Return the public measures that `idea` became, in the order in which they were linked.

    In the active language, else in German, else in any.
    """
    keys = list(idea.measure_links.values_list("measure_key", flat=True))
    active = active_locale()

    def distance(page: MeasurePage) -> tuple:
        is_source = page.locale.language_code == settings.LANGUAGE_CODE
        return (page.locale_id != active.pk, not is_source, page.pk)

    pages = listed(MeasurePage.objects.filter(translation_key__in=keys)) if keys else []
    # What comes last stays, so the best comes last.
    by_key = {page.translation_key: page for page in sorted(pages, key=distance, reverse=True)}
    measures = [by_key[key] for key in keys if key in by_key]
    milestones = Milestone.objects.filter(measure__in=measures, done_on__isnull=False)
    reached: dict[int, list[Milestone]] = {}
    for milestone in milestones.order_by("done_on", "sort_order") if measures else []:
        reached.setdefault(milestone.measure_id, []).append(milestone)
    return [Implementation(measure, reached.get(measure.pk, [])) for measure in measures]


def tell_of_links() -> int:
    """Tell of links whose idea or measure was not public before; return how many were told."""
    return sum(_tell(link) for link in list(IdeaMeasure.objects.filter(told_at=None)))


def tell_of_milestones() -> int:
    """Tell of milestones that measures have reached since; return how many were told."""
    return sum(_tell_of_milestone(pk) for pk in list(_news().values_list("pk", flat=True)))


@transaction.atomic
def _tell(link: IdeaMeasure) -> bool:
    # Another worker that is at it makes this one wait, and then find that it is done.
    waiting = IdeaMeasure.objects.select_for_update().filter(pk=link.pk, told_at=None)
    link = waiting.filter(idea__in=Idea.objects.visible()).first()
    pages = _public_pages(link.measure_key) if link else {}
    if not pages:
        return False
    notices.became_measure(link.idea, pages)
    link.told_at = timezone.now()
    link.save(update_fields=["told_at"])
    return True


def _public_pages(measure_key: uuid.UUID) -> dict[str, MeasurePage]:
    pages = listed(MeasurePage.objects.filter(translation_key=measure_key))
    return {page.locale.language_code: page for page in pages}


def _know_reached_milestones(link: IdeaMeasure) -> None:
    reached = Milestone.objects.filter(
        measure__translation_key=link.measure_key, done_on__isnull=False
    )
    keys = reached.order_by().values_list("translation_key", flat=True).distinct()
    KnownMilestone.objects.bulk_create(KnownMilestone(link=link, milestone_key=key) for key in keys)


def _news():
    """Return the milestones of public measures of which somebody is to be told."""
    today = timezone.localdate()
    public = MeasurePage.objects.sources().live().public()
    recent = Milestone.objects.filter(measure__in=public, done_on__range=(today - TELL_FOR, today))
    known = KnownMilestone.objects.filter(
        link=OuterRef("pk"), milestone_key=OuterRef(OuterRef("translation_key"))
    )
    waiting = IdeaMeasure.objects.filter(
        ~Exists(known),
        measure_key=OuterRef("measure__translation_key"),
        linked_at__date__lte=OuterRef("done_on"),
        idea__in=Idea.objects.visible(),
    )
    return recent.filter(Exists(waiting)).order_by("done_on", "pk")


@transaction.atomic
def _tell_of_milestone(pk: int) -> bool:
    milestone = _news().select_related("measure").filter(pk=pk).first()
    if milestone is None:
        return False
    public = MeasurePage.objects.live().public()
    rows = Milestone.objects.filter(
        translation_key=milestone.translation_key, measure__in=public
    ).select_related("measure__locale")
    wordings = {row.measure.locale.language_code: row for row in rows}
    links = IdeaMeasure.objects.filter(
        measure_key=milestone.measure.translation_key,
        linked_at__date__lte=milestone.done_on,
        idea__in=Idea.objects.visible(),
    ).select_related("idea__author")
    for link in links.order_by("pk"):
        _row, is_new = KnownMilestone.objects.get_or_create(
            link=link, milestone_key=milestone.translation_key
        )
        if is_new:
            notices.milestone_reached(link.idea, wordings)
    return True
