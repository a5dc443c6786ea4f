"""Registrations at the demo town's trainings."""

import random

from django.db import transaction

from agenda.calendar.models import Occurrence, TrainingPage

from . import services

MOST_PEOPLE = 14


@transaction.atomic
def build(data: dict, context) -> None:
    """Register people of the town for the next date of every training; one is overbooked."""
    people = [context.person(item["slug"]) for item in data["people"]]
    chance = random.Random(1921)
    trainings = TrainingPage.objects.filter(live=True, locale__language_code="de").order_by("pk")
    is_first_full = True
    for training in trainings:
        occurrence = (
            Occurrence.objects.of(TrainingPage.objects.filter(pk=training.pk))
            .upcoming()
            .filter(is_cancelled=False, starts_at__gt=context.days(0))
            .first()
        )
        if occurrence is None:
            continue
        number = chance.randint(0, MOST_PEOPLE)
        if training.capacity and is_first_full:
            number, is_first_full = training.capacity + 2, False
        for person in chance.sample(people, min(number, len(people))):
            party = chance.randint(1, training.max_party) if training.max_party > 1 else 1
            services.register(occurrence, person=person, name=person.display_name, seats=party)
