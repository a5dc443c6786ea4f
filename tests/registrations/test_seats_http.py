"""The rush for seats over real HTTP, against two servers and real PostgreSQL."""

import threading
from collections import Counter

import pytest
from django.db import connection

from agenda.calendar.models import Occurrence, TrainingPage
from cms.mail import services as mail
from cms.mail.models import Message
from participation.accounts.models import User
from participation.registrations import links
from participation.registrations.models import Registration

from .factories import a_training_with_seats
from .servers import Answer, rush, two_servers

pytestmark = pytest.mark.django_db(transaction=True)
State = Registration.State
# Each of them asks only when the one before has an answer.
LATECOMERS = 5


def people_with_links(occurrence: Occurrence, number: int) -> dict[str, Registration]:
    """Let people fill in the form; map their confirmation links to their registrations."""
    users = User.objects.bulk_create(
        User(email=f"person{index}@mail.example") for index in range(number)
    )
    registrations = Registration.objects.bulk_create(
        Registration(occurrence=occurrence, person=user, name=user.email[:9]) for user in users
    )
    return {links.confirm_path(registration): registration for registration in registrations}


def assert_nobody_overtook(answers: list[Answer], in_order: list[int]) -> None:
    """Whoever had an answer before another one even asked must stand before them."""
    places = {pk: place for place, pk in enumerate(in_order)}
    known = [(answer, places[links.confirmed_by(answer.token).pk]) for answer in answers]
    assert all(
        first_place < later_place
        for first, first_place in known
        for later, later_place in known
        if first.answered_at < later.sent_at
    )


def test_five_hundred_people_for_twenty_seats(tmp_path, mailbox, root):
    _training, occurrence = a_training_with_seats(20)
    by_path = people_with_links(occurrence, 500 + LATECOMERS)
    paths = list(by_path)
    with two_servers(tmp_path) as ports:
        answers = rush(ports, paths[:500], seconds=2)
        assert Registration.objects.seated().count() == 20
        assert Registration.objects.waiting().count() == 480
        for path in paths[500:]:
            answers += rush(ports[::-1], [path], seconds=0)
        assert Counter(answer.status for answer in answers) == {302: len(paths)}

        in_order = list(Registration.objects.order_by("confirmed_at", "pk"))
        states = [registration.state for registration in in_order]
        assert states == [State.REGISTERED] * 20 + [State.WAITING] * (480 + LATECOMERS)
        assert_nobody_overtook(answers, [registration.pk for registration in in_order])

        seated, waiting = in_order[:20], in_order[20:]
        goodbyes = [links.manage_path(registration) for registration in seated[::2]]
        cancelled = rush(ports, goodbyes + goodbyes, seconds=0.2)
        assert {answer.status for answer in cancelled} == {302}

    seats = Registration.objects.seated().order_by("confirmed_at")
    assert [r.pk for r in seats] == [r.pk for r in seated[1::2] + waiting[:10]]
    assert Registration.objects.waiting().count() == 470 + LATECOMERS
    assert_no_mail_is_lost(mailbox, people=len(paths))


def assert_no_mail_is_lost(mailbox, *, people: int) -> None:
    """Everybody heard of their place, ten of their goodbye and ten of moving up."""
    kinds = Counter(key.split(":")[0] for key in Message.objects.values_list("key", flat=True))
    assert kinds == {
        "registration_confirmed": 20,
        "registration_waiting": people - 20,
        "registration_moved_up": 10,
        "registration_cancelled": 10,
    }
    assert mail.deliver_due(limit=people + 100) == people + 20
    assert len(mailbox.messages) == people + 20
    assert len({message["To"] for message in mailbox.messages}) == people
    files = [part for m in mailbox.messages for part in m.iter_attachments()]
    methods = Counter(part["Content-Type"].params["method"] for part in files)
    assert methods == {"REQUEST": 30, "CANCEL": 10}


def test_the_same_rush_without_the_lock_oversells(tmp_path, root):
    _training, occurrence = a_training_with_seats(5)
    by_path = people_with_links(occurrence, 80)
    with two_servers(tmp_path, SEAT_LOCK="off") as ports:
        answers = rush(ports, list(by_path), seconds=0.1)
    assert {answer.status for answer in answers} == {302}
    assert Registration.objects.seated().count() > 5


def test_no_seat_is_free_or_sold_twice_while_the_number_changes(tmp_path, root):
    training, occurrence = a_training_with_seats(4)
    by_path = people_with_links(occurrence, 60)
    failures: list[Exception] = []

    def change() -> None:
        try:
            for capacity in (9, 6, 12):
                page = TrainingPage.objects.get(pk=training.pk)
                page.capacity = capacity
                page.save_revision().publish()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    editor = threading.Thread(target=change)
    with two_servers(tmp_path) as ports:
        editor.start()
        answers = rush(ports, list(by_path), seconds=1)
        editor.join()
    assert failures == []
    assert {answer.status for answer in answers} == {302}
    in_order = list(Registration.objects.order_by("confirmed_at", "pk"))
    states = [registration.state for registration in in_order]
    assert states == [State.REGISTERED] * 12 + [State.WAITING] * 48
