"""Seats follow the dates, as the dates follow their page."""

from django.db import transaction
from django.utils import timezone

from agenda.calendar.models import EventPage, TrainingPage
from agenda.calendar.services import dates_synced

from . import services
from .models import Registration


def connect() -> None:
    """Pass on seats, and count them anew, as soon as a training has its dates."""
    dates_synced.connect(_fill, dispatch_uid="seats-of-trainings")


def _fill(sender, event: EventPage, **kwargs) -> None:
    booked = Registration.objects.active().order_by().values("occurrence")
    dates = event.occurrences.filter(pk__in=booked)
    # One date stands for all of a course, also when it is over and others are to come.
    if not TrainingPage.objects.filter(pk=event.pk, is_course=True).exists():
        dates = dates.filter(starts_at__gt=timezone.now())
    with transaction.atomic():
        for occurrence in dates.order_by("pk"):
            services.fill_free_seats(occurrence)
