"""What can be followed; reads only."""

import uuid
from collections.abc import Iterable

from django.conf import settings

from agenda.strategy.models import MeasurePage
from cms.content.models import BasePage
from cms.content.queries import active_locale

# Kinds of pages that write news.
FOLLOWABLE = (MeasurePage,)


def is_followable(page) -> bool:
    """Say whether `page` is of a kind that people can follow."""
    return isinstance(page, FOLLOWABLE)


def followed_pages(page_keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, BasePage]:
    """Map the keys of public pages that can be followed to them, with one query for each kind.

    In the active language, else in German, else in any.
    """
    active = active_locale()

    def distance(page: BasePage) -> tuple:
        is_source = page.locale.language_code == settings.LANGUAGE_CODE
        return (page.locale_id != active.pk, not is_source, page.pk)

    found: list[BasePage] = []
    for kind in FOLLOWABLE:
        public = kind.objects.filter(translation_key__in=list(page_keys)).live().public()
        found += public.defer("body").select_related("locale")
    # What comes last stays, so the best comes last.
    return {page.translation_key: page for page in sorted(found, key=distance, reverse=True)}


def followed_page(page_key: uuid.UUID) -> BasePage | None:
    """Return the public page with this key if it can be followed, as `followed_pages` does."""
    return followed_pages([page_key]).get(page_key)
