"""What Wagtail's log tells of pages: published, unpublished, moved, private, deleted.

A draft is in no answer of this module: only revisions that a log entry names as published.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Count,
    Exists,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from wagtail.models import PageLogEntry

from ..models import AgendaPage, MeasurePage
from ..models.status import REPORTED

PUBLISHED = ("wagtail.publish", "wagtail.publish.scheduled", REPORTED)
WITHDRAWN = ("wagtail.unpublish", "wagtail.unpublish.scheduled")
MADE_PRIVATE = ("wagtail.view_restriction.create", "wagtail.view_restriction.edit")
OPENED = "wagtail.view_restriction.delete"
# Made from a page in another language; such a page is no measure of its own.
TRANSLATED = ("wagtail.copy_for_translation", "wagtail.create_alias")

# All that is read of a revision. The text of a page stays in the database.
FACTS = (
    "title",
    "status",
    "progress",
    "progress_source",
    "starts_on",
    "ends_on",
    "responsible_office",
    "goal",
    "milestones",
)


@dataclass(frozen=True)
class Publication:
    """The last thing that happened to a page: published with these facts, or unpublished.

    `facts` is None where the revision was purged since, or belongs to no log entry.
    """

    is_live: bool
    facts: dict | None


def one_of(ids: Iterable[int]) -> Func:
    """Return `ids` for the lookup `in` as one parameter.

    Django takes quadratic time to list them one by one, which thousands of pages feel.
    """
    array = Value(list(ids), ArrayField(IntegerField()))
    return Func(array, template="SELECT UNNEST(%(expressions)s)")


def _latest(actions: Iterable[str], before: datetime) -> QuerySet:
    """Return the last entry of each page among `actions` before that time."""
    entries = PageLogEntry.objects.filter(action__in=actions, timestamp__lt=before)
    return entries.order_by("page_id", "-timestamp", "-pk").distinct("page_id")


def publications(page_ids: Iterable[int], before: datetime) -> dict[int, Publication]:
    """Return how the pages with these ids stood just before that time, by id."""
    latest = _latest((*PUBLISHED, *WITHDRAWN), before).filter(page_id__in=one_of(page_ids))
    # The entries are chosen first, so that PostgreSQL unpacks one revision of each page.
    rows = PageLogEntry.objects.filter(pk__in=latest.values("pk")).values_list(
        "page_id", "action", *(f"revision__content__{name}" for name in FACTS)
    )
    found = {}
    for page_id, action, *values in rows:
        facts = dict(zip(FACTS, values, strict=True))
        is_known = facts["title"] is not None
        found[page_id] = Publication(action in PUBLISHED, facts if is_known else None)
    return found


def privacy() -> list[tuple[datetime, str, bool]]:
    """Return when which path was made private or opened again, oldest first."""
    entries = PageLogEntry.objects.filter(action__in=(*MADE_PRIVATE, OPENED))
    rows = entries.order_by("timestamp", "pk").values_list("timestamp", "page__path", "action")
    return [(timestamp, path, action != OPENED) for timestamp, path, action in rows]


def moves(page_ids: Iterable[int]) -> dict[int, list[tuple[datetime, int]]]:
    """Return each move's time and the id of the page it led away from, oldest first, by page."""
    entries = PageLogEntry.objects.filter(page_id__in=one_of(page_ids), action="wagtail.move")
    found = defaultdict(list)
    rows = entries.order_by("timestamp", "pk").values_list(
        "page_id", "timestamp", "data__source__id"
    )
    for page_id, timestamp, source_id in rows:
        found[page_id].append((timestamp, source_id))
    return found


def statuses_since(page_ids: Iterable[int], since: datetime) -> dict[int, list]:
    """Return the time and status of every publication since then, newest first, by page."""
    entries = PageLogEntry.objects.filter(
        page_id__in=one_of(page_ids), action__in=PUBLISHED, timestamp__gte=since
    )
    found = defaultdict(list)
    rows = entries.order_by("-timestamp", "-pk").values_list(
        "page_id", "timestamp", "revision__content__status"
    )
    for page_id, timestamp, status in rows:
        found[page_id].append((timestamp, status))
    return found


def count_gone(agenda: AgendaPage, since: datetime) -> dict[str, int]:
    """Count what was public just before that time: the measures unpublished and deleted since.

    The log keeps no path of a deleted page: with several agendas there is no telling
    whose measure it was, and no deletion is counted.
    """
    unpublished = Q(page_id__in=_not_live(agenda).values("pk"))
    deleted = Q(page_id__in=_deleted(since).values("page_id"))
    latest = _latest((*PUBLISHED, *WITHDRAWN), since)
    public_then = PageLogEntry.objects.filter(pk__in=latest.values("pk"), action__in=PUBLISHED)
    counts = public_then.filter(unpublished | deleted).aggregate(
        withdrawn=Count("pk", filter=unpublished), deleted=Count("pk", filter=deleted)
    )
    if counts["deleted"] and _has_several_agendas():
        counts["deleted"] = 0
    return counts


def _not_live(agenda: AgendaPage) -> QuerySet:
    return MeasurePage.objects.descendant_of(agenda).not_live().public()


def _has_several_agendas() -> bool:
    return AgendaPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).count() > 1


def _deleted(since: datetime) -> QuerySet:
    """Return the log's entries of deleted measures that were not translations and not private."""
    of_the_page = PageLogEntry.objects.filter(page_id=OuterRef("page_id"))
    privacy_then = of_the_page.filter(action__in=(*MADE_PRIVATE, OPENED), timestamp__lt=since)
    last_privacy = privacy_then.order_by("-timestamp", "-pk").values("action")[:1]
    return (
        PageLogEntry.objects.filter(
            action="wagtail.delete",
            timestamp__gte=since,
            content_type=ContentType.objects.get_for_model(MeasurePage),
        )
        .filter(~Exists(of_the_page.filter(action__in=TRANSLATED)))
        .annotate(privacy=Coalesce(Subquery(last_privacy), Value("")))
        .exclude(privacy__in=MADE_PRIVATE)
    )
