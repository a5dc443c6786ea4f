"""Staff write to the people of a date, and what is kept of it."""

import uuid

import pytest
from django.utils import timezone, translation
from wagtail.models import PageLogEntry

from cms.mail.models import Message
from participation.registrations import services
from participation.registrations.attendance import jobs
from participation.registrations.attendance.models import Attendance, ParticipantMessage
from participation.registrations.models import Registration

from .desk import address, after, an_editor_of, at_the_door
from .factories import a_full_training, a_person, a_registration

pytestmark = pytest.mark.django_db
WORDS = {"subject": "Anderer Raum", "text": "Wir treffen uns\nim <b>Saal 2</b>."}


@pytest.fixture
def full(root, client):
    """Return a training with one seat taken and two people waiting; its editor is signed in."""
    page, occurrence, [seated] = a_full_training()
    waiting = [a_registration(occurrence, number) for number in (1, 2)]
    client.force_login(an_editor_of(page))
    return page, occurrence, seated, waiting


def sent() -> list[Message]:
    return list(Message.objects.filter(key__startswith="registration_message:").order_by("pk"))


def send(client, occurrence, action: str = "send", **fields):
    words = WORDS | {"audience": "registered", "key": str(uuid.uuid4()), "action": action}
    return client.post(address("message", occurrence.pk), words | fields)


@pytest.mark.parametrize(("audience", "number"), [("registered", 1), ("waiting", 2), ("all", 3)])
def test_message_reaches_whom_it_names_and_is_noted(client, full, audience, number):
    page, occurrence, _seated, _waiting = full
    answer = send(client, occurrence, audience=audience)
    assert answer.url == address("date", occurrence.pk)
    assert len(sent()) == number
    [entry] = PageLogEntry.objects.filter(page=page, action="attendance.message")
    assert entry.data["recipients"] == number
    assert "Saal" not in str(entry.data)
    assert WORDS["subject"] in client.get(answer.url).text


def test_preview_shows_the_words_and_sends_nothing(client, full):
    _page, occurrence, *_people = full
    answer = send(client, occurrence, "preview", audience="all")
    assert answer.status_code == 200
    assert "im &lt;b&gt;Saal 2&lt;/b&gt;" in answer.text
    assert 'value="send"' in answer.text
    assert sent() == []
    assert not ParticipantMessage.objects.exists()


def test_first_form_cannot_send_unseen(client, full):
    _page, occurrence, *_people = full
    assert 'value="send"' not in client.get(address("message", occurrence.pk)).text


def test_same_form_sent_twice_writes_once(client, full):
    _page, occurrence, *_people = full
    key = str(uuid.uuid4())
    for _time in range(2):
        send(client, occurrence, key=key, audience="all")
    assert len(sent()) == 3
    assert ParticipantMessage.objects.count() == 1
    assert PageLogEntry.objects.filter(action="attendance.message").count() == 1


def test_changed_words_under_the_same_key_are_not_said_to_be_sent(client, full):
    _page, occurrence, *_people = full
    key = str(uuid.uuid4())
    send(client, occurrence, key=key)
    answer = send(client, occurrence, key=key, text="Doch im Saal 3")
    assert answer.status_code == 409
    assert "Doch im Saal 3" in answer.text
    assert len(sent()) == 1
    new_key = str(answer.context["form"]["key"].value())
    assert new_key != key
    send(client, occurrence, key=new_key, text="Doch im Saal 3")
    assert len(sent()) == 2


def test_frame_is_in_the_language_of_each_person(client, full):
    _page, occurrence, _seated, _waiting = full
    with translation.override("en"):
        services.register(occurrence, person=a_person(9), name="Jane")
    send(client, occurrence, audience="waiting")
    message = next(message for message in sent() if message.recipient == a_jane())
    assert message.language == "en"
    assert "See or cancel your registration" in message.text
    assert message.subject == WORDS["subject"]
    assert "Saal 2" in message.text
    assert "<b>Saal" not in message.html


def a_jane() -> str:
    return Registration.objects.get(name="Jane").person.email


def test_who_cancelled_hears_nothing(client, full):
    _page, occurrence, seated, _waiting = full
    services.cancel(seated)
    send(client, occurrence, audience="all")
    assert seated.person.email not in {message.recipient for message in sent()}
    assert len(sent()) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": ""},
        {"subject": "x" * 151},
        {"text": ""},
        {"text": "x" * 4001},
        {"audience": "everybody"},
        {"key": "unsinn"},
        {"key": ""},
    ],
)
def test_bad_input_sends_nothing(client, full, changes):
    _page, occurrence, *_people = full
    answer = send(client, occurrence, **changes)
    assert answer.status_code == 422
    assert sent() == []


def test_subject_of_several_lines_stays_one(client, full):
    _page, occurrence, *_people = full
    send(client, occurrence, subject="Raum\r\nBcc: alle@mail.example")
    assert "\n" not in sent()[0].subject


def test_names_are_forgotten_ninety_days_after_the_date_and_the_counts_stay(client, full):
    _page, occurrence, seated, _waiting = full
    Registration.objects.filter(pk=seated.pk).update(note="Rollstuhl")
    send(client, occurrence)
    with at_the_door(occurrence):
        client.post(address("note", occurrence.pk, seated.pk, 0))
    with after(occurrence, days=89):
        jobs.forget_names()
    seated.refresh_from_db()
    assert (seated.name, seated.note) == ("Person 100", "Rollstuhl")
    with after(occurrence, days=91):
        assert occurrence.ends_at < timezone.now()
        jobs.forget_names()
        jobs.forget_names()
    seated.refresh_from_db()
    assert (seated.name, seated.note, seated.person) == ("", "", None)
    assert seated.state == Registration.State.REGISTERED
    assert Attendance.objects.get().by is None
    assert not ParticipantMessage.objects.exists()
    assert Registration.objects.count() == 3
