"""What can be discussed: pages, and whatever another room declares, such as ideas."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from cms.content import page_cache
from cms.content.models import BasePage
from cms.content.passages import Passage
from cms.content.queries import active_locale

from . import remarks


@dataclass(frozen=True)
class Target:
    """Something public that has a discussion; `purge` drops what readers see of it.

    `passages` returns the paragraphs on which people may now remark, by their ids; they are
    written in `language`.
    """

    key: uuid.UUID
    title: str
    url: str
    allows_comments: bool
    purge: Callable[[], None]
    passages: Callable[[], dict[uuid.UUID, Passage]] = dict
    language: str = settings.LANGUAGE_CODE


_finders: list[Callable[[uuid.UUID], Target | None]] = []


def register(finder: Callable[[uuid.UUID], Target | None]) -> None:
    """Declare how to find another kind of target by its key; it returns public ones only."""
    _finders.append(finder)


def find(key: uuid.UUID) -> Target | None:
    """Return the public page or idea with this key, or None."""
    for finder in (_find_page, *_finders):
        if target := finder(key):
            return target
    return None


def _find_page(key: uuid.UUID) -> Target | None:
    pages = list(
        BasePage.objects.live()
        .public()
        .filter(translation_key=key)
        .defer("body")
        .select_related("locale")
    )
    if not pages:
        return None
    active = active_locale()
    page = min(pages, key=lambda candidate: candidate.locale_id != active.pk)
    urls = [candidate.url for candidate in pages]
    return Target(
        key=key,
        title=page.title,
        url=page.url,
        allows_comments=page.allows_comments(),
        purge=lambda: page_cache.purge_urls(urls),
        passages=lambda: _open_passages(page.specific),
        language=page.locale.language_code,
    )


def _open_passages(page: BasePage) -> dict[uuid.UUID, Passage]:
    return remarks.passages(page) if page.takes_remarks() else {}
