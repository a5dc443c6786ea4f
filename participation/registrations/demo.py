"""Registrations at the demo town's trainings, and who came to those that are over."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.db.models import Max

from agenda.calendar.models import Occurrence, TrainingPage
from cms.mail.models import Message

from . import changes, services
from .attendance import services as desk
from .attendance.models import Attendance
from .attendance.participants import participants_of
from .models import Answer, Registration

MOST_PEOPLE = 14
REGISTERED_BETWEEN = 12, 18
# The statistics say no number below five, and would hide most of a small town's.
MISSED = 5


@transaction.atomic
def build(data: dict, context) -> None:
    """Register people of the town for each training's next date, and for those that are over.

    One training is overbooked.
    """
    people = [context.person(item["slug"]) for item in data["people"]]
    said = _said(data["events"])
    chance = random.Random(1921)
    trainings = TrainingPage.objects.filter(live=True, locale__language_code="de").order_by("pk")
    for training in trainings:
        if not training.is_course:
            for occurrence in training.occurrences.past().filter(is_cancelled=False):
                _hold(occurrence, training, people, said, context, chance)
    is_first_full = True
    for training in trainings:
        occurrence = (
            training.occurrences.upcoming()
            .filter(is_cancelled=False, starts_at__gt=context.days(0))
            .first()
        )
        if occurrence is None:
            continue
        number = max(chance.randint(0, MOST_PEOPLE), training.minimum_people or 0)
        if training.capacity and is_first_full:
            number, is_first_full = training.capacity + 2, False
        _register(occurrence, training, people, number, said, chance)


def _said(events: list[dict]) -> dict[str, list[str]]:
    """Map the questions of the texts to what people say there."""
    return {
        question["label"]: question.get("said") or question["choices"]
        for event in events
        for question in event.get("questions", [])
    }


def _register(
    occurrence: Occurrence,
    training: TrainingPage,
    people: list,
    number: int,
    said: dict[str, list[str]],
    chance: random.Random,
) -> None:
    for person in chance.sample(people, min(number, len(people))):
        services.register(
            occurrence,
            person=person,
            name=person.display_name,
            seats=chance.randint(1, training.max_party) if training.max_party > 1 else 1,
            answers=_answers(training, said, chance),
        )


def _answers(training: TrainingPage, said: dict, chance: random.Random) -> list[Answer]:
    return [
        Answer(
            question_key=question.translation_key,
            question=question.label,
            text=chance.choice(said[question.label]),
            is_sensitive=question.is_sensitive,
        )
        for question in training.questions.all()
        if question.is_required or chance.random() < 0.4
    ]


def _hold(
    occurrence: Occurrence,
    training: TrainingPage,
    people: list,
    said: dict[str, list[str]],
    context,
    chance: random.Random,
) -> None:
    """Let people register for a date that is over, and the desk note who came."""
    with _before_it_began(occurrence, context):
        _register(occurrence, training, people, chance.randint(*REGISTERED_BETWEEN), said, chance)
    registered_at = occurrence.starts_at - timedelta(days=5)
    Registration.objects.filter(occurrence=occurrence).update(
        created_at=registered_at,
        confirmed_at=registered_at,
        told=changes.facts([occurrence], training),
    )
    editor = context.person("petra-lindqvist")
    seated = [person for person in participants_of(occurrence) if person.has_seat]
    chance.shuffle(seated)
    for person in seated[MISSED:]:
        desk.check_in(occurrence, person, by=editor)
    desk.note_absent(occurrence, training, by=editor)
    Attendance.objects.filter(occurrence=occurrence).update(at=occurrence.starts_at)


@contextmanager
def _before_it_began(occurrence: Occurrence, context) -> Iterator[None]:
    """Put a date into the future inside the block: nobody can register for one of the past."""
    starts_at, ends_at = occurrence.starts_at, occurrence.ends_at
    newest = Message.objects.aggregate(pk=Max("pk"))["pk"] or 0
    occurrence.starts_at = context.days(1)
    occurrence.ends_at = occurrence.starts_at + (ends_at - starts_at)
    occurrence.save(update_fields=["starts_at", "ends_at"])
    yield
    occurrence.starts_at, occurrence.ends_at = starts_at, ends_at
    occurrence.save(update_fields=["starts_at", "ends_at"])
    # What these people were told spoke of the wrong day.
    Message.objects.filter(pk__gt=newest).delete()
