"""Trainings with people, as the tests need them."""

from agenda.calendar.models import Occurrence, TrainingPage
from participation.accounts.models import User
from participation.registrations import services
from participation.registrations.models import Registration
from tests.calendar.factories import a_calendar, a_training


def a_person(number: int = 0) -> User:
    """Return somebody with an account."""
    return User.objects.create_user(f"person{number}@mail.example", display_name=f"Person {number}")


def a_training_with_seats(capacity: int | None, **fields) -> tuple[TrainingPage, Occurrence]:
    """Return a training and its one date."""
    training = a_training(a_calendar(), capacity=capacity, **fields)
    return training, training.occurrences.get()


def a_full_training(capacity: int = 1) -> tuple[TrainingPage, Occurrence, list[Registration]]:
    """Return a training whose seats are all taken."""
    training, occurrence = a_training_with_seats(capacity)
    seated = [a_registration(occurrence, number) for number in range(100, 100 + capacity)]
    return training, occurrence, seated


def a_registration(occurrence: Occurrence, number: int) -> Registration:
    """Return the registration of a person with an account."""
    person = a_person(number)
    return services.register(occurrence, person=person, name=person.display_name)


def a_party(occurrence: Occurrence, number: int, seats: int, **details) -> Registration:
    """Return the registration of a person and those they bring."""
    person = a_person(number)
    return services.register(
        occurrence, person=person, name=person.display_name, seats=seats, **details
    )
