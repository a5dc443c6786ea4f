"""Several people at once, courses, offers with a deadline, and what editors ask."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Locale

from agenda.calendar.models import (
    CancelledDate,
    ExtraDate,
    Occurrence,
    TrainingPage,
    TrainingQuestion,
)
from cms.content.models import ContactPerson
from cms.mail.models import Message
from participation.registrations import followup, jobs, links, rules, services
from participation.registrations.models import Answer, Registration
from tests.calendar.factories import a_calendar, a_training, in_days

from .factories import a_full_training, a_party, a_registration, a_training_with_seats

pytestmark = pytest.mark.django_db
State = Registration.State
FORM = {"name": "Karin Vogt", "email": "karin@mail.example"}
Kind = TrainingQuestion.Kind


def seats_given(*registrations: Registration) -> list[int]:
    for registration in registrations:
        registration.refresh_from_db()
    return [registration.seats_given for registration in registrations]


def kinds_of_mail(registration: Registration) -> list[str]:
    keys = Message.objects.filter(key__contains=f":{registration.pk}:").order_by("pk")
    return [key.split(":")[0] for key in keys.values_list("key", flat=True)]


def a_question(training: TrainingPage, **fields) -> TrainingQuestion:
    question = TrainingQuestion(**{"label": "Was kannst du schon?"} | fields)
    question.locale, question.sort_order = training.locale, training.questions.count()
    training.questions.add(question)
    training.save()
    return training.questions.get(label=question.label)


def form_url(occurrence: Occurrence) -> str:
    return reverse("registration_form", args=[occurrence.pk])


def test_a_party_gets_its_seats_together_and_smaller_ones_move_past_it(root):
    _training, occurrence = a_training_with_seats(5, max_party=5)
    first = a_party(occurrence, 1, 3)
    party = a_party(occurrence, 2, 4)
    single = a_party(occurrence, 3, 1)
    assert seats_given(first, party, single) == [3, 0, 1]
    services.cancel(first)
    assert seats_given(party, single) == [4, 1]


def test_a_party_that_may_be_split_takes_what_is_free_and_waits_for_the_rest(root):
    _training, occurrence = a_training_with_seats(5, max_party=5)
    first = a_party(occurrence, 1, 3)
    party = a_party(occurrence, 2, 4, may_split=True)
    single = a_party(occurrence, 3, 1)
    assert (party.state, seats_given(party, single)) == (State.REGISTERED, [2, 0])
    assert (rules.position_of(party), rules.position_of(single)) == (1, 2)
    services.cancel(first)
    assert seats_given(party, single) == [4, 1]
    assert rules.position_of(party) == 0


def test_lowered_capacity_takes_no_seat_away_and_gives_none(root):
    training, occurrence = a_training_with_seats(3)
    people = [a_registration(occurrence, number) for number in range(5)]
    page = TrainingPage.objects.get(pk=training.pk)
    page.capacity = 2
    page.save_revision().publish()
    services.cancel(people[0])
    assert seats_given(*people) == [0, 1, 1, 0, 0]
    services.cancel(people[1])
    assert seats_given(*people) == [0, 0, 1, 1, 0]


def test_publishing_more_seats_gives_them_at_once(root):
    training, occurrence = a_training_with_seats(1)
    people = [a_registration(occurrence, number) for number in range(4)]
    page = TrainingPage.objects.get(pk=training.pk)
    page.capacity = 3
    page.save_revision().publish()
    assert seats_given(*people) == [1, 1, 1, 0]


def test_an_offer_is_accepted_in_time_or_goes_to_the_next(client, root):
    _training, occurrence = a_training_with_seats(1, offer_hours=24)
    seated, first, second = (a_registration(occurrence, number) for number in range(3))
    services.cancel(seated)
    first.refresh_from_db()
    assert first.state == State.OFFERED
    assert rules.seats_of(occurrence, _training).left == 0

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        page = client.post(links.manage_path(first), {"do": "accept"})
        assert page.status_code == 409
        jobs.lapse_offers()
        jobs.lapse_offers()
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.state, second.state) == (State.CANCELLED, State.OFFERED)
        assert kinds_of_mail(first)[-1] == "registration_lapsed"
        for _time in range(2):
            client.post(links.manage_path(second), {"do": "accept"})
        second.refresh_from_db()
        assert (second.state, second.offered_until) == (State.REGISTERED, None)
        assert kinds_of_mail(second) == [
            "registration_waiting",
            "registration_offered",
            "registration_confirmed",
        ]


def test_who_waits_sees_their_place(client, root):
    _training, occurrence, _seated = a_full_training()
    a_registration(occurrence, 1)
    second = a_registration(occurrence, 2)
    html = client.get(links.manage_path(second)).content.decode()
    assert "Nummer 2" in html or "number 2" in html


def test_one_registration_holds_for_the_whole_course(client, root):
    training = a_training(
        a_calendar(), recurrence="FREQ=WEEKLY;COUNT=3", is_course=True, capacity=1
    )
    first, second, third = training.occurrences.order_by("starts_at")
    registration = a_registration(third, 1)
    assert registration.occurrence == first
    assert services.register(second, person=registration.person, name="Ich") == registration
    assert a_registration(second, 2).state == State.WAITING
    html = client.get(training.url, headers={"authorization": "past the cache"}).content.decode()
    assert form_url(first) in html
    assert form_url(second) not in html
    message = Message.objects.filter(key__startswith="registration_confirmed").first()
    assert len(message.attachments) == 3
    with (
        time_machine.travel(first.starts_at + timedelta(minutes=1)),
        pytest.raises(rules.RegistrationClosed),
    ):
        a_registration(third, 3)


def test_a_form_for_several_people_keeps_their_names(client, root):
    _training, occurrence = a_training_with_seats(5, max_party=5)
    data = FORM | {"seats": "3", "companions": "Jan\n\n Li \n", "may_split": "on"}
    assert client.post(form_url(occurrence), data).status_code == 302
    registration = Registration.objects.get()
    assert (registration.seats, registration.may_split) == (3, True)
    assert registration.companion_names == ["Jan", "Li"]


@pytest.mark.parametrize(
    "changes",
    [
        {"seats": "0"},
        {"seats": "6"},
        {"seats": "-1"},
        {"seats": "99999999999999999999"},
        {"seats": "zwei"},
        {"seats": ""},
        {"companions": "Jan\nLi\nEva"},
        {"companions": "<b>Jan"},
        {"companions": "Jan\x00"},
        {"companions": "x" * 61},
    ],
)
def test_a_party_that_cannot_be_gets_an_error_and_keeps_its_text(client, root, changes):
    _training, occurrence = a_training_with_seats(5, max_party=5)
    response = client.post(form_url(occurrence), FORM | {"seats": "3", "companions": ""} | changes)
    assert response.status_code == 422
    assert "karin@mail.example" in response.content.decode()
    assert not Registration.objects.exists()


def test_answers_are_asked_for_kept_and_forgotten(client, root):
    training, occurrence = a_training_with_seats(5, answers_kept_days=7)
    known = a_question(training, kind=Kind.CHOICE, choices="nichts\nviel", is_required=True)
    needs = a_question(training, label="Was brauchst du?", is_sensitive=True)
    unanswered = client.post(form_url(occurrence), FORM)
    assert unanswered.status_code == 422
    invented = client.post(form_url(occurrence), FORM | {f"question_{known.pk}": "alles"})
    assert invented.status_code == 422
    data = {f"question_{known.pk}": "viel", f"question_{needs.pk}": "Rampe", "note": "Hallo"}
    assert client.post(form_url(occurrence), FORM | data).status_code == 302
    registration = Registration.objects.get()
    assert [answer.text for answer in registration.answers.all()] == ["viel", "Rampe"]
    html = client.get(links.manage_path(registration)).content.decode()
    assert "Rampe" in html

    jobs.forget_answers()
    assert Answer.objects.count() == 2
    with time_machine.travel(occurrence.ends_at + timedelta(days=1, minutes=1)):
        jobs.forget_answers()
    assert Answer.objects.get().text == "viel"
    with time_machine.travel(occurrence.ends_at + timedelta(days=7, minutes=1)):
        jobs.forget_answers()
        jobs.forget_answers()
    registration.refresh_from_db()
    assert (Answer.objects.count(), registration.note) == (0, "")


def told_us(occurrence: Occurrence, number: int) -> Registration:
    answer = Answer(question_key=uuid.uuid4(), question="Bedarf?", text="Rampe", is_sensitive=True)
    words = {"note": "Epilepsie", "companions": "Jan", "answers": [answer]}
    return a_party(occurrence, number, 2, **words)


def test_who_cancels_leaves_no_words_behind(root):
    _training, occurrence = a_training_with_seats(2, max_party=2, offer_hours=1)
    seated, waiting = told_us(occurrence, 1), told_us(occurrence, 2)
    services.cancel(seated)
    seated.refresh_from_db()
    assert (seated.note, seated.companions, seated.answers.count()) == ("", "", 0)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.note, waiting.answers.count()) == (State.OFFERED, "Epilepsie", 1)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        jobs.lapse_offers()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.note, waiting.companions) == (State.CANCELLED, "", "")
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": Kind.CHOICE, "choices": "nur eine\nnur eine"},
        {"is_sensitive": True, "is_required": True},
    ],
)
def test_a_question_that_may_not_be_asked_is_refused(fields):
    with pytest.raises(ValidationError):
        TrainingQuestion(label="Frage", **fields).clean()


def test_a_minimum_above_the_seats_is_refused(root):
    training, _occurrence = a_training_with_seats(5)
    training.minimum_people = 6
    with pytest.raises(ValidationError):
        training.clean()


def test_staff_hear_once_of_a_date_that_lacks_people(root):
    contact = ContactPerson.objects.create(
        slug="vogt", name="Vogt", office="Bibliothek", email="vogt@stadt.example"
    )
    _training, occurrence = a_training_with_seats(
        9, minimum_people=2, contact=contact, starts_at=in_days(2)
    )
    a_registration(occurrence, 1)
    jobs.warn_of_too_few()
    jobs.warn_of_too_few()
    warning = Message.objects.get(key__startswith="registration_too_few")
    assert warning.recipient == "vogt@stadt.example"
    Message.objects.all().delete()
    a_registration(occurrence, 2)
    assert followup.warn_of_too_few() == 0


def test_a_course_is_measured_by_those_who_registered_for_it(root):
    contact = ContactPerson.objects.create(
        slug="vogt", name="Vogt", office="Bibliothek", email="vogt@stadt.example"
    )
    course = a_training(
        a_calendar(),
        recurrence="FREQ=WEEKLY;COUNT=3",
        is_course=True,
        minimum_people=2,
        contact=contact,
    )
    people = [a_registration(course.occurrences.first(), number) for number in range(2)]
    page = TrainingPage.objects.get(pk=course.pk)
    page.extra_dates.add(ExtraDate(starts_at=in_days(5), ends_at=in_days(5, 20)))
    page.save_revision().publish()
    with time_machine.travel(in_days(4)):
        assert followup.warn_of_too_few() == 0
        services.cancel(people[0])
        assert followup.warn_of_too_few() == 1
    warning = Message.objects.get(key__startswith="registration_too_few")
    assert "1 von mindestens 2" in warning.text or "1 of at least 2" in warning.text


def test_staff_hear_of_a_course_whose_first_date_is_called_off(root):
    contact = ContactPerson.objects.create(
        slug="vogt", name="Vogt", office="Bibliothek", email="vogt@stadt.example"
    )
    course = a_training(
        a_calendar(),
        recurrence="FREQ=WEEKLY;COUNT=3",
        is_course=True,
        minimum_people=2,
        contact=contact,
    )
    a_registration(course.occurrences.first(), 1)
    page = TrainingPage.objects.get(pk=course.pk)
    page.cancelled_dates.add(CancelledDate(date=in_days(10).date(), locale=page.locale))
    page.save_revision().publish()
    with time_machine.travel(in_days(9)):
        assert followup.warn_of_too_few() == 0
    with time_machine.travel(in_days(16)):
        assert followup.warn_of_too_few() == 1
    with time_machine.travel(in_days(23)):
        assert followup.warn_of_too_few() == 0, "the course has begun"


def test_the_queries_of_the_form_do_not_grow_with_people(client, root, django_assert_num_queries):
    training, occurrence = a_training_with_seats(50, max_party=5)
    client.get(form_url(occurrence))
    with CaptureQueriesContext(connection) as few:
        client.get(form_url(occurrence))
    for number in range(5):
        a_registration(occurrence, number)
        a_question(training, label=f"Frage {number}")
    with django_assert_num_queries(len(few)):
        client.get(form_url(occurrence))


def test_the_same_answer_form_sent_twice_is_stored_once(client, root):
    training, occurrence = a_training_with_seats(5)
    question = a_question(training)
    data = FORM | {f"question_{question.pk}": "wenig", "submission_key": str(uuid.uuid4())}
    for _time in range(2):
        assert client.post(form_url(occurrence), data).status_code == 302
    assert Answer.objects.count() == 1


def test_nobody_overtakes_a_party_that_is_offered_a_part(root):
    training, occurrence = a_training_with_seats(3, offer_hours=24, max_party=3)
    seated = [a_registration(occurrence, number) for number in range(3)]
    party = a_party(occurrence, 10, seats=3, may_split=True)
    single = a_registration(occurrence, 11)
    services.cancel(seated[0])
    services.cancel(seated[1])
    assert seats_given(party, single) == [2, 0]
    assert (party.state, single.state) == (State.OFFERED, State.WAITING)
    services.accept(party)
    assert rules.seats_of(occurrence, training).left == 0
    assert rules.seats_of(occurrence, training).waiting == 2
    services.cancel(seated[2])
    assert seats_given(party, single) == [3, 0]
    party.refresh_from_db()
    assert party.state == State.REGISTERED


def test_a_course_whose_first_date_is_called_off_begins_with_the_next(root):
    training = a_training(
        a_calendar(),
        recurrence="FREQ=WEEKLY;COUNT=3",
        is_course=True,
        capacity=1,
        starts_at=in_days(3),
    )
    training.cancelled_dates.add(CancelledDate(date=in_days(3).date(), locale=training.locale))
    training.save_revision().publish()
    first = training.occurrences.order_by("starts_at").first()
    seated, waiting = (a_registration(first, number) for number in range(2))
    with time_machine.travel(in_days(4)):
        assert not rules.why_closed(first, training)
        services.cancel(seated)
    assert seats_given(waiting) == [1]


def test_the_form_sent_last_says_what_is_confirmed(root):
    _training, occurrence = a_training_with_seats(9, max_party=4)
    first = services.register(occurrence, name="Fremd", email="karin@mail.example", note="Fremd")
    with time_machine.travel(timezone.now() + timedelta(days=6, hours=23)):
        again = services.register(
            occurrence,
            name="Karin Vogt",
            email="karin@mail.example",
            seats=3,
            companions="Lena",
            answers=[Answer(question_key=uuid.uuid4(), question="Vorwissen?", text="viel")],
        )
    assert again.pk == first.pk
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        services.forget_unconfirmed()
        services.confirm(again)
    again.refresh_from_db()
    assert (again.name, again.seats_given, again.companions, again.note) == (
        "Karin Vogt",
        3,
        "Lena",
        "",
    )
    assert [answer.text for answer in again.answers.all()] == ["viel"]


def test_no_party_waits_for_more_seats_than_there_are(client, root):
    training, occurrence = a_training_with_seats(3)
    TrainingPage.objects.filter(pk=training.pk).update(max_party=10)
    answer = client.post(form_url(occurrence), FORM | {"seats": "5"})
    assert answer.status_code == 422
    assert answer.context["form"].fields["seats"].max_value == 3
    with pytest.raises(rules.RegistrationClosed):
        a_party(occurrence, 1, seats=5)


def test_a_party_for_which_seats_do_not_suffice_is_not_told_that_none_is_left(root):
    _training, occurrence = a_training_with_seats(3, max_party=3)
    a_registration(occurrence, 1)
    party = a_party(occurrence, 2, seats=3)
    assert party.state == State.WAITING
    [message] = Message.objects.filter(key__startswith=f"registration_waiting:{party.pk}:")
    assert "nicht genug für alle" in message.text
    assert "Alle Plätze sind vergeben" not in message.text


def test_a_translation_that_is_behind_asks_by_the_rules_of_the_source(client, root):
    training, occurrence = a_training_with_seats(5, max_party=2)
    old = a_question(training, label="Was kannst du schon?", is_required=False)
    training.save_revision().publish()
    english = Locale.objects.get(language_code="en")
    root.get_translation(english).save_revision().publish()
    calendar = training.get_parent().specific.copy_for_translation(english)
    calendar.save_revision().publish()
    translated = training.copy_for_translation(english)
    question = translated.questions.get()
    question.label = "What do you know?"
    translated.questions = [question]
    translated.save_revision().publish()
    training = TrainingPage.objects.get(pk=training.pk)
    training.max_party, training.capacity = 1, 0
    a_question(training, label="Brauchst du Hilfe?")
    training.save_revision().publish()
    with translation.override("en"):
        address = form_url(occurrence)
    page = client.get(address)
    assert "What do you know?" in page.text
    assert "Brauchst du Hilfe?" in page.text
    assert page.context["seats"].capacity == 0
    assert "seats" not in page.context["form"].fields
    client.post(address, FORM | {"seats": "2", f"question_{old.pk}": "a lot"})
    registration = Registration.objects.get()
    assert registration.seats == 1
    assert [answer.question for answer in registration.answers.all()] == ["What do you know?"]
