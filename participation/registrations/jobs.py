"""Repeated jobs of registrations."""

from django.utils import timezone

from agenda.calendar.models import Occurrence
from cms.content.schedule import every

from . import services
from .models import Registration


@every(hours=1)
def forget_unconfirmed_registrations() -> None:
    """Delete what nobody confirmed."""
    services.forget_unconfirmed()


@every(minutes=15)
def fill_free_seats() -> None:
    """Pass on seats that a training got after people had to wait."""
    waiting = Registration.objects.waiting().order_by().values("occurrence")
    for occurrence in Occurrence.objects.filter(pk__in=waiting, starts_at__gt=timezone.now()):
        services.fill_free_seats(occurrence)
