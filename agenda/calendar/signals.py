"""Dates follow their pages, as an index does."""

from django.db.models.signals import post_delete
from wagtail.signals import page_published, page_unpublished

from . import services
from .models import EventPage, TrainingPage


def connect() -> None:
    """Synchronise dates when events are published, taken back or deleted."""
    for model in (EventPage, TrainingPage):
        page_published.connect(_sync, sender=model, dispatch_uid=f"dates-{model.__name__}")
        page_unpublished.connect(_sync, sender=model, dispatch_uid=f"no-dates-{model.__name__}")
    post_delete.connect(_forget, sender=EventPage, dispatch_uid="dates-of-deleted-events")


def _sync(sender, instance, **kwargs) -> None:
    services.sync_occurrences(instance)


def _forget(sender, instance, **kwargs) -> None:
    services.forget_occurrences(instance.translation_key)
