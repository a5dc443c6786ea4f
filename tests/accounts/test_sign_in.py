"""Signing in by an e-mailed code."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from cms.mail.models import Message
from participation.accounts.models import User

from .factories import code_in

pytestmark = pytest.mark.django_db
SIGN_IN = "/konto/anmelden/"
CODE = "/konto/anmelden/code/"
UNKNOWN = "niemand@mail.example"


def ask(client, email, **kwargs):
    return client.post(SIGN_IN, {"email": email, **kwargs}, follow=True)


def test_the_code_signs_in_and_leads_to_the_page_that_was_wanted(client, root, citizen):
    wanted = reverse("withdraw_contribution", args=["comment", 1])
    response = client.get(wanted, follow=True)
    assert response.redirect_chain == [(f"{SIGN_IN}?next={wanted}", 302)]
    ask(client, citizen.email, next=wanted)
    code = code_in(Message.objects.get())
    response = client.post(CODE, {"code": code.lower(), "next": wanted})
    assert (response.status_code, response["Location"]) == (302, wanted)
    assert client.get("/konto/").status_code == 200
    citizen.refresh_from_db()
    assert citizen.email_confirmed_at


def test_known_and_unknown_addresses_are_answered_alike(client, django_client_factory, root):
    known = User.objects.create_user("karin@mail.example")
    answers = []
    for email in (known.email, UNKNOWN):
        browser = django_client_factory()
        page = ask(browser, email)
        wrong = browser.post(CODE, {"code": "FALSCH"})
        answers.append(
            (
                page.redirect_chain,
                page.status_code,
                _text(page).replace(email, ""),
                wrong.status_code,
                _text(wrong).replace(email, ""),
            )
        )
    assert answers[0] == answers[1]
    assert Message.objects.filter(recipient=UNKNOWN).count() == 1
    assert not User.objects.filter(email=UNKNOWN).exists()


@pytest.fixture
def django_client_factory(client):
    return type(client)


def _text(response) -> str:
    lines = response.content.decode().splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)


def test_three_wrong_codes_end_the_attempt(client, root, citizen):
    ask(client, citizen.email)
    code = code_in(Message.objects.get())
    assert [client.post(CODE, {"code": "FALSCH"}).status_code for _ in range(3)] == [422, 422, 302]
    client.post(CODE, {"code": code})
    assert client.get("/konto/").status_code == 302


def test_a_code_is_valid_for_fifteen_minutes(client, root, citizen):
    ask(client, citizen.email)
    code = code_in(Message.objects.get())
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        client.post(CODE, {"code": code})
    assert client.get("/konto/").status_code == 302


def test_too_many_codes_for_one_address_are_refused(client, django_client_factory, root, citizen):
    statuses = [ask(django_client_factory(), citizen.email).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 422]
    assert Message.objects.count() == 3


@pytest.mark.parametrize("email", ["", "kein", "a\0b@mail.example", "a" * 300 + "@mail.example"])
def test_a_bad_address_gets_a_clear_error(client, root, email):
    response = ask(client, email)
    assert response.status_code == 422
    assert not Message.objects.exists()


def test_no_code_leads_to_another_site(client, root, citizen):
    ask(client, citizen.email)
    code = code_in(Message.objects.get())
    response = client.post(CODE, {"code": code, "next": "https://evil.example/"})
    assert response["Location"] == "/konto/"


def test_another_address_may_be_tried(client, root, citizen):
    ask(client, UNKNOWN)
    assert client.get(SIGN_IN).status_code == 302
    response = client.post(reverse("account_logout"), {"next": SIGN_IN}, follow=True)
    assert response.redirect_chain == [(SIGN_IN, 302)]
    assert client.get(SIGN_IN).status_code == 200


def test_signing_out_needs_the_button(client, root, citizen):
    client.force_login(citizen)
    assert client.get("/konto/abmelden/").status_code == 200
    assert client.get("/konto/").status_code == 200
    assert client.post("/konto/abmelden/").status_code == 302
    assert client.get("/konto/").status_code == 302


def test_who_is_blocked_meanwhile_is_told_so(client, root, citizen):
    ask(client, citizen.email)
    User.objects.update(is_active=False)
    code = code_in(Message.objects.get())
    response = client.post(CODE, {"code": code}, follow=True)
    assert response.status_code == 403


@pytest.mark.parametrize("language", ["", "/en", "/de-simple"])
def test_every_page_of_signing_in_has_our_look(client, root, citizen, language):
    sign_in = client.get(f"{language}/konto/", follow=True)
    pages = [sign_in, client.post(f"{language}{SIGN_IN}", {"email": citizen.email}, follow=True)]
    assert [page.status_code for page in pages] == [200, 200]
    assert all('class="site-header"' in page.content.decode() for page in pages)
    assert all(page["Cache-Control"].count("no-store") for page in pages)


@pytest.mark.parametrize("name", ["account_login", "account_signup"])
def test_there_is_one_way_to_sign_in(client, root, name):
    assert client.get(reverse(name))["Location"] == SIGN_IN


@pytest.mark.parametrize(
    "name", ["account_reset_password", "account_email", "account_set_password"]
)
def test_there_are_no_passwords_for_citizens(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_no_code_opens_the_admin(client, root, editor):
    answer = ask(client, editor.email)
    assert answer.status_code == 200
    [message] = Message.objects.all()
    assert message.key.startswith("account/email/unknown_account")
    assert client.get("/admin/").status_code == 302
