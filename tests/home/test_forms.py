"""People reach the city, and nothing they type breaks anything."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from cms.content.models import ContactPerson, SiteIdentity
from cms.mail.models import Message

pytestmark = pytest.mark.django_db

AWKWARD = [
    "",
    "x" * 10_000,
    "null\x00byte",
    "<script>alert(1)</script>",
    "\u202eהפוך\u202c",
    "😀" * 50,
    "Zeile\r\nBcc: jemand@example.com",
]


@pytest.fixture
def contact() -> ContactPerson:
    return ContactPerson.objects.create(
        slug="bibliothek", name="Mirko Stein", office="Bibliothek", email="stein@auenbrueck.example"
    )


@pytest.fixture
def _feedback_address(root):
    site = root.get_site()
    SiteIdentity.objects.create(site=site, feedback_email="barriere@auenbrueck.example")


def message(**changes: str) -> dict:
    return {
        "subject": "Öffnungszeiten",
        "message": "Haben Sie am Samstag offen?",
        "name": "Karin Vogt",
        "email": "karin.vogt@mail.example",
        "website": "",
        "submission_key": str(uuid.uuid4()),
        **changes,
    }


def test_message_reaches_the_contact_person_once(client, contact):
    data = message()
    for _repeat in range(2):
        answer = client.post(contact.get_contact_url(), data)
        assert answer.status_code == 302
    [mail] = Message.objects.all()
    assert mail.recipient == "stein@auenbrueck.example"
    assert "karin.vogt@mail.example" in mail.text


def test_two_messages_without_a_key_are_two(client, contact):
    for _message in range(2):
        client.post(contact.get_contact_url(), message(submission_key=""))
    assert Message.objects.count() == 2


def test_address_of_the_contact_person_is_never_shown(client, contact):
    assert "stein@auenbrueck.example" not in client.get(contact.get_contact_url()).text


@pytest.mark.parametrize("field", ["subject", "message", "name", "email", "website"])
@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_is_taken_or_refused_in_words(client, contact, field, text):
    answer = client.post(contact.get_contact_url(), message(**{field: text}))
    assert answer.status_code in {302, 422}
    assert "<script>alert" not in answer.text
    if answer.status_code == 422:
        assert Message.objects.count() == 0
        assert "aria-invalid" in answer.text or field == "website"
        if field != "message":
            assert "Haben Sie am Samstag offen?" in answer.text, "typed text is kept"


@pytest.mark.usefixtures("_feedback_address")
def test_barrier_is_reported_without_a_name(client):
    address = reverse("accessibility_feedback")
    answer = client.post(address, {"message": "Die Karte hat keine Beschriftung.", "name": ""})
    assert answer.status_code == 302
    [mail] = Message.objects.all()
    assert mail.recipient == "barriere@auenbrueck.example"


@pytest.mark.usefixtures("_feedback_address")
def test_machine_that_fills_every_field_is_refused(client):
    address = reverse("accessibility_feedback")
    answer = client.post(address, {"message": "Kauft!", "website": "https://spam.example"})
    assert answer.status_code == 422
    assert Message.objects.count() == 0


def test_unknown_contact_person_is_not_found(client):
    assert client.get("/kontakt/niemand/").status_code == 404


def test_form_from_elsewhere_is_refused_in_words(contact):
    answer = Client(enforce_csrf_checks=True).post(contact.get_contact_url(), message())
    assert answer.status_code == 403
    assert "<h1" in answer.text
