"""Seats follow the dates, as the dates follow their page."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from agenda.calendar.models import EventPage, TrainingPage
from agenda.calendar.services import dates_synced

from . import services
from .models import Registration


def connect() -> None:
    """Pass on seats, and count them anew, as soon as a training has its dates."""
    dates_synced.connect(_fill, dispatch_uid="seats-of-trainings")


def _fill(sender, event: EventPage, **kwargs) -> None:
    training = TrainingPage.objects.filter(pk=event.pk).first()
    if training is None:
        return
    dates = training.occurrences.order_by("pk")
    if training.is_course:
        # One date stands for all of a course, also when it is over and others are to come.
        dates = dates[:1]
    else:
        booked = Registration.objects.active().order_by().values("occurrence")
        # A number may be left from people who cancelled meanwhile.
        is_counted = Q(pk__in=booked) | Q(seats_left__isnull=False)
        dates = dates.filter(is_counted, starts_at__gt=timezone.now())
    with transaction.atomic():
        for occurrence in dates:
            services.fill_free_seats(occurrence)
