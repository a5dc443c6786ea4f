"""Bringing in an idea."""

import uuid

import pytest
from django.urls import reverse

from cms.mail.models import Message
from participation.accounts.models import Contribution
from participation.ideas import rules, services
from participation.ideas.models import Idea, Phase
from tests.accounts.factories import path_in

from .factories import a_campaign, end_phases, form_data

pytestmark = pytest.mark.django_db
State = Contribution.State
LONG_TEXT = "Im Sommer fehlt Wasser. "


@pytest.fixture
def campaign():
    return a_campaign(categories_text="Wohnen\nVerkehr")


def address(campaign) -> str:
    return reverse("idea_form", args=[campaign.translation_key])


def send(client, campaign, **fields):
    return client.post(address(campaign), form_data(**fields))


def test_idea_waits_for_its_author_then_for_a_moderator(client, campaign):
    assert send(client, campaign, category="Verkehr").status_code == 302
    idea = Idea.objects.get()
    assert (idea.state, idea.category) == (State.UNCONFIRMED, "Verkehr")
    path = path_in(Message.objects.get())
    client.get(path)
    idea.refresh_from_db()
    assert idea.state == State.UNCONFIRMED
    client.post(path)
    idea.refresh_from_db()
    assert idea.state == State.SUBMITTED


def test_idea_of_somebody_signed_in_waits_for_a_moderator(client, campaign, citizen):
    client.force_login(citizen)
    assert send(client, campaign).status_code == 302
    idea = Idea.objects.get()
    assert (idea.state, idea.author) == (State.SUBMITTED, citizen)


def test_form_sent_twice_stores_one_idea(client, campaign):
    data = form_data()
    for _click in range(2):
        assert client.post(address(campaign), data).status_code == 302
    assert Idea.objects.count() == Message.objects.count() == 1


@pytest.mark.parametrize("kind", [kind for kind in Phase.Kind if kind != Phase.Kind.COLLECT])
def test_other_phases_take_no_ideas(client, kind):
    campaign = a_campaign(kind)
    assert client.get(address(campaign)).status_code == 409
    assert send(client, campaign).status_code == 409
    assert not Idea.objects.exists()


def test_phase_that_is_over_takes_no_ideas(client, campaign):
    end_phases(campaign)
    assert send(client, campaign).status_code == 409
    assert not Idea.objects.exists()


def test_phase_that_ends_while_the_form_is_read_takes_no_idea(client, campaign, monkeypatch):
    def too_late(*args, **kwargs):
        raise rules.PhaseClosed("Zu spät.")

    monkeypatch.setattr(services, "submit_idea", too_late)
    answer = send(client, campaign)
    assert answer.status_code == 409
    assert "Zu spät." in answer.text


def test_page_without_ideas_takes_none(client, root):
    url = reverse("idea_form", args=[root.translation_key])
    assert client.post(url, form_data()).status_code == 409
    assert client.get(reverse("idea_form", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *((field, "") for field in ("title", "text", "name", "email")),
        *((field, "Null\x00byte" * 3) for field in ("title", "text", "name", "email")),
        ("title", "x" * 121),
        ("title", "kurz"),
        ("text", "x" * 5001),
        ("text", "zu kurz"),
        ("name", "x" * 61),
        ("name", "<script>alert(1)</script>"),
        ("name", "\u202eeleN"),
        ("email", "keine-adresse"),
        ("email", "x" * 255 + "@mail.example"),
        ("category", "Gibt es nicht"),
        ("category", "\x00"),
        ("audience", "gibt-es-nicht"),
        ("audience", "\x00"),
        ("district", "x'--"),
        ("district", "\x00"),
        ("website", "https://werbung.example"),
        ("submission_key", "kein-schluessel"),
    ],
)
def test_bad_input_is_refused_in_words_and_kept(client, campaign, field, value):
    kept = "title" if field == "text" else "text"
    answer = send(client, campaign, **{kept: "Was ich schon getippt habe", field: value})
    assert answer.status_code == 422
    assert "Was ich schon getippt habe" in answer.text
    assert answer.context["form"].errors
    assert not Idea.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize("odd", ["<script>alert(1)</script>", "\u202eرجل عجوز", "😀 😀 😀"])
@pytest.mark.parametrize("field", ["title", "text"])
def test_odd_text_is_stored_as_typed(client, campaign, field, odd):
    value = f"{LONG_TEXT}{odd}"
    assert send(client, campaign, **{field: value}).status_code == 302
    assert getattr(Idea.objects.get(), field) == value


def test_script_in_a_refused_form_is_shown_harmlessly(client, campaign):
    answer = send(client, campaign, text="<script>alert(1)</script>", email="")
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
