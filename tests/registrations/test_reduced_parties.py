"""Fewer of a party come: the seats that become free go to those who wait."""

import pytest
import time_machine

from agenda.calendar.models import Occurrence
from cms.mail.models import Message
from participation.registrations import links, rules, services
from participation.registrations.attendance.models import Attendance
from participation.registrations.models import Registration
from tests.calendar.factories import a_calendar, a_training

from .factories import a_party, a_registration, a_training_with_seats
from .test_seat_mails import delivered, the_file_of

pytestmark = pytest.mark.django_db
State = Registration.State


def seats_given(*registrations: Registration) -> list[int]:
    for registration in registrations:
        registration.refresh_from_db()
    return [registration.seats_given for registration in registrations]


def reduced_mails() -> int:
    return Message.objects.filter(key__startswith="registration_reduced").count()


def test_the_freed_seats_go_to_those_who_wait_in_order(client, root, mailbox):
    _training, occurrence = a_training_with_seats(4, max_party=4)
    party = a_party(occurrence, 1, 4, companions="Anna\nBerta\nClara")
    first, second, third = (a_registration(occurrence, number) for number in (2, 3, 4))
    confirmed = delivered(mailbox)[0]
    detail = client.get(links.manage_path(party)).content.decode()
    assert links.party_path(party) in detail

    form = client.get(links.party_path(party)).content.decode()
    assert "Anna\nBerta\nClara" in form
    for _time in range(2):
        sent = client.post(links.party_path(party), {"seats": "2", "companions": "Berta\n"})
        assert (sent.status_code, sent["Location"]) == (302, links.manage_path(party))

    assert seats_given(party, first, second, third) == [2, 1, 1, 0]
    assert (party.seats, party.companion_names) == (2, ["Berta"])
    assert Occurrence.objects.get(pk=occurrence.pk).seats_left == 0
    told, *moved_up = delivered(mailbox)
    assert [message["To"] for message in moved_up] == [first.person.email, second.person.email]
    assert told["To"] == party.person.email
    before, after = the_file_of(confirmed), the_file_of(told)
    assert (before[0], before[1]) == (after[0], after[1]) == ("REQUEST", before[1])
    assert after[2] > before[2]


def test_a_split_party_gives_up_first_what_it_waits_for(root):
    _training, occurrence = a_training_with_seats(3, max_party=5)
    party = a_party(occurrence, 1, 5, may_split=True)
    single = a_registration(occurrence, 2)
    services.reduce_party(party, seats=3)
    assert seats_given(party, single) == [3, 0]
    assert rules.position_of(single) == 1
    services.reduce_party(party, seats=2)
    assert seats_given(party, single) == [2, 1]


def test_a_waiting_party_that_fits_now_gets_its_seats(root):
    _training, occurrence = a_training_with_seats(4, max_party=4)
    a_registration(occurrence, 1)
    party = a_party(occurrence, 2, 4)
    reduced = services.reduce_party(party, seats=2)
    assert (reduced.state, reduced.seats_given) == (State.REGISTERED, 2)


def test_an_offer_stays_an_offer_for_fewer(root):
    _training, occurrence = a_training_with_seats(3, max_party=3, offer_hours=24)
    seated = a_party(occurrence, 1, 3)
    party, single = a_party(occurrence, 2, 3), a_registration(occurrence, 3)
    services.cancel(seated)
    reduced = services.reduce_party(party, seats=2)
    single.refresh_from_db()
    assert (reduced.state, reduced.seats_given) == (State.OFFERED, 2)
    assert single.state == State.OFFERED


@pytest.mark.parametrize(
    "data",
    [
        {"seats": "4", "companions": ""},
        {"seats": "0", "companions": ""},
        {"seats": "-1", "companions": ""},
        {"seats": "99999999999999999999", "companions": ""},
        {"seats": "zwei", "companions": ""},
        {"companions": ""},
        {"seats": "2", "companions": "Anna\nBerta"},
        {"seats": "2", "companions": "<b>Anna"},
        {"seats": "2", "companions": "Anna\x00"},
    ],
)
def test_a_party_never_grows_and_takes_no_nonsense(client, root, data):
    _training, occurrence = a_training_with_seats(9, max_party=5)
    party = a_party(occurrence, 1, 3)
    assert client.post(links.party_path(party), data).status_code == 422
    services.reduce_party(party, seats=5)
    services.reduce_party(party, seats=0)
    assert seats_given(party) == [3]
    assert reduced_mails() == 0


def test_a_form_that_was_overtaken_takes_nothing_back(client, root):
    _training, occurrence = a_training_with_seats(9, max_party=5)
    party = a_party(occurrence, 1, 5)
    services.reduce_party(party, seats=2)
    # `party` still says five, as the form of a second window does.
    services.reduce_party(party, seats=3)
    assert seats_given(party) == [2]
    assert reduced_mails() == 1


def test_a_course_that_has_begun_and_a_party_at_the_door_stay_as_they_are(client, root):
    course = a_training(
        a_calendar(), recurrence="FREQ=WEEKLY;COUNT=3", is_course=True, capacity=5, max_party=3
    )
    first = course.occurrences.order_by("starts_at").first()
    party = a_party(first, 1, 3)
    wish = {"seats": "1", "companions": ""}
    with time_machine.travel(first.starts_at):
        assert client.post(links.party_path(party), wish).status_code == 409
        assert links.party_path(party) not in client.get(links.manage_path(party)).content.decode()
    Attendance.objects.create(
        registration=party, occurrence=first, position=2, state=Attendance.State.PRESENT
    )
    assert client.post(links.party_path(party), wish).status_code == 409
    assert seats_given(party) == [3]


def test_who_is_alone_or_has_cancelled_is_told_so(client, root):
    _training, occurrence = a_training_with_seats(9, max_party=5)
    alone, party = a_registration(occurrence, 1), a_party(occurrence, 2, 3)
    services.cancel(party)
    for registration in (alone, party):
        page = client.get(links.party_path(registration))
        assert page.status_code == 200
        assert "<form" not in page.content.decode().split("<main")[1].split("</main")[0]
    assert client.post(links.party_path(party), {"seats": "1", "companions": ""}).status_code == 409
    assert client.get("/anmeldung/meine/x/personen/").status_code == 404
