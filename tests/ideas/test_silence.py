"""Who stands behind an idea can stop the messages about it and keep supporting it."""

import pytest
from django.test import Client
from django.utils import timezone

from agenda.strategy.models import MeasurePage, Milestone
from cms.mail import services as mail
from cms.mail.models import Message
from participation.accounts.models import Contribution, User
from participation.ideas import implementation, links, services
from participation.ideas.models import Idea, IdeaSilence, Outcome, Phase
from tests.strategy.factories import a_field, a_measure, an_agenda

from .factories import a_campaign, a_supporter, an_idea

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(root) -> MeasurePage:
    return a_measure(a_field(an_agenda(root)), title="Bänke im Park")


@pytest.fixture
def idea(citizen) -> Idea:
    return an_idea(a_campaign(Phase.Kind.IMPLEMENT), author=citizen)


@pytest.fixture
def supporter(idea) -> User:
    return a_supporter(idea)


def tell_of_everything(idea: Idea, measure: MeasurePage) -> None:
    """Let the city decide, link the measure, and reach a milestone of it."""
    services.decide(idea, outcome=Outcome.ACCEPTED, statement="Ja.", office=None, by=None)
    implementation.link_measure(idea, measure, by=None)
    measure = MeasurePage.objects.get(pk=measure.pk)
    done_on = timezone.localdate()
    measure.milestones.add(Milestone(title="Erste Bank", done_on=done_on, locale=measure.locale))
    measure.save_revision().publish()
    implementation.tell_of_milestones()


def told() -> set[str]:
    return set(Message.objects.values_list("recipient", flat=True))


def test_every_mail_about_an_idea_has_a_way_out(idea, supporter, measure, citizen, mailbox):
    tell_of_everything(idea, measure)
    mail.deliver_due()
    assert len(mailbox.messages) == 6
    for arrived in mailbox.messages:
        address = arrived["List-Unsubscribe"].replace("\n", "").strip().strip("<>")
        assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert address in arrived.get_body(("plain",)).get_content()
        assert address in arrived.get_body(("html",)).get_content()
        assert Client().get("/" + address.split("/", 3)[3]).status_code == 200


def test_a_mail_programs_post_stops_the_messages_at_once(idea, supporter, measure, citizen):
    path = links.silence_path(idea, supporter)
    program = Client(enforce_csrf_checks=True)
    for _click in range(2):
        assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    tell_of_everything(idea, measure)
    assert told() == {citizen.email}
    assert idea.supports.get().state == Contribution.State.PUBLISHED


def test_the_author_can_stop_them_too(idea, supporter, measure, citizen, client):
    client.post(links.silence_path(idea, citizen))
    tell_of_everything(idea, measure)
    assert told() == {supporter.email}


def test_looking_at_the_page_changes_nothing(idea, supporter, client):
    path = links.silence_path(idea, supporter)
    answer = client.get(path)
    client.head(path)
    assert '<form method="post">' in answer.text
    assert idea.title in answer.text
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert not IdeaSilence.objects.exists()


def test_silence_is_about_one_idea_and_can_be_ended(idea, supporter, client):
    other = an_idea(a_campaign(), title="Mehr Schatten")
    a_supporter(other)
    path = links.silence_path(idea, supporter)
    assert 'name="again"' in client.post(path).text
    services.decide(other, outcome=Outcome.ACCEPTED, statement="", office=None, by=None)
    assert told() == {supporter.email}
    Message.objects.all().delete()
    client.post(path, {"again": "1"})
    services.decide(idea, outcome=Outcome.ACCEPTED, statement="", office=None, by=None)
    assert supporter.email in told()


def test_closed_accounts_are_not_written_to(idea, supporter, measure):
    User.objects.filter(is_staff=False).update(is_active=False)
    idea.refresh_from_db()
    tell_of_everything(idea, measure)
    assert told() == set()


def test_a_hidden_idea_is_not_named(idea, supporter, client):
    Idea.objects.update(state=Contribution.State.HIDDEN)
    path = links.silence_path(idea, supporter)
    assert idea.title not in client.get(path).text
    assert idea.title not in client.post(path).text
    assert IdeaSilence.objects.get().person == supporter


def test_what_is_gone_costs_no_error(idea, supporter, client):
    path = links.silence_path(idea, supporter)
    idea.delete()
    assert client.post(path).status_code == 200
    assert not IdeaSilence.objects.exists()


@pytest.mark.parametrize("token", ["x", "1:2:3", "%00", "a" * 5000])
def test_foreign_links_are_refused(idea, client, token):
    path = links.silence_path(idea, idea.author).replace(
        links.silence_path(idea, idea.author).rstrip("/").rsplit("/", 1)[1], token
    )
    for send in (client.get, client.post):
        assert send(path).status_code in {400, 404}
    assert not IdeaSilence.objects.exists()
