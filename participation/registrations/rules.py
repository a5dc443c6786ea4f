"""Whether people may register now, and how many seats are left; reads only."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.calendar.models import Occurrence, TrainingPage
from agenda.calendar.queries import public_event

from .models import Registration

# What a cached page says of free seats is coarse: so it changes seldom.
FEW_SEATS = 3


class RegistrationClosed(Exception):
    """Nobody can register for this date now; the text says why."""


@dataclass(frozen=True)
class Seats:
    """The seats of one date."""

    capacity: int | None
    seated: int = 0
    waiting: int = 0

    @property
    def left(self) -> int | None:
        """Return how many may still be given; None without a limit."""
        return None if self.capacity is None else max(self.capacity - self.seated, 0)

    @property
    def has_room(self) -> bool:
        """Say whether the next person gets a seat; nobody overtakes who waits."""
        return self.left is None or self.left > self.waiting

    @property
    def phrase(self) -> str:
        """Return the state of the seats in words."""
        if not self.has_room:
            return _("Fully booked, there is a waiting list")
        if self.left is not None and self.left - self.waiting <= FEW_SEATS:
            return _("Only a few seats left")
        return _("Seats available")


def training_of(occurrence: Occurrence, locale=None) -> TrainingPage | None:
    """Return the public training page of a date, if it has one."""
    event = public_event(occurrence.event_key, locale)
    return getattr(event, "trainingpage", None) if event else None


def seats_of(occurrence: Occurrence, training: TrainingPage) -> Seats:
    """Return the seats of one date."""
    counts = Registration.objects.counts([occurrence.pk])
    return Seats(training.capacity, **counts.get(occurrence.pk, {}))


def why_closed(occurrence: Occurrence, training: TrainingPage) -> str:
    """Return why nobody can register for this date now, or an empty text."""
    now = timezone.now()
    if not training.takes_registrations:
        return _("This training takes no registrations.")
    if occurrence.is_cancelled:
        return _("This date has been cancelled.")
    if occurrence.starts_at <= now:
        return _("This date has already begun.")
    if training.registration_opens_at and training.registration_opens_at > now:
        return _("Registration has not opened yet.")
    if training.registration_closes_at and training.registration_closes_at <= now:
        return _("Registration has closed.")
    return ""
