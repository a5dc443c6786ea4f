"""Where readers are asked whether a page helped."""

from dataclasses import dataclass

from django.apps import apps

from cms.content.models import BasePage


@dataclass(frozen=True)
class Target:
    """A public page, and the part of it that somebody has read, if they named one."""

    page: BasePage
    part_title: str = ""


def asks_whether_it_helped(page) -> bool:
    """Say whether pages of this kind ask their readers."""
    return isinstance(page, BasePage) and page.asks_whether_it_helped


def kinds_that_ask() -> list[type[BasePage]]:
    """Return the page types that ask their readers."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, BasePage) and model.asks_whether_it_helped
    ]


def find(page_id: int, part: str = "") -> Target | None:
    """Return the public page with this id that asks its readers, or None.

    `part` is the key of a part of its text; one that is not there means the whole page.
    """
    page = BasePage.objects.live().public().filter(pk=page_id).first()
    if page is None or not asks_whether_it_helped(page := page.specific):
        return None
    titles = {key: title for key, title, _blocks in page.text_parts()} if part else {}
    return Target(page, titles.get(part, ""))
