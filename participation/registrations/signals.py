"""Seats follow their page, as its dates do."""

from django.db import transaction
from wagtail.signals import page_published

from agenda.calendar.models import TrainingPage

from . import services
from .models import Registration


def connect() -> None:
    """Pass on seats as soon as a training that got more of them is published."""
    page_published.connect(_fill, sender=TrainingPage, dispatch_uid="seats-of-trainings")


def _fill(sender, instance: TrainingPage, **kwargs) -> None:
    waiting = Registration.objects.waiting().order_by().values("occurrence")
    with transaction.atomic():
        for occurrence in instance.occurrences.filter(pk__in=waiting).order_by("pk"):
            services.fill_free_seats(occurrence)
