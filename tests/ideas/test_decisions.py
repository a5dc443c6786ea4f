"""What the city answers, who may answer, and who is told."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from cms.mail.models import Message
from participation.accounts.models import Contribution, User
from participation.ideas import services
from participation.ideas.models import Idea, Outcome, Phase

from .factories import a_campaign, a_supporter, an_idea

pytestmark = pytest.mark.django_db
State = Contribution.State


@pytest.fixture
def idea(citizen):
    return an_idea(a_campaign(Phase.Kind.DECIDE), author=citizen)


@pytest.fixture
def moderator(db) -> User:
    person = User.objects.create_user("moderation@auenbrueck.example", display_name="Moderation")
    person.groups.add(Group.objects.get(name="Moderator"))
    return person


def decide(idea, outcome=Outcome.ACCEPTED, statement="Wir bauen sie."):
    return services.decide(idea, outcome=outcome, statement=statement, office=None, by=None)


def told() -> list[str]:
    return sorted(Message.objects.values_list("recipient", flat=True))


def test_author_and_supporters_are_told_once(idea, citizen):
    supporter = a_supporter(idea)
    a_supporter(idea, citizen.email)
    for _click in range(2):
        decide(idea)
    assert told() == sorted([citizen.email, supporter.email])
    assert all("Wir bauen sie." in message.text for message in Message.objects.all())
    assert idea.outcome_changes.count() == 1


def test_corrected_statement_tells_again_and_is_no_new_step(idea, citizen):
    decide(idea)
    decide(idea, statement="Wir bauen zwei.")
    assert told() == [citizen.email] * 2
    assert idea.outcome_changes.count() == 1


def test_same_outcome_without_words_tells_again_after_another(idea):
    for outcome in (Outcome.UNDER_REVIEW, Outcome.ACCEPTED, Outcome.UNDER_REVIEW):
        decide(idea, outcome, statement="")
    assert len(told()) == idea.outcome_changes.count() == 3


@pytest.mark.parametrize("state", [State.SUBMITTED, State.HIDDEN])
def test_nobody_is_told_of_what_is_not_public(idea, state):
    Idea.objects.update(state=state)
    decide(idea)
    assert told() == []


def test_people_whose_support_is_unconfirmed_or_gone_are_not_told(idea, citizen):
    a_supporter(idea)
    idea.supports.update(state=State.WITHDRAWN)
    decide(idea)
    assert told() == [citizen.email]


def test_answer_stands_on_the_page(client, idea):
    decide(idea, Outcome.DECLINED, "<b>Zu teuer</b>")
    text = client.get(idea.get_absolute_url()).text
    assert "&lt;b&gt;Zu teuer" in text


@pytest.mark.parametrize("statement", ["", "   ", "Null\x00byte", "x" * 5001])
def test_decline_needs_a_statement_that_can_be_stored(client, idea, moderator, statement):
    client.force_login(moderator)
    data = {"outcome": "declined", "statement": statement}
    answer = client.post(reverse("idea_decide", args=[idea.pk]), data)
    assert answer.context["form"].errors["statement"]
    assert Idea.objects.get().outcome == Outcome.OPEN
    assert told() == []


ADMIN_VIEWS = ["ideas_report", "ideas_report_results", "idea_decide"]


@pytest.mark.parametrize("route", ADMIN_VIEWS)
@pytest.mark.parametrize("role", ["anonymous", "citizen", "editor"])
def test_others_reach_no_view_of_the_admin(client, idea, citizen, editor, role, route):
    if role != "anonymous":
        client.force_login({"citizen": citizen, "editor": editor}[role])
    args = [idea.pk] if route == "idea_decide" else []
    data = {"outcome": "accepted", "statement": "Ja."}
    for method in (client.get, client.post):
        assert method(reverse(route, args=args), data).status_code in {302, 403}
    assert Idea.objects.get().outcome == Outcome.OPEN


@pytest.mark.parametrize("route", ADMIN_VIEWS)
def test_moderators_reach_all(client, idea, moderator, route):
    client.force_login(moderator)
    args = [idea.pk] if route == "idea_decide" else []
    assert client.get(reverse(route, args=args)).status_code == 200


def test_moderator_answers(client, idea, moderator):
    client.force_login(moderator)
    data = {"outcome": "accepted", "statement": "Wir bauen sie."}
    for _click in range(2):
        assert client.post(reverse("idea_decide", args=[idea.pk]), data).status_code == 302
    change = Idea.objects.get().outcome_changes.get()
    assert (change.outcome, change.changed_by) == (Outcome.ACCEPTED, moderator)


def test_unconfirmed_ideas_do_not_exist_for_the_admin(client, idea, moderator):
    Idea.objects.update(state=State.UNCONFIRMED)
    client.force_login(moderator)
    assert client.get(reverse("idea_decide", args=[idea.pk])).status_code == 404
    assert "Bänke mit Lehne" not in client.get(reverse("ideas_report")).text
