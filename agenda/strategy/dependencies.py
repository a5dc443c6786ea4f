"""Measures that wait for each other: the graph, in which no measure may wait for itself."""

from collections.abc import Iterable
from uuid import UUID

from django.apps import apps


def cycle_through(measure, needed: Iterable) -> list[str]:
    """Return the titles along a circle that `measure` would close by depending on `needed`.

    The first title is repeated at the end; an empty list means that there is no circle. What
    was chosen in one language holds for all, and drafts count like what is published.
    """
    start = measure.translation_key
    titles = {start: measure.title}
    graph: dict[UUID, set[UUID]] = {}
    measures = apps.get_model("strategy", "MeasurePage").objects
    rows = apps.get_model("strategy", "Dependency").objects.exclude(measure__translation_key=start)
    for key, needs, title in (
        *rows.values_list(
            "measure__translation_key", "depends_on__translation_key", "measure__title"
        ),
        *_drafted(measures.exclude(translation_key=start)),
    ):
        graph.setdefault(key, set()).add(needs)
        titles.setdefault(key, title)
    for page in needed:
        titles.setdefault(page.translation_key, page.title)
        if way := _way(graph, page.translation_key, start):
            return [titles[key] for key in (start, *way)]
    return []


def _drafted(measures) -> Iterable[tuple[UUID, UUID, str]]:
    """Yield what drafts depend on: a draft may be published later, without this form."""
    drafts = measures.filter(has_unpublished_changes=True).values_list(
        "translation_key", "latest_revision__content__dependencies", "draft_title"
    )
    chosen = [
        (key, row.get("depends_on"), title) for key, rows, title in drafts for row in rows or ()
    ]
    ids = {needs for _key, needs, _title in chosen}
    pages = apps.get_model("wagtailcore", "Page").objects.filter(pk__in=ids)
    keys = dict(pages.values_list("pk", "translation_key"))
    return [(key, keys[needs], title) for key, needs, title in chosen if needs in keys]


def _way(graph: dict[UUID, set[UUID]], start: UUID, end: UUID) -> list[UUID]:
    """Return the keys from `start` to `end` along `graph`; nothing if there is no way."""
    came_from: dict[UUID, UUID | None] = {start: None}
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key == end:
            way = []
            while key is not None:
                way.append(key)
                key = came_from[key]
            return way[::-1]
        for following in graph.get(key, ()):
            if following not in came_from:
                came_from[following] = key
                waiting.append(following)
    return []
