"""Repeated jobs of registrations."""

from django.utils import timezone

from agenda.calendar.models import Occurrence
from cms.content.schedule import every

from . import followup, services
from .models import Registration


@every(hours=1)
def forget_unconfirmed_registrations() -> None:
    """Delete what nobody confirmed."""
    services.forget_unconfirmed()


@every(minutes=15)
def fill_free_seats() -> None:
    """Pass on seats that a training got without being published anew."""
    waiting = Registration.objects.waiting().order_by().values("occurrence")
    for occurrence in Occurrence.objects.filter(pk__in=waiting, starts_at__gt=timezone.now()):
        services.fill_free_seats(occurrence)


@every(minutes=1)
def lapse_offers() -> None:
    """Pass on seats that nobody accepted in time."""
    lapsed = Registration.objects.lapsed().order_by().values("occurrence")
    for occurrence in Occurrence.objects.filter(pk__in=lapsed):
        services.lapse_offers(occurrence)


@every(minutes=2)
def tell_changes() -> None:
    """Tell of moved and cancelled dates; what is corrected at once is told once."""
    followup.tell_changes()


@every(minutes=30)
def remind() -> None:
    """Remind of dates that are near."""
    followup.remind()


@every(hours=6)
def warn_of_too_few() -> None:
    """Tell staff where too few have registered."""
    followup.warn_of_too_few()


@every(hours=12)
def forget_answers() -> None:
    """Delete what people told us for an event that is over."""
    followup.forget_answers()
