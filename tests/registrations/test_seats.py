"""No seat is given twice, and none stays empty while somebody waits."""

import threading

import pytest
from django.conf import settings
from django.db import connection

from agenda.calendar.models import CancelledDate, EventPage, TrainingPage
from cms.mail.models import Message
from participation.accounts.models import User
from participation.registrations import rules, services
from participation.registrations.models import Registration
from tests.calendar.factories import in_days

from .factories import a_full_training, a_person, a_registration, a_training_with_seats

State = Registration.State
PEOPLE, SEATS = 40, 5


def mails_about(registration: Registration) -> list[str]:
    keys = Message.objects.filter(key__contains=f":{registration.pk}:").order_by("pk")
    return [key.split(":")[0] for key in keys.values_list("key", flat=True)]


def seats_given_to_a_rush(occurrence) -> int:
    """Let PEOPLE people with accounts register at the same moment; return who got a seat."""
    people = [a_person(number) for number in range(PEOPLE)]
    gate = threading.Barrier(PEOPLE)
    failures = []

    def rush(person: User):
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            services.register(occurrence, person=person, name=person.display_name)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=rush, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Registration.objects.count() == PEOPLE
    return Registration.objects.seated().count()


@pytest.mark.django_db(transaction=True)
def test_forty_people_at_once_get_exactly_the_five_seats():
    _training, occurrence = a_training_with_seats(SEATS)
    assert settings.SEAT_LOCK
    assert seats_given_to_a_rush(occurrence) == SEATS
    assert Registration.objects.waiting().count() == PEOPLE - SEATS


@pytest.mark.django_db(transaction=True)
def test_the_same_rush_without_the_lock_oversells(settings):
    settings.SEAT_LOCK = False
    _training, occurrence = a_training_with_seats(SEATS)
    assert seats_given_to_a_rush(occurrence) > SEATS


@pytest.mark.django_db
def test_who_comes_too_late_waits_and_moves_up(root):
    _training, occurrence, [seated] = a_full_training()
    first, second = a_registration(occurrence, 1), a_registration(occurrence, 2)
    assert [first.state, second.state] == [State.WAITING, State.WAITING]
    services.cancel(seated)
    first.refresh_from_db()
    second.refresh_from_db()
    assert [first.state, second.state] == [State.REGISTERED, State.WAITING]
    assert mails_about(first) == ["registration_waiting", "registration_moved_up"]
    assert mails_about(second) == ["registration_waiting"]
    assert mails_about(seated) == ["registration_confirmed", "registration_cancelled"]


@pytest.mark.django_db
def test_cancelling_twice_moves_up_one_person(root):
    _training, occurrence, [seated] = a_full_training()
    a_registration(occurrence, 1)
    a_registration(occurrence, 2)
    services.cancel(seated)
    services.cancel(seated)
    assert Registration.objects.seated().count() == 1


@pytest.mark.django_db
def test_nobody_overtakes_those_who_wait(root):
    training, occurrence, _seated = a_full_training()
    waiting = a_registration(occurrence, 1)
    TrainingPage.objects.filter(pk=training.pk).update(capacity=2)
    assert a_registration(occurrence, 2).state == State.WAITING
    waiting.refresh_from_db()
    assert waiting.state == State.REGISTERED


@pytest.mark.django_db
def test_registering_again_gives_no_second_seat(root):
    _training, occurrence = a_training_with_seats(3)
    person = a_person()
    first = services.register(occurrence, person=person, name="Ich")
    again = services.register(occurrence, person=person, name="Ich")
    assert first == again
    assert Registration.objects.count() == 1


@pytest.mark.django_db
def test_who_cancelled_may_come_back(root):
    _training, occurrence = a_training_with_seats(3)
    person = a_person()
    services.cancel(services.register(occurrence, person=person, name="Ich"))
    assert services.register(occurrence, person=person, name="Ich").state == State.REGISTERED


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"takes_registrations": False},
        {"registration_opens_at": in_days(3)},
        {"registration_closes_at": in_days(-1)},
        {"starts_at": in_days(-1)},
    ],
)
def test_nobody_registers_outside_the_time(root, changes):
    _training, occurrence = a_training_with_seats(3, **changes)
    with pytest.raises(rules.RegistrationClosed):
        services.register(occurrence, person=a_person(), name="Ich")
    assert not Registration.objects.exists()


@pytest.mark.django_db
def test_a_date_with_people_is_called_off_instead_of_deleted(root):
    training, occurrence = a_training_with_seats(3, recurrence="")
    registration = a_registration(occurrence, 1)
    EventPage.objects.get(pk=training.pk).specific.delete()
    registration.refresh_from_db()
    assert registration.occurrence.is_cancelled


@pytest.mark.django_db
def test_nobody_registers_for_a_cancelled_date(root):
    training, occurrence = a_training_with_seats(3)
    page = TrainingPage.objects.get(pk=training.pk)
    page.cancelled_dates.add(CancelledDate(date=in_days(10).date(), locale=page.locale))
    page.save_revision().publish()
    occurrence.refresh_from_db()
    with pytest.raises(rules.RegistrationClosed):
        services.register(occurrence, person=a_person(), name="Ich")


@pytest.mark.parametrize(
    ("seats", "has_room"),
    [
        (rules.Seats(None, 900), True),
        (rules.Seats(5, 4), True),
        (rules.Seats(5, 5), False),
        (rules.Seats(5, 6), False),
        (rules.Seats(5, 4, 1), True),
        (rules.Seats(0), False),
    ],
)
def test_room_is_counted_with_those_who_wait(seats, has_room):
    assert seats.has_room is has_room
