"""How seats are given, taken back and passed on."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from agenda.calendar.models import Occurrence
from agenda.calendar.queries import event_urls
from agenda.calendar.services import note_free_seats
from cms.content import page_cache
from participation.accounts.models import User

from . import notices
from .models import Registration
from .rules import RegistrationClosed, seats_of, training_of, why_closed

State = Registration.State
KEEP_UNCONFIRMED = timedelta(days=7)


@transaction.atomic
def register(
    occurrence: Occurrence,
    *,
    person: User | None = None,
    name: str,
    email: str = "",
    note: str = "",
    submission_key: uuid.UUID | None = None,
) -> Registration:
    """Register somebody for a date of a training.

    A signed-in `person` gets a seat or a place on the waiting list at once; anybody else is
    sent a link first. Who is registered already is told again and gets no second seat.
    Raises RegistrationClosed.
    """
    _require_open(occurrence)
    key = submission_key or uuid.uuid4()
    if repeated := Registration.objects.filter(submission_key=key).first():
        return repeated
    language = get_language() or settings.LANGUAGE_CODE
    recipient = person or User.objects.for_email(email, language=language)
    registration = Registration(
        occurrence=occurrence,
        person=recipient,
        name=name,
        note=note,
        language=language,
        submission_key=key,
    )
    try:
        with transaction.atomic():
            registration.save()
    except IntegrityError:
        return _tell_again(occurrence, recipient, key, is_known=person is not None)
    if person:
        return _confirm(registration)
    notices.confirm(registration)
    return registration


@transaction.atomic
def confirm(registration: Registration) -> Registration:
    """Give a seat or a place on the waiting list; repeating it changes nothing.

    Raises RegistrationClosed.
    """
    _require_open(registration.occurrence)
    person = registration.person
    if person and not person.email_confirmed_at:
        person.email_confirmed_at = timezone.now()
        person.display_name = person.display_name or registration.name
        person.save(update_fields=["email_confirmed_at", "display_name"])
    return _confirm(registration)


@transaction.atomic
def cancel(registration: Registration) -> Registration:
    """Give up a seat, which the first on the waiting list gets; repeating it changes nothing."""
    occurrence = _locked(registration.occurrence_id)
    registration = _fresh(registration)
    if registration.state == State.CANCELLED:
        return registration
    was_active = registration.is_active
    registration.state = State.CANCELLED
    registration.cancelled_at = timezone.now()
    registration.save(update_fields=["state", "cancelled_at"])
    if was_active:
        notices.cancelled(registration)
        _move_up(occurrence)
        _note_free_seats(occurrence)
        _purge(occurrence)
    return registration


@transaction.atomic
def fill_free_seats(occurrence: Occurrence) -> int:
    """Give free seats to those who wait, e.g. after the training got more; return how many."""
    occurrence = _locked(occurrence.pk)
    number = _move_up(occurrence)
    _note_free_seats(occurrence)
    if number:
        _purge(occurrence)
    return number


def forget_unconfirmed() -> int:
    """Delete registrations that nobody confirmed in time; return how many."""
    old = Registration.objects.filter(
        state=State.UNCONFIRMED, created_at__lt=timezone.now() - KEEP_UNCONFIRMED
    )
    return old.delete()[0]


def _confirm(registration: Registration) -> Registration:
    occurrence = _locked(registration.occurrence_id)
    registration = _fresh(registration)
    if registration.state != State.UNCONFIRMED:
        return registration
    training = _require_open(occurrence)
    has_seat = seats_of(occurrence, training).has_room
    registration.state = State.REGISTERED if has_seat else State.WAITING
    registration.confirmed_at = timezone.now()
    registration.save(update_fields=["state", "confirmed_at"])
    if has_seat:
        notices.confirmed(registration)
    else:
        notices.waiting(registration)
    _note_free_seats(occurrence)
    _purge(occurrence)
    return registration


def _locked(occurrence_id: int) -> Occurrence:
    """Return the date, locked: everybody who counts its seats waits here."""
    occurrences = Occurrence.objects.all()
    if getattr(settings, "SEAT_LOCK", True):
        occurrences = occurrences.select_for_update()
    return occurrences.get(pk=occurrence_id)


def _fresh(registration: Registration) -> Registration:
    related = Registration.objects.select_related("person", "occurrence")
    return related.get(pk=registration.pk)


def _require_open(occurrence: Occurrence):
    training = training_of(occurrence)
    reason = why_closed(occurrence, training) if training else ""
    if training is None or reason:
        raise RegistrationClosed(reason)
    return training


def _move_up(occurrence: Occurrence) -> int:
    training = training_of(occurrence)
    if training is None or occurrence.is_cancelled or occurrence.starts_at <= timezone.now():
        return 0
    left = seats_of(occurrence, training).left
    first = Registration.objects.filter(occurrence=occurrence).waiting()
    moved = list(first.select_related("person", "occurrence")[:left])
    for registration in moved:
        registration.state = State.REGISTERED
        registration.save(update_fields=["state"])
        notices.moved_up(registration)
    return len(moved)


def _tell_again(
    occurrence: Occurrence, person: User, key: uuid.UUID, *, is_known: bool
) -> Registration:
    existing = (
        Registration.objects.select_related("occurrence", "person")
        .exclude(state=State.CANCELLED)
        .filter(occurrence=occurrence, person=person)
        .first()
    )
    if existing is None:
        # The clash was one of keys: the same form came twice at once.
        return Registration.objects.get(submission_key=key)
    if existing.state == State.UNCONFIRMED:
        if is_known:
            return _confirm(existing)
        notices.confirm(existing)
    elif existing.state == State.REGISTERED:
        notices.confirmed(existing)
    else:
        notices.waiting(existing)
    return existing


def _note_free_seats(occurrence: Occurrence) -> None:
    if training := training_of(occurrence):
        seats = seats_of(occurrence, training)
        left = None if seats.left is None else max(seats.left - seats.waiting, 0)
        note_free_seats(occurrence.pk, left)


def _purge(occurrence: Occurrence) -> None:
    page_cache.purge_urls(event_urls(occurrence.event_key))
