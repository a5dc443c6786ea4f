"""Parties and courses at the desk: each person counts, at each date."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from agenda.calendar.models import Occurrence, TrainingPage, TrainingQuestion
from participation.registrations import services, tickets
from participation.registrations.attendance import jobs, statistics
from participation.registrations.attendance.models import Attendance
from participation.registrations.attendance.participants import participants_of
from participation.registrations.attendance.services import recipients_of
from participation.registrations.models import Answer, Registration
from tests.calendar.factories import a_calendar, a_training

from .desk import address, after, an_editor_of, at_the_door
from .factories import a_full_training, a_party, a_registration, a_training_with_seats

pytestmark = pytest.mark.django_db
State = Registration.State


def a_course(number: int = 3, **fields) -> tuple[TrainingPage, list[Occurrence]]:
    rule = f"FREQ=WEEKLY;COUNT={number}"
    course = a_training(a_calendar(), recurrence=rule, is_course=True, **fields)
    return course, list(course.occurrences.order_by("starts_at"))


def lines(occurrence: Occurrence) -> list[tuple[str, str]]:
    return [(person.name, person.state) for person in participants_of(occurrence)]


def republished(training: TrainingPage, **fields) -> None:
    page = TrainingPage.objects.get(pk=training.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def seats_left(occurrence: Occurrence) -> int | None:
    return Occurrence.objects.get(pk=occurrence.pk).seats_left


def test_each_person_of_a_split_party_has_one_line(root):
    _training, occurrence = a_training_with_seats(3, max_party=4)
    a_party(occurrence, 1, 4, companions="Berta\nAnna", may_split=True)
    [anna, berta, first, *waiting] = lines(occurrence)
    assert [anna, berta] == [("Anna", "registered"), ("Berta", "registered")]
    assert first == ("Person 1", "registered")
    [(name, state)] = waiting
    assert name.startswith("Person 1, ")
    assert state == State.WAITING


def test_companions_are_checked_in_one_by_one(client, root):
    training, occurrence = a_training_with_seats(3, max_party=3)
    party = a_party(occurrence, 1, 2, companions="Berta")
    client.force_login(an_editor_of(training))
    with at_the_door(occurrence):
        client.post(address("note", occurrence.pk, party.pk, 1), {"action": "present"})
        assert client.post(address("note", occurrence.pk, party.pk, 2)).status_code == 404
    assert [person.name for person in participants_of(occurrence) if person.is_present] == ["Berta"]
    with after(occurrence):
        client.post(address("absences", occurrence.pk), {"action": "note"})
    assert dict(Attendance.objects.values_list("position", "state")) == {0: "absent", 1: "present"}


def test_answers_are_shown_and_sensitive_ones_leave_in_no_file(client, root):
    training, occurrence = a_training_with_seats(3)
    answers = [
        Answer(question_key=uuid.uuid4(), question=question, text=text, is_sensitive=is_sensitive)
        for question, text, is_sensitive in (
            ("Vorwissen?", "viel", False),
            ("Bedarf?", "Rampe", True),
        )
    ]
    a_party(occurrence, 1, 1, answers=answers)
    client.force_login(an_editor_of(training))
    assert "Vorwissen? viel; Bedarf? Rampe" in client.get(address("date", occurrence.pk)).text
    file = b"".join(client.get(address("date", occurrence.pk), {"export": "csv"})).decode()
    assert "Vorwissen? viel" in file
    assert "Rampe" not in file


def test_who_has_an_offer_is_listed_and_written_to_as_waiting(root):
    _training, occurrence, [seated] = a_full_training()
    republished(_training, offer_hours=5)
    waiting = a_registration(occurrence, 1)
    last = a_registration(occurrence, 2)
    services.cancel(seated)
    assert lines(occurrence) == [("Person 1", State.OFFERED), ("Person 2", State.WAITING)]
    assert recipients_of(occurrence, "registered") == []
    assert recipients_of(occurrence, "waiting") == recipients_of(occurrence, "all")
    assert recipients_of(occurrence, "all") == [waiting, last]


def test_a_split_party_gets_one_message(root):
    _training, occurrence = a_training_with_seats(1, max_party=3)
    party = a_party(occurrence, 1, 3, may_split=True)
    for audience in ("registered", "waiting", "all"):
        assert recipients_of(occurrence, audience) == [party]


def test_people_of_a_course_are_expected_at_each_date(client, root):
    course, [first, second, third] = a_course(max_party=2)
    party = a_party(third, 1, 2, companions="Berta")
    assert lines(first) == lines(third) == [("Berta", "registered"), ("Person 1", "registered")]
    editor = an_editor_of(course)
    client.force_login(editor)
    for date in client.get(address("dates")).context["page_obj"].object_list:
        assert date.counts == {"seated": 2, "waiting": 0}
    with at_the_door(second):
        client.force_login(editor)
        door = client.get(tickets.ticket_path(party)).url
        assert door == address("ticket", second.pk, party.pk)
        client.post(address("note", second.pk, party.pk, 0))
    assert [person.is_present for person in participants_of(second)] == [False, True]
    assert not any(person.is_present for person in participants_of(third))


def test_statistics_count_people_at_each_date_of_a_course(root):
    course, dates = a_course(2, max_party=10)
    a_party(dates[0], 1, 8)
    editor = an_editor_of(course)
    with after(dates[-1]):
        years = {timezone.localtime(date.starts_at).year for date in dates}
        totals = [statistics.statistics_of(editor, year).total for year in years]
    assert sum(total.counts["registered"] for total in totals) == 16


def test_nothing_personal_is_left_ninety_days_after_the_last_date_of_a_course(root):
    course, [first, *_others, last] = a_course(max_party=2)
    question = TrainingQuestion(label="Vorwissen?", locale=course.locale)
    answer = Answer(question_key=question.translation_key, question=question.label, text="viel")
    party = a_party(first, 1, 2, companions="Berta", note="Hallo", answers=[answer])
    with after(first, days=91):
        jobs.forget_names()
    party.refresh_from_db()
    assert (party.name, party.companions, party.answers.count()) == ("Person 1", "Berta", 1)
    with after(last, days=91):
        jobs.forget_names()
        services.fill_free_seats(first)
    party.refresh_from_db()
    assert (party.name, party.companions, party.note, party.told) == ("", "", "", {})
    assert (party.person, party.answers.count(), party.seats_given) == (None, 0, 2)


def test_free_seats_are_noted_whenever_they_change(root):
    training, occurrence = a_training_with_seats(3, max_party=2)
    assert seats_left(occurrence) is None
    party = a_party(occurrence, 1, 2)
    assert seats_left(occurrence) == 1
    a_registration(occurrence, 2)
    assert seats_left(occurrence) == 0
    republished(training, capacity=7)
    assert seats_left(occurrence) == 4
    republished(training, capacity=2)
    assert seats_left(occurrence) == 0
    services.cancel(party)
    assert seats_left(occurrence) == 1
    republished(training, capacity=None)
    assert seats_left(occurrence) is None


def test_free_seats_of_a_course_are_noted_at_each_date(root):
    _course, dates = a_course(capacity=2)
    a_registration(dates[1], 1)
    assert [seats_left(date) for date in dates] == [1, 1, 1]


def test_seats_of_a_lapsed_offer_are_noted(root):
    training, occurrence, [seated] = a_full_training()
    republished(training, offer_hours=1)
    a_registration(occurrence, 1)
    services.cancel(seated)
    assert seats_left(occurrence) == 0
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        services.lapse_offers(occurrence)
    assert seats_left(occurrence) == 1
