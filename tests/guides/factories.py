"""Guides to test with."""

from itertools import count

from wagtail.models import Page

from agenda.guides.models import Chapter, GuideIndexPage, GuidePage
from tests.strategy.factories import published

numbers = count(1)


def a_guide_index(root: Page, **fields) -> GuideIndexPage:
    """Return a published overview of guides below the home page."""
    values = {"title": "Handreichungen", "slug": "handreichungen", **fields}
    return published(root, GuideIndexPage(**values))


def a_guide(
    index: Page, *, chapters: tuple[str, ...] = ("Anfang", "Mitte", "Ende"), terms=None, **fields
) -> GuidePage:
    """Return a published guide with chapters of these titles; `terms` as for a_measure."""
    number = next(numbers)
    rows = [
        Chapter(
            title=title,
            slug=title.lower(),
            body=[("text", f"<p>Text zu {title}.</p>")],
            sort_order=position,
        )
        for position, title in enumerate(chapters)
    ]
    values = {"title": f"Handreichung {number}", "slug": f"handreichung-{number}", **fields}
    guide = GuidePage(**values, chapters=rows)
    for name, values in (terms or {}).items():
        setattr(guide, name, values)
    return published(index, guide)
