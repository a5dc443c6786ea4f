"""Guides to test with."""

from io import BytesIO
from itertools import count

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Page

from agenda.guides.models import Chapter, GuideIndexPage, GuidePage, JourneyPage, JourneyStep
from cms.content.models import CustomImage
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
        )
        for title in chapters
    ]
    values = {"title": f"Handreichung {number}", "slug": f"handreichung-{number}", **fields}
    guide = GuidePage(**values, chapters=rows)
    for name, values in (terms or {}).items():
        setattr(guide, name, values)
    return published(index, guide)


def a_picture(**fields) -> CustomImage:
    """Return a small picture in one colour."""
    buffer = BytesIO()
    Image.new("RGB", (40, 20), "teal").save(buffer, "PNG")
    file = ContentFile(buffer.getvalue(), name="bild.png")
    values = {"title": "Bild", "file": file, "width": 40, "height": 20, **fields}
    return CustomImage.objects.create(**values)


def tasks(*aims: Page | str, **words) -> tuple:
    """Return the block of a step that leads to pages and addresses."""
    return (
        "tasks",
        [
            {"page": None, "url": aim, "label": "Dorthin", "note": "", **words}
            if isinstance(aim, str)
            else {"page": aim, "url": "", "label": "", "note": "", **words}
            for aim in aims
        ],
    )


def a_journey(index: Page, *steps: tuple | dict, terms=None, **fields) -> JourneyPage:
    """Return a published journey; a step is a dict of its fields or (title, *aims)."""
    number = next(numbers)
    rows = [
        JourneyStep(**step)
        if isinstance(step, dict)
        else JourneyStep(title=step[0], content=[tasks(*step[1:])] if step[1:] else [])
        for step in steps
    ]
    values = {"title": f"Weg {number}", "slug": f"weg-{number}", **fields}
    journey = JourneyPage(**values, steps=rows)
    for name, value in (terms or {}).items():
        setattr(journey, name, value)
    return published(index, journey)
