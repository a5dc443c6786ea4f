"""Whether people may register now, and how many seats are left; reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.calendar.models import Occurrence, TrainingPage
from agenda.calendar.queries import public_event
from cms.content.models import Place

from .models import Registration

# What a cached page says of free seats is coarse: so it changes seldom.
FEW_SEATS = 3


class RegistrationClosed(Exception):
    """Nobody can register for this date now; the text says why."""


class OfferLapsed(Exception):
    """The time to accept a seat is over, or none is offered; the text says why."""


class CancellationClosed(Exception):
    """Nobody can cancel any more; the text says why."""


class PartyStays(Exception):
    """The party cannot be made smaller now; the text says why."""


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
        """Say whether the next person gets a seat.

        A seat that is free while people wait is one that only parties left over which want
        more seats than that.
        """
        return self.left is None or self.left > 0

    @property
    def phrase(self) -> str:
        """Return the state of the seats in words."""
        if not self.has_room:
            return _("Fully booked, there is a waiting list")
        if self.left is not None and self.left <= FEW_SEATS:
            return _("Only a few seats left")
        return _("Seats available")


def training_of(occurrence: Occurrence, locale=None) -> TrainingPage | None:
    """Return the public training page of a date, if it has one.

    With `locale` for its words; without, the page whose rules hold: a translation may be behind.
    """
    event = public_event(occurrence.event_key, locale)
    return getattr(event, "trainingpage", None) if event else None


def binding(training: TrainingPage) -> TrainingPage:
    """Return the page whose rules hold for all translations of a public training."""
    if training.locale.language_code == settings.LANGUAGE_CODE:
        return training
    event = public_event(training.translation_key)
    return getattr(event, "trainingpage", None) or training


def training_behind(occurrence: Occurrence, locale=None) -> TrainingPage | None:
    """Return the training of a date, also one that is public no more: its people remain."""
    if event := public_event(occurrence.event_key, locale):
        return getattr(event, "trainingpage", None)
    pages = TrainingPage.objects.filter(translation_key=occurrence.event_key)
    return pages.select_related("place", "locale").order_by("pk").first()


def booked_date(occurrence: Occurrence, training: TrainingPage) -> Occurrence:
    """Return the date that people register at: this one, or that which stands for the course.

    It is the oldest row, because a row keeps its number when its date is moved.
    """
    if not training.is_course:
        return occurrence
    return training.occurrences.order_by("pk").first() or occurrence


def booked_dates(occurrences: Iterable[Occurrence]) -> dict[int, int]:
    """Map the keys of dates to those at which their people register, as booked_date does."""
    occurrences = list(occurrences)
    keys = {occurrence.event_key for occurrence in occurrences}
    courses = TrainingPage.objects.filter(translation_key__in=keys, is_course=True)
    first = dict(
        Occurrence.objects.of(courses).order_by().values_list("event_key").annotate(Min("pk"))
    )
    return {date.pk: first.get(date.event_key, date.pk) for date in occurrences}


def sessions_of(occurrence: Occurrence, training: TrainingPage | None) -> list[Occurrence]:
    """Return the dates for which a registration at `occurrence` holds, soonest first."""
    if training is None or not training.is_course:
        return [occurrence]
    sessions = training.occurrences.select_related("place").order_by("starts_at", "pk")
    return list(sessions) or [occurrence]


def sessions_behind(registration: Registration) -> list[Occurrence]:
    """Return the dates for which a registration holds, also if its training is public no more."""
    return sessions_of(registration.occurrence, training_behind(registration.occurrence))


def begins_at(sessions: list[Occurrence]) -> datetime:
    """Return when the first date begins that takes place, or would have begun."""
    dates = [session for session in sessions if not session.is_cancelled] or sessions
    return min(session.starts_at for session in dates)


def is_called_off(sessions: list[Occurrence]) -> bool:
    """Say whether no date is left that takes place."""
    return all(session.is_cancelled for session in sessions)


def venue_of(session: Occurrence, training: TrainingPage | None) -> Place | None:
    """Return where a date takes place: a moved one may have a place of its own."""
    return session.place or (training.place if training else None)


def position_of(registration: Registration) -> int:
    """Return the place on the waiting list, counted from 1; 0 for who does not wait."""
    waiting = Registration.objects.filter(occurrence=registration.occurrence_id).waiting()
    order = list(waiting.values_list("pk", flat=True))
    return order.index(registration.pk) + 1 if registration.pk in order else 0


def seats_of(occurrence: Occurrence, training: TrainingPage) -> Seats:
    """Return the seats of one date."""
    counts = Registration.objects.counts([occurrence.pk])
    return Seats(training.capacity, **counts.get(occurrence.pk, {}))


def why_closed(
    occurrence: Occurrence, training: TrainingPage, sessions: list[Occurrence] | None = None
) -> str:
    """Return why nobody can register for this date now, or an empty text.

    `sessions` spares the question which dates belong to a course.
    """
    now = timezone.now()
    sessions = sessions or sessions_of(occurrence, training)
    if not training.takes_registrations:
        return _("This training takes no registrations.")
    if all(session.is_cancelled for session in sessions):
        return _("This date has been cancelled.")
    if begins_at(sessions) <= now:
        return _("This date has already begun.")
    if training.registration_opens_at and training.registration_opens_at > now:
        return _("Registration has not opened yet.")
    if training.registration_closes_at and training.registration_closes_at <= now:
        return _("Registration has closed.")
    return ""


def why_too_many(seats: int, training: TrainingPage, *, may_split: bool) -> str:
    """Return why so many people cannot be registered at once, or an empty text.

    A party that stays together and wants more seats than there are would wait for ever.
    """
    most = training.max_party if may_split else most_together(training)
    if seats <= most:
        return ""
    text = ngettext(
        "You can register at most %(number)d person at once.",
        "You can register at most %(number)d people at once.",
        most,
    )
    return text % {"number": most}


def most_together(training: TrainingPage) -> int:
    """Return how many people of one registration could all have a seat."""
    if training.capacity:
        return min(training.max_party, training.capacity)
    return training.max_party


def why_not_accepted(registration: Registration) -> str:
    """Return why nobody can accept a seat here now, or an empty text."""
    now, sessions = timezone.now(), sessions_behind(registration)
    if is_called_off(sessions):
        return _("This date has been cancelled.")
    is_offered = registration.state == Registration.State.OFFERED
    # The date may have been brought forward since the offer.
    if not is_offered or min(registration.offered_until, begins_at(sessions)) <= now:
        return _("The time to accept this seat is over.")
    return ""


def why_not_cancelled(registration: Registration) -> str:
    """Return why the registration cannot be cancelled now, or an empty text.

    Who did not come could otherwise take back that they were expected.
    """
    now = timezone.now()
    if all(session.starts_at <= now for session in sessions_behind(registration)):
        return _("This date has already begun.")
    return ""


def why_party_stays(registration: Registration) -> str:
    """Return why fewer people than registered cannot be noted now, or an empty text."""
    if not registration.is_active or registration.seats == 1:
        return _("There is no party that could become smaller.")
    training = training_of(registration.occurrence)
    sessions = sessions_of(registration.occurrence, training)
    if begins_at(sessions) <= timezone.now():
        return _("This date has already begun.")
    if registration.attendances.exists():
        # Who came is noted by the place in the list of names.
        return _("Somebody of you has been checked in. Please tell the team at the entrance.")
    return ""
