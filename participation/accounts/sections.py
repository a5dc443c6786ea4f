"""Sections that other rooms add to "My area", such as the organisations of a person.

A room calls `register` in its AppConfig.ready().
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Section:
    """One part of a person's area.

    `items` returns what the section shows to the request's user, `template` shows it as
    `items` below the heading; a section without items is left out. Low orders come first.
    """

    name: str
    title: str
    template: str
    items: Callable[[HttpRequest], Iterable]
    order: int = 100


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Declare a section."""
    _sections[section.name] = section


def sections_for(request: HttpRequest) -> list[dict]:
    """Return the sections that have something for the request's user, in order."""
    ordered = sorted(_sections.values(), key=lambda section: (section.order, section.name))
    filled = ((section, list(section.items(request))) for section in ordered)
    return [{"section": section, "items": items} for section, items in filled if items]
