"""Seats follow their page, as its dates do."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.signals import page_published

from agenda.calendar.models import TrainingPage
from agenda.calendar.services import sync_occurrences

from . import services
from .models import Registration


def connect() -> None:
    """Pass on seats, and count them anew, as soon as a training is published."""
    page_published.connect(_fill, sender=TrainingPage, dispatch_uid="seats-of-trainings")


def _fill(sender, instance: TrainingPage, **kwargs) -> None:
    # This may be called before the dates follow the page: one may take place after all.
    sync_occurrences(instance)
    booked = Registration.objects.active().order_by().values("occurrence")
    # A number may be left from people who cancelled meanwhile.
    is_counted = Q(pk__in=booked) | Q(seats_left__isnull=False)
    with transaction.atomic():
        dates = instance.occurrences.filter(is_counted, starts_at__gt=timezone.now())
        for occurrence in dates.order_by("pk"):
            services.fill_free_seats(occurrence)
