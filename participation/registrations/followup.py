"""What becomes due as time passes: changes to tell, reminders, warnings, forgetting."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from agenda.calendar.models import Occurrence, TrainingPage

from . import allotment, changes, notices
from .models import Answer, Registration
from .rules import booked_date, seats_of, sessions_of

State = Registration.State
ARRIVAL = ("confirmed_at", "pk")
# Staff hear so long before a date that too few have registered for it.
WARN_BEFORE = timedelta(days=3)
# Without its page nobody can say how long an event's answers are to be kept.
KEEP_WITHOUT_PAGE = timedelta(days=14)


def tell_changes() -> int:
    """Tell everybody whose dates or place are not what we told them; return how many."""
    return sum(_tell_changes_of(date, training) for date, training in _booked_dates())


@transaction.atomic
def _tell_changes_of(occurrence: Occurrence, training: TrainingPage | None) -> int:
    if training is None and not occurrence.is_cancelled:
        return 0
    told = changes.facts(sessions_of(occurrence, training), training)
    people = Registration.objects.active().filter(occurrence=occurrence)
    if training:
        people = people.exclude(told=told)
    else:
        # The page is gone; what it said is known only from what we told.
        people = people.exclude(told__sessions=told["sessions"])
    if not people.exists():
        return 0
    # Nobody may get a seat between our reading and our writing.
    allotment.locked(occurrence.pk)
    number = 0
    for registration in people.select_related("person", "occurrence").order_by(*ARRIVAL):
        before = registration.told
        registration.told = (
            told if training or not before else before | {"sessions": told["sessions"]}
        )
        number += bool(before) and _tell(registration, before)
        registration.save(update_fields=["told", "revision"])
    return number


def _tell(registration: Registration, before: dict) -> bool:
    registration.revision += 1
    if notices.changed(registration, before):
        return True
    registration.revision -= 1
    return False


def remind() -> int:
    """Remind whose next date is near; each date is reminded of once. Return how many."""
    number = 0
    for occurrence, training in _booked_dates():
        if training and training.reminder_days:
            number += _remind_of(occurrence, training)
    return number


@transaction.atomic
def _remind_of(occurrence: Occurrence, training: TrainingPage) -> int:
    now = timezone.now()
    until = now + timedelta(days=training.reminder_days)
    near = [
        session
        for session in sessions_of(occurrence, training)
        if now < session.starts_at <= until and not session.is_cancelled
    ]
    if not near:
        return 0
    people = Registration.objects.seated().filter(occurrence=occurrence)
    unreminded = people.exclude(reminded_until__gte=near[-1].starts_at)
    # Two workers must not both remind: who comes second finds nobody left.
    due = list(unreminded.select_for_update(of=("self",)).select_related("person", "occurrence"))
    for registration in due:
        reminded_until = registration.reminded_until or now
        new = [session for session in near if session.starts_at > reminded_until]
        registration.reminded_until = until
        registration.save(update_fields=["reminded_until"])
        notices.reminder(registration, new)
    return len(due)


def warn_of_too_few() -> int:
    """Tell staff of dates that are near and lack people; return how many."""
    number = 0
    now = timezone.now()
    trainings = TrainingPage.objects.live().filter(
        minimum_people__isnull=False, contact__isnull=False, takes_registrations=True
    )
    near = Occurrence.objects.of(trainings).filter(
        starts_at__gt=now, starts_at__lte=now + WARN_BEFORE, is_cancelled=False
    )
    for occurrence, training in _with_trainings(near):
        if training is None or training.contact is None:
            continue
        sessions = sessions_of(occurrence, training)
        first = next(session for session in sessions if not session.is_cancelled)
        seats = seats_of(booked_date(occurrence, training), training)
        is_short = training.minimum_people and seats.seated < training.minimum_people
        if first.pk == occurrence.pk and is_short:
            notices.too_few(training, occurrence, seats)
            number += 1
    return number


def forget_answers() -> int:
    """Delete answers, notes and names of companions whose time is over; return how many."""
    now = timezone.now()
    number = 0
    keeping = Registration.objects.with_private_words().values("occurrence")
    for occurrence, training in _with_trainings(Occurrence.objects.filter(pk__in=keeping)):
        ended_at = max(session.ends_at for session in sessions_of(occurrence, training))
        kept = timedelta(days=training.answers_kept_days) if training else KEEP_WITHOUT_PAGE
        answers = Answer.objects.filter(registration__occurrence=occurrence)
        if ended_at + kept <= now:
            number += answers.delete()[0]
            people = Registration.objects.filter(occurrence=occurrence)
            number += people.with_private_words().update(note="", companions="")
        elif ended_at + timedelta(days=1) <= now:
            number += answers.filter(is_sensitive=True).delete()[0]
    return number


def _booked_dates() -> list[tuple[Occurrence, TrainingPage | None]]:
    """Return the dates that people are registered at and that are not wholly over."""
    booked = Registration.objects.active().order_by().values("occurrence")
    is_coming = Q(starts_at__gt=timezone.now())
    courses = Occurrence.objects.of(TrainingPage.objects.filter(is_course=True))
    going_on = courses.filter(is_coming).order_by().values("event_key")
    dates = Occurrence.objects.filter(is_coming | Q(event_key__in=going_on), pk__in=booked)
    return _with_trainings(dates)


def _with_trainings(occurrences) -> list[tuple[Occurrence, TrainingPage | None]]:
    """Pair dates with their training in the source language, else in any; None if it is gone."""
    dates = list(occurrences.order_by("starts_at", "pk"))
    pages = TrainingPage.objects.filter(
        translation_key__in={occurrence.event_key for occurrence in dates}, live=True
    ).select_related("place", "locale", "contact")
    by_key: dict = {}
    for page in sorted(pages, key=_rank):
        by_key.setdefault(page.translation_key, page)
    return [(occurrence, by_key.get(occurrence.event_key)) for occurrence in dates]


def _rank(page: TrainingPage) -> tuple[bool, int]:
    return page.locale.language_code != settings.LANGUAGE_CODE, page.pk
