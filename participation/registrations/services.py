"""How seats are given, taken back and passed on."""

import uuid
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import get_language

from agenda.calendar.models import Occurrence, TrainingPage
from participation.accounts.models import User

from . import allotment, changes, notices
from .models import Answer, Registration
from .rules import (
    CancellationClosed,
    OfferLapsed,
    PartyStays,
    RegistrationClosed,
    booked_date,
    is_called_off,
    sessions_behind,
    sessions_of,
    training_of,
    why_closed,
    why_not_accepted,
    why_not_cancelled,
    why_party_stays,
    why_too_many,
)

State = Registration.State
KEEP_UNCONFIRMED = timedelta(days=7)
# What a form says, which a later one says anew as long as nothing is confirmed.
REPLACED = ["name", "note", "seats", "companions", "may_split", "language", "submission_key"]


@transaction.atomic
def register(
    occurrence: Occurrence,
    *,
    person: User | None = None,
    name: str,
    email: str = "",
    note: str = "",
    seats: int = 1,
    companions: str = "",
    may_split: bool = False,
    answers: Iterable[Answer] = (),
    submission_key: uuid.UUID | None = None,
) -> Registration:
    """Register somebody, and who comes with them, for a date of a training or for a course.

    A signed-in `person` gets seats or a place on the waiting list at once; anybody else is
    sent a link first. Who is registered already is told again and gets no second seat.
    `answers` are unsaved. Raises RegistrationClosed.
    """
    training = _require_open(occurrence)
    if reason := why_too_many(seats, training, may_split=may_split):
        raise RegistrationClosed(reason)
    occurrence = booked_date(occurrence, training)
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
        seats=seats,
        companions=companions,
        may_split=may_split and seats > 1,
        revision=_next_revision(occurrence, recipient),
        language=language,
        submission_key=key,
    )
    try:
        with transaction.atomic():
            registration.save()
    except IntegrityError:
        return _tell_again(registration, answers, is_known=person is not None)
    _save_answers(registration, answers)
    if person:
        return _confirm(registration)
    notices.confirm(registration)
    return registration


@transaction.atomic
def confirm(registration: Registration) -> Registration:
    """Give a seat or a place on the waiting list; repeating it changes nothing.

    Raises RegistrationClosed.
    """
    person = registration.person
    if person and not person.email_confirmed_at:
        person.email_confirmed_at = timezone.now()
        person.display_name = person.display_name or registration.name
        person.save(update_fields=["email_confirmed_at", "display_name"])
    return _confirm(registration)


@transaction.atomic
def cancel(registration: Registration) -> Registration:
    """Give up the seats, which those who wait get; repeating it changes nothing.

    Raises CancellationClosed.
    """
    occurrence = allotment.locked(registration.occurrence_id)
    registration = _fresh(registration)
    if registration.state == State.CANCELLED:
        return registration
    if reason := why_not_cancelled(registration):
        raise CancellationClosed(reason)
    was_active, had_seat = registration.is_active, registration.state == State.REGISTERED
    allotment.take_back(registration)
    if was_active:
        notices.cancelled(registration, had_seat=had_seat)
        allotment.give_free_seats(occurrence)
        allotment.note(occurrence)
        allotment.purge(occurrence)
    return registration


@transaction.atomic
def reduce_party(registration: Registration, *, seats: int, companions: str = "") -> Registration:
    """Keep only so many seats of a party; those who wait get the others.

    `companions` names who of them still comes along. A party never grows, and repeating it
    changes nothing. Raises PartyStays.
    """
    occurrence = allotment.locked(registration.occurrence_id)
    registration = _fresh(registration)
    if not 1 <= seats < registration.seats:
        return registration
    if reason := why_party_stays(registration):
        raise PartyStays(reason)
    registration.seats = seats
    registration.seats_given = min(registration.seats_given, seats)
    registration.companions = companions
    registration.revision += 1
    registration.save(update_fields=["seats", "seats_given", "companions", "revision"])
    notices.reduced(registration)
    # Also a party that waits may fit now where it was too large before.
    allotment.give_free_seats(occurrence)
    allotment.note(occurrence)
    allotment.purge(occurrence)
    return _fresh(registration)


@transaction.atomic
def accept(registration: Registration) -> Registration:
    """Take the seat that was offered; repeating it changes nothing.

    Raises OfferLapsed.
    """
    allotment.locked(registration.occurrence_id)
    registration = _fresh(registration)
    if registration.state == State.REGISTERED:
        return registration
    if reason := why_not_accepted(registration):
        raise OfferLapsed(reason)
    registration.state = State.REGISTERED
    registration.offered_until = None
    registration.save(update_fields=["state", "offered_until"])
    notices.confirmed(registration)
    return registration


@transaction.atomic
def lapse_offers(occurrence: Occurrence) -> int:
    """Take back seats that nobody accepted in time and offer them on; return how many.

    Nobody missed anything where the date was called off: they wait, in case it takes place.
    """
    occurrence = allotment.locked(occurrence.pk)
    offers = Registration.objects.filter(occurrence=occurrence).lapsed()
    lapsed = list(offers.select_related("person", "occurrence"))
    for registration in lapsed:
        if is_called_off(sessions_behind(registration)):
            allotment.withdraw(registration)
            continue
        allotment.take_back(registration)
        notices.lapsed(registration)
    if lapsed:
        allotment.give_free_seats(occurrence)
        allotment.note(occurrence)
        allotment.purge(occurrence)
    return len(lapsed)


@transaction.atomic
def fill_free_seats(occurrence: Occurrence) -> int:
    """Give free seats to those who wait, e.g. after the training got more; return how many."""
    occurrence = allotment.locked(occurrence.pk)
    number = allotment.give_free_seats(occurrence)
    allotment.note(occurrence)
    if number:
        allotment.purge(occurrence)
    return number


def forget_unconfirmed() -> int:
    """Delete registrations that nobody confirmed in time; return how many."""
    old = Registration.objects.filter(
        state=State.UNCONFIRMED, created_at__lt=timezone.now() - KEEP_UNCONFIRMED
    )
    return old.delete()[0]


def _confirm(registration: Registration) -> Registration:
    occurrence = allotment.locked(registration.occurrence_id)
    registration = _fresh(registration)
    if registration.state != State.UNCONFIRMED:
        return registration
    training = _require_open(occurrence)
    registration.state = State.WAITING
    # The clock of the database, read under the lock: those of two servers would differ.
    registration.confirmed_at = Now()
    registration.told = changes.facts(sessions_of(occurrence, training), training)
    registration.save(update_fields=["state", "confirmed_at", "told"])
    allotment.give_free_seats(occurrence, newcomer=registration, training=training)
    registration = _fresh(registration)
    if registration.state == State.WAITING:
        notices.waiting(registration)
    allotment.note(occurrence, training)
    allotment.purge(occurrence)
    return registration


def _next_revision(occurrence: Occurrence, person: User) -> int:
    """Return a number above those of the person's cancelled registrations for this date."""
    earlier = Registration.objects.filter(occurrence=occurrence, person=person)
    highest = earlier.aggregate(highest=Max("revision"))["highest"]
    return 0 if highest is None else highest + 1


def _save_answers(registration: Registration, answers: Iterable[Answer]) -> None:
    for answer in answers:
        answer.registration = registration
    Answer.objects.bulk_create(answers)


def _fresh(registration: Registration) -> Registration:
    related = Registration.objects.select_related("person", "occurrence")
    return related.get(pk=registration.pk)


def _require_open(occurrence: Occurrence) -> TrainingPage:
    training = training_of(occurrence)
    reason = why_closed(occurrence, training) if training else ""
    if training is None or reason:
        raise RegistrationClosed(reason)
    return training


def _tell_again(wanted: Registration, answers: Iterable[Answer], *, is_known: bool) -> Registration:
    """Tell somebody who registers once more what they have; unconfirmed, they get what they want.

    `wanted` is unsaved.
    """
    # As everywhere, the date is locked before its registrations: no deadlock.
    allotment.locked(wanted.occurrence_id)
    existing = (
        Registration.objects.select_related("occurrence", "person")
        .exclude(state=State.CANCELLED)
        .filter(occurrence=wanted.occurrence, person=wanted.person)
        .first()
    )
    if existing is None:
        # The clash was one of keys: the same form came twice at once.
        return Registration.objects.get(submission_key=wanted.submission_key)
    if existing.state == State.UNCONFIRMED:
        _replace(existing, wanted, answers)
        if is_known:
            return _confirm(existing)
        notices.confirm(existing)
    elif existing.state == State.REGISTERED:
        notices.confirmed(existing)
    elif existing.state == State.OFFERED:
        notices.offered(existing)
    else:
        notices.waiting(existing)
    return existing


def _replace(existing: Registration, wanted: Registration, answers: Iterable[Answer]) -> None:
    """Let the form sent last say what is confirmed; its link is valid as long as any other."""
    for name in REPLACED:
        setattr(existing, name, getattr(wanted, name))
    existing.created_at = timezone.now()
    existing.save(update_fields=[*REPLACED, "created_at"])
    existing.answers.all().delete()
    _save_answers(existing, answers)
