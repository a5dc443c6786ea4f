"""How often people without an account may contribute."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import redirect

from participation.accounts.limits import limit_contributions

pytestmark = pytest.mark.django_db
LIMITS = {"contribute": "4/h/ip", "contribute_as": "2/h/key"}


@limit_contributions
def form(request):
    """Stand for the form of a room."""
    return redirect("account") if request.POST.get("text") else HttpResponse(status=422)


@pytest.fixture
def send(rf, root, settings):
    settings.ACCOUNT_RATE_LIMITS = LIMITS

    def send(email="a@mail.example", person=None, text="Hallo", address="10.0.0.1"):
        request = rf.post("/", {"email": email, "text": text}, REMOTE_ADDR=address)
        request.user = person or AnonymousUser()
        return form(request)

    return send


def test_one_address_gets_no_flood_of_mails(send):
    statuses = [send(email=name).status_code for name in ("a@x.example", "A@x.example ") * 2]
    assert statuses == [302, 302, 429, 429]
    assert send(email="b@x.example").status_code == 302


def test_one_sender_sends_no_flood(send):
    statuses = [send(email=f"{number}@mail.example").status_code for number in range(5)]
    assert statuses == [302] * 4 + [429]
    assert send(email="0@x.example", address="10.0.0.2").status_code == 302


def test_the_answer_says_when_to_come_back(send):
    responses = [send() for _ in range(3)]
    assert responses[-1]["Retry-After"] == "3600"
    assert b"<h1>" in responses[-1].content


def test_mistakes_cost_nothing(send):
    assert {send(text="").status_code for _ in range(9)} == {422}
    assert send().status_code == 302


def test_who_is_signed_in_is_not_limited(send, citizen):
    assert {send(person=citizen).status_code for _ in range(9)} == {302}


def test_reading_is_not_limited(client, root, settings):
    settings.ACCOUNT_RATE_LIMITS = {"contribute": "1/h/ip"}
    assert {client.get("/barriere-melden/").status_code for _ in range(3)} == {200}
