"""Journeys as readers see them: steps with their links, and the place of a page in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Exists, JSONField, OuterRef, Q
from django.db.models.functions import Cast

from cms.content.models import BasePage
from cms.content.queries import listed, pages_in_language_of, translations_by_language

MAX_JOURNEYS = 3


@dataclass(frozen=True)
class Task:
    """Something to do: a link with its words."""

    title: str
    url: str
    note: str = ""
    # What kind of page it leads to; empty for an address elsewhere.
    kind: str = ""


@dataclass(frozen=True)
class WayStep:
    """One step; `number` is empty where it belongs to the step before."""

    number: int | None
    joint: str
    anchor: str
    title: str
    duration: str
    texts: list
    tasks: list[Task]


@dataclass(frozen=True)
class Place:
    """Where in a journey a page stands."""

    title: str
    url: str
    step: WayStep
    previous: WayStep | None
    next: WayStep | None


def chosen_pages(step) -> Iterator[int]:
    """Return the ids of the pages that a step names, without asking the database."""
    for task in _raw_tasks(step):
        if task.get("page"):
            yield task["page"]


def _texts(step) -> list:
    # To ask a block for its type would load all blocks of that type, chosen pages included.
    raw = step.content.raw_data
    return [step.content[at] for at, block in enumerate(raw) if block["type"] == "text"]


def _raw_tasks(step) -> Iterator[dict]:
    for block in step.content.raw_data:
        if block["type"] == "tasks":
            for item in block["value"]:
                yield item["value"] if item.get("type") == "item" else item


def resolved_steps(journey) -> list[WayStep]:
    """Return the steps; links lead to pages in the journey's language, else to the German ones.

    What readers may not see is left out.
    """
    rows = list(journey.steps.all())
    pages = pages_in_language_of(journey, {pk for row in rows for pk in chosen_pages(row)})
    steps = []
    number = 0
    for position, row in enumerate(rows, start=1):
        is_new = row.joint == row.Joint.NEXT or position == 1
        number += is_new
        steps.append(
            WayStep(
                number=number if is_new else None,
                joint="" if is_new else row.joint,
                anchor=anchor_of(position),
                title=row.title,
                duration=row.duration,
                texts=_texts(row),
                tasks=[task for raw in _raw_tasks(row) if (task := _task(raw, pages))],
            )
        )
    return steps


def anchor_of(position: int) -> str:
    """Return the id of a step on the page of its journey."""
    return f"schritt-{position}"


def _task(raw: dict, pages: dict[int, BasePage]) -> Task | None:
    label, note = raw.get("label") or "", raw.get("note") or ""
    if not raw.get("page"):
        return Task(label, raw.get("url") or "", note)
    page = pages.get(raw["page"])
    return page and Task(label or page.title, page.url, note, page.kind_name)


def places_of(page: BasePage) -> list[Place]:
    """Return where `page` stands in the public journeys of its language, at most one of each."""
    ids = {page.pk, *(found.pk for found in translations_by_language(page).values())}
    journeys = apps.get_model("guides", "JourneyPage").objects.filter(locale_id=page.locale_id)
    naming = listed(journeys.filter(Exists(_steps_naming(ids)))).prefetch_related("steps")
    found = (_place(journey, ids) for journey in naming.order_by("path")[:MAX_JOURNEYS])
    return [place for place in found if place]


def _steps_naming(ids: Iterable[int]):
    condition = Q()
    for pk in ids:
        named = [{"type": "tasks", "value": [{"value": {"page": pk}}]}]
        condition |= Q(stored__contains=named)
    steps = apps.get_model("guides", "JourneyStep").objects.filter(journey=OuterRef("pk"))
    return steps.annotate(stored=Cast("content", JSONField())).filter(condition)


def _place(journey, ids: set[int]) -> Place | None:
    rows = list(journey.steps.all())
    steps = [
        WayStep(None, row.joint, anchor_of(n), row.title, row.duration, [], [])
        for n, row in enumerate(rows, start=1)
    ]
    for at, row in enumerate(rows):
        if not ids.isdisjoint(chosen_pages(row)):
            return Place(
                journey.title,
                journey.url,
                steps[at],
                steps[at - 1] if at else None,
                steps[at + 1] if at + 1 < len(steps) else None,
            )
    return None
