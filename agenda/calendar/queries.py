"""Questions about events that other rooms ask."""

import uuid

from django.conf import settings
from django.db.models import Case, IntegerField, Value, When
from wagtail.models import Locale

from .models import EventPage, Occurrence


def upcoming_occurrences(locale: Locale, limit: int) -> list[Occurrence]:
    """Return the next public dates in `locale`, each with its page as `.event`."""
    return Occurrence.objects.public(locale).upcoming()[:limit].with_events(locale)


def public_event(event_key: uuid.UUID, locale: Locale | None = None) -> EventPage | None:
    """Return the public page of an event: in `locale`, else in the source language, else any."""
    preferred = [When(locale=locale, then=Value(0))] if locale else []
    pages = EventPage.objects.filter(translation_key=event_key).live().public()
    return (
        pages.select_related("locale", "place")
        .alias(
            rank=Case(
                *preferred,
                When(locale__language_code=settings.LANGUAGE_CODE, then=Value(1)),
                default=Value(2),
                output_field=IntegerField(),
            )
        )
        .order_by("rank", "pk")
        .first()
    )


def event_urls(event_key: uuid.UUID) -> list[str]:
    """Return the addresses of an event's public pages in all languages."""
    pages = EventPage.objects.filter(translation_key=event_key).live().select_related("locale")
    return [page.url for page in pages]
