"""Who gets the seats that are free. Every function here wants the date locked.

The order is that in which people confirmed. A party gets its seats together, or only some of
them if it agreed to be split. Where a party needs more than are free, smaller ones behind it
move up: so no seat stays empty that somebody who waits could take.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from agenda.calendar.models import Occurrence, TrainingPage
from agenda.calendar.queries import event_urls
from agenda.calendar.services import note_free_seats
from cms.content import page_cache

from . import changes, notices
from .models import Registration
from .rules import begins_at, is_called_off, seats_of, sessions_of, training_behind, training_of

State = Registration.State


def locked(occurrence_id: int) -> Occurrence:
    """Return the date, locked: everybody who counts its seats waits here."""
    occurrences = Occurrence.objects.all()
    if getattr(settings, "SEAT_LOCK", True):
        occurrences = occurrences.select_for_update()
    return occurrences.get(pk=occurrence_id)


def give_free_seats(
    occurrence: Occurrence,
    *,
    newcomer: Registration | None = None,
    training: TrainingPage | None = None,
) -> int:
    """Give what is free in the order of arrival; return how many parties got seats.

    `newcomer` has just confirmed and is no one who moves up: they need not accept an offer.
    `training` spares the question whose date it is: everybody behind waits for our answers.
    """
    training = training or training_of(occurrence)
    if training is None:
        return 0
    sessions = sessions_of(occurrence, training)
    if _is_over(sessions):
        return 0
    left = seats_of(occurrence, training).left
    if left == 0:
        return 0
    served = 0
    waiting = Registration.objects.filter(occurrence=occurrence).waiting()
    for registration in waiting.select_related("person", "occurrence").iterator(chunk_size=100):
        share = _share(registration, left)
        if not share:
            continue
        is_newcomer = newcomer is not None and registration.pk == newcomer.pk
        _give(registration, share, training, sessions, is_newcomer=is_newcomer)
        served += 1
        if left is not None:
            left -= share
            if not left:
                break
    return served


def take_back(registration: Registration) -> None:
    """Take the seats, or the place on the waiting list, from a registration.

    What somebody told us for the event has no purpose any more, and goes at once.
    """
    registration.state = State.CANCELLED
    registration.cancelled_at = timezone.now()
    registration.seats_given = 0
    registration.offered_until = None
    registration.revision += 1
    registration.note = registration.companions = ""
    registration.save(
        update_fields=[
            "state",
            "cancelled_at",
            "seats_given",
            "offered_until",
            "revision",
            "note",
            "companions",
        ]
    )
    registration.answers.all().delete()


def withdraw(registration: Registration) -> None:
    """Take an offer back from somebody who keeps their place on the waiting list."""
    registration.state = State.WAITING
    registration.seats_given = 0
    registration.offered_until = None
    registration.save(update_fields=["state", "seats_given", "offered_until"])


def note(occurrence: Occurrence, training: TrainingPage | None = None) -> None:
    """Tell the calendar how many seats are left; those of a course at each of its dates."""
    # Also while nobody can see it: the page may be published again.
    training = training or training_behind(occurrence)
    if training is None:
        return
    left = seats_of(occurrence, training).left
    note_free_seats(sessions_of(occurrence, training), left)


def purge(occurrence: Occurrence) -> None:
    """Drop the pages that say how many seats are left."""
    page_cache.purge_urls(event_urls(occurrence.event_key))


def _is_over(sessions: list[Occurrence]) -> bool:
    return begins_at(sessions) <= timezone.now() or is_called_off(sessions)


def _share(registration: Registration, left: int | None) -> int:
    wanted = registration.seats_wanted
    if left is None or wanted <= left:
        return wanted
    return left if registration.may_split else 0


def _give(
    registration: Registration,
    share: int,
    training: TrainingPage,
    sessions: list[Occurrence],
    *,
    is_newcomer: bool,
) -> None:
    now = timezone.now()
    # A party that has accepted a part has the rest at once; one that has not yet is asked again.
    has_accepted = registration.state == State.REGISTERED
    is_offer = bool(training.offer_hours and not is_newcomer and not has_accepted)
    registration.state = State.OFFERED if is_offer else State.REGISTERED
    registration.seats_given += share
    registration.told = changes.facts(sessions, training)
    # Who learns of the seat now needs no reminder for what is as near as that.
    registration.reminded_until = now + timedelta(days=training.reminder_days)
    if is_offer:
        in_time = now + timedelta(hours=training.offer_hours)
        registration.offered_until = min(in_time, begins_at(sessions))
    registration.save(
        update_fields=["state", "seats_given", "told", "reminded_until", "offered_until"]
    )
    if is_offer:
        notices.offered(registration)
    elif is_newcomer:
        notices.confirmed(registration)
    else:
        notices.moved_up(registration)
