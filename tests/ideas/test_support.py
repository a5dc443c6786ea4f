"""Who supports an idea, when, and what is counted."""

import uuid

import pytest
from django.urls import reverse

from cms.mail.models import Message
from participation.accounts.contributions import confirm
from participation.accounts.models import Contribution
from participation.ideas import services
from participation.ideas.models import Idea, Outcome, Phase, Support
from tests.accounts.factories import path_in

from .factories import a_campaign, an_idea, end_phases

pytestmark = pytest.mark.django_db
State = Contribution.State


@pytest.fixture
def campaign():
    return a_campaign(Phase.Kind.SUPPORT)


@pytest.fixture
def idea(campaign):
    return an_idea(campaign)


def send(client, idea, **fields):
    data = {"name": "Nele", "email": "nele@mail.example", "submission_key": str(uuid.uuid4())}
    return client.post(reverse("idea_support", args=[idea.pk]), data | fields)


def counted(idea) -> int:
    return Idea.objects.get(pk=idea.pk).support_count


def test_support_by_mail_counts_once_the_button_is_pressed(client, idea):
    assert send(client, idea).status_code == 302
    path = path_in(Message.objects.get())
    assert client.get(path).status_code == 200
    assert counted(idea) == 0
    for _click in range(2):
        assert client.post(path).status_code == 302
    assert counted(idea) == 1


def test_form_sent_twice_writes_one_mail(client, idea):
    key = str(uuid.uuid4())
    for _click in range(2):
        assert send(client, idea, submission_key=key).status_code == 302
    assert Support.objects.count() == Message.objects.count() == 1


def test_signed_in_person_counts_at_once_and_may_withdraw(client, idea, citizen):
    client.force_login(citizen)
    for _click in range(2):
        assert send(client, idea)["Location"] == idea.get_absolute_url()
    assert counted(idea) == 1
    for _click in range(2):
        assert client.post(reverse("idea_unsupport", args=[idea.pk])).status_code == 302
    assert counted(idea) == 0
    send(client, idea)
    assert counted(idea) == 1


def test_withdrawing_needs_a_post_of_somebody_signed_in(client, idea, citizen):
    url = reverse("idea_unsupport", args=[idea.pk])
    assert "next=" in client.post(url)["Location"]
    client.force_login(citizen)
    assert client.get(url).status_code == 405


@pytest.mark.parametrize("kind", [kind for kind in Phase.Kind if kind != Phase.Kind.SUPPORT])
def test_other_phases_take_no_support(client, kind):
    idea = an_idea(a_campaign(kind))
    assert client.get(reverse("idea_support", args=[idea.pk])).status_code == 409
    assert send(client, idea).status_code == 409
    assert not Support.objects.exists()


@pytest.mark.parametrize("outcome", [Outcome.DECLINED, Outcome.IMPLEMENTED])
def test_decided_ideas_take_no_support(client, campaign, outcome):
    idea = an_idea(campaign, outcome=outcome)
    assert send(client, idea).status_code == 409
    assert reverse("idea_support", args=[idea.pk]) not in client.get(idea.get_absolute_url()).text
    assert not Support.objects.exists()


@pytest.mark.parametrize("outcome", [Outcome.OPEN, Outcome.UNDER_REVIEW, Outcome.ACCEPTED])
def test_ideas_on_their_way_take_support(client, campaign, outcome):
    assert send(client, an_idea(campaign, outcome=outcome)).status_code == 302


@pytest.mark.parametrize("end", ["phase", "outcome", "hidden", "page"])
def test_link_used_too_late_does_not_count_and_says_why(client, campaign, idea, end):
    send(client, idea)
    path = path_in(Message.objects.get())
    if end == "phase":
        end_phases(campaign)
    elif end == "page":
        campaign.unpublish()
    elif end == "outcome":
        Idea.objects.update(outcome=Outcome.DECLINED)
    else:
        Idea.objects.update(state=State.HIDDEN)
    for _click in range(2):
        assert client.post(path).status_code == 302
    assert counted(idea) == 0
    assert Support.objects.get().state == State.REJECTED
    assert client.get(path).status_code == 200
    assert Message.objects.filter(key__startswith="support-refused").count() == 1


def test_what_counted_still_counts_and_may_go_after_the_phase(campaign, idea, citizen):
    services.support(idea, person=citizen, name="Karin")
    late = services.support(idea, name="Nele", email="nele@mail.example")
    end_phases(campaign)
    confirm(late)
    assert counted(idea) == 1
    services.withdraw_support(idea, person=citizen)
    assert counted(idea) == 0
