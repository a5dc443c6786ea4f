"""From idea to measure: what is shown, who is told, and that nobody is told twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.auth.models import Group
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from agenda.strategy.models import MeasurePage, Milestone
from cms.mail import services as mail
from cms.mail.models import Message
from participation.accounts.models import Contribution, User
from participation.ideas import implementation
from participation.ideas.jobs import tell_of_implementation
from participation.ideas.models import Idea, IdeaMeasure, Outcome, Phase
from participation.ideas.templatetags.idea_tags import measure_ideas
from tests.strategy.factories import a_field, a_measure, an_agenda

from .factories import a_campaign, a_supporter, an_idea

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(root):
    return a_measure(a_field(an_agenda(root)), title="Bänke im Park")


@pytest.fixture
def idea(citizen):
    return an_idea(a_campaign(Phase.Kind.IMPLEMENT), author=citizen)


@pytest.fixture
def moderator(db) -> User:
    person = User.objects.create_user("moderation@auenbrueck.example", display_name="Moderation")
    person.groups.add(Group.objects.get(name="Moderator"))
    return person


def link(idea: Idea, measure: MeasurePage, *, days_ago: int = 0) -> IdeaMeasure:
    linked = implementation.link_measure(idea, measure, by=None)
    linked.linked_at = timezone.now() - timedelta(days=days_ago)
    linked.save(update_fields=["linked_at"])
    return linked


def reach(measure: MeasurePage, title: str = "Erste Bank steht", *, days_ago: int = 0) -> Milestone:
    """Publish that a milestone is reached."""
    measure = MeasurePage.objects.get(pk=measure.pk)
    done_on = timezone.localdate() - timedelta(days=days_ago)
    measure.milestones.add(Milestone(title=title, done_on=done_on, locale=measure.locale))
    measure.save_revision().publish()
    return Milestone.objects.get(measure=measure, title=title)


def told(prefix: str) -> list[str]:
    messages = Message.objects.filter(key__startswith=prefix)
    return sorted(messages.values_list("recipient", flat=True))


def in_english(measure: MeasurePage, title: str) -> MeasurePage:
    english = Locale.objects.get_or_create(language_code="en")[0]
    translated = measure.copy_for_translation(english, copy_parents=True)
    translated.title = title
    translated.save_revision().publish()
    return MeasurePage.objects.get(pk=translated.pk)


def test_author_and_supporters_are_told_of_the_measure_once(idea, measure, citizen, mailbox):
    supporter = a_supporter(idea)
    a_supporter(idea, citizen.email)
    for _click in range(2):
        link(idea, measure)
    tell_of_implementation()
    mail.deliver_due()
    assert sorted(arrived["To"] for arrived in mailbox.messages) == sorted(
        [citizen.email, supporter.email]
    )
    for arrived in mailbox.messages:
        text = arrived.get_body(("plain",)).get_content()
        assert measure.full_url in text
        assert idea.get_absolute_url() in text
        assert "Bänke im Park" in arrived.get_body(("html",)).get_content()


def test_the_outcome_stays_what_the_city_decided(idea, measure):
    link(idea, measure)
    idea.refresh_from_db()
    assert idea.outcome == Outcome.OPEN
    assert not idea.outcome_changes.exists()


def test_an_idea_without_a_known_author_tells_its_supporters(measure):
    idea = an_idea(a_campaign())
    supporter = a_supporter(idea)
    link(idea, measure)
    assert told("idea-measure") == [supporter.email]


def test_a_draft_is_told_of_when_it_is_public(idea, measure, citizen):
    measure.unpublish()
    link(idea, measure)
    tell_of_implementation()
    assert not Message.objects.exists()
    measure.get_latest_revision().publish()
    for _run in range(2):
        tell_of_implementation()
    assert told("idea-measure") == [citizen.email]


def test_people_behind_a_hidden_idea_are_not_told(idea, measure):
    Idea.objects.update(state=Contribution.State.HIDDEN)
    link(idea, measure)
    reach(measure)
    tell_of_implementation()
    assert not Message.objects.exists()


def test_a_milestone_is_told_once(idea, measure, citizen, mailbox):
    supporter = a_supporter(idea)
    link(idea, measure)
    Message.objects.all().delete()
    reach(measure)
    for _run in range(2):
        tell_of_implementation()
    mail.deliver_due()
    arrived = {message["To"]: message for message in mailbox.messages}
    assert len(mailbox.messages) == 2
    assert arrived.keys() == {citizen.email, supporter.email}
    assert "Erste Bank steht" in arrived[supporter.email]["Subject"]


def test_a_milestone_taken_back_and_set_again_is_not_told_again(idea, measure):
    link(idea, measure)
    milestone = reach(measure)
    tell_of_implementation()
    Message.objects.all().delete()
    for done_on in (None, timezone.localdate()):
        Milestone.objects.filter(pk=milestone.pk).update(done_on=done_on)
        tell_of_implementation()
    assert told("milestone-reached") == []


def test_who_stands_behind_two_ideas_is_told_once(idea, measure, citizen):
    other = an_idea(a_campaign(), author=citizen, title="Mehr Schatten")
    link(idea, measure)
    link(other, measure)
    reach(measure)
    tell_of_implementation()
    assert told("milestone-reached") == [citizen.email]


@pytest.mark.parametrize(
    ("linked_days_ago", "reached_days_ago", "expected"),
    [(0, 0, 1), (5, 5, 1), (5, 6, 0), (60, 30, 1), (60, 31, 0), (60, -1, 0)],
)
def test_only_new_milestones_since_the_link_are_told(
    idea, measure, linked_days_ago, reached_days_ago, expected
):
    link(idea, measure, days_ago=linked_days_ago)
    reach(measure, days_ago=reached_days_ago)
    tell_of_implementation()
    assert len(told("milestone-reached")) == expected


def test_what_was_reached_on_the_day_of_the_link_before_it_is_not_told(idea, measure):
    reach(measure)
    link(idea, measure)
    tell_of_implementation()
    assert told("milestone-reached") == []


@pytest.mark.parametrize("state", ["unpublished", "private", "unlinked"])
def test_what_is_not_public_or_linked_any_more_is_not_told(idea, measure, state):
    link(idea, measure)
    reach(measure)
    if state == "unpublished":
        measure.unpublish()
    elif state == "private":
        PageViewRestriction.objects.create(page=measure, restriction_type="login")
    else:
        implementation.unlink_measure(idea, measure.translation_key)
    tell_of_implementation()
    assert told("milestone-reached") == []


def test_each_reads_of_the_measure_in_their_language(idea, measure):
    milestone = reach(measure, days_ago=1)
    english = in_english(measure, "Benches in the park")
    Milestone.objects.filter(
        translation_key=milestone.translation_key, locale=english.locale
    ).update(title="First bench is there")
    a_supporter(idea, "sam@mail.example")
    User.objects.filter(email="sam@mail.example").update(language="en")
    Milestone.objects.update(done_on=None)
    link(idea, measure)
    Milestone.objects.update(done_on=timezone.localdate())
    tell_of_implementation()
    mine = Message.objects.filter(recipient="sam@mail.example")
    assert "Benches in the park" in mine.get(key__startswith="idea-measure").text
    assert "First bench is there" in mine.get(key__startswith="milestone").text
    german = Message.objects.exclude(recipient="sam@mail.example")
    assert "Bänke im Park" in german.get(key__startswith="idea-measure").text
    assert milestone.title in german.get(key__startswith="milestone").text


def test_the_idea_shows_its_measure_and_what_it_has_reached(client, idea, measure):
    link(idea, measure)
    reach(measure)
    page = client.get(idea.get_absolute_url()).text
    assert measure.url in page
    assert "Erste Bank steht" in page
    assert f'datetime="{timezone.localdate():%Y-%m-%d}"' in page


def test_linking_is_seen_at_once_although_pages_are_cached(
    client, idea, measure, django_capture_on_commit_callbacks
):
    assert measure.url not in client.get(idea.get_absolute_url()).text
    with django_capture_on_commit_callbacks(execute=True):
        link(idea, measure)
    assert measure.url in client.get(idea.get_absolute_url()).text
    with django_capture_on_commit_callbacks(execute=True):
        implementation.unlink_measure(idea, measure.translation_key)
    assert measure.url not in client.get(idea.get_absolute_url()).text


@pytest.mark.parametrize("state", ["unpublished", "private"])
def test_the_idea_shows_no_measure_that_is_not_public(client, idea, measure, state):
    link(idea, measure)
    if state == "unpublished":
        measure.unpublish()
    else:
        PageViewRestriction.objects.create(page=measure, restriction_type="login")
    assert measure.title not in client.get(idea.get_absolute_url()).text


def test_a_measure_lists_the_public_ideas_it_came_from(
    idea, measure, root, django_assert_max_num_queries
):
    hidden = an_idea(a_campaign(), state=Contribution.State.HIDDEN, title="Verborgen")
    strong = an_idea(a_campaign(), support_count=9, title="Mehr Schatten")
    for one in (idea, hidden, strong):
        link(one, measure)
    an_idea(a_campaign(), title="Etwas anderes")
    with django_assert_max_num_queries(2):
        assert measure_ideas(measure) == {"ideas": [strong, idea]}
    assert measure_ideas(root) == {}


def test_the_idea_asks_as_often_for_many_measures_as_for_one(client, idea, measure, settings):
    settings.PAGE_CACHE_SECONDS = 0

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(idea.get_absolute_url())
        return len(queries)

    link(idea, measure)
    reach(measure)
    asked()
    few = asked()
    for number in range(5):
        other = a_measure(measure.get_parent().specific)
        link(idea, other)
        reach(other, f"Schritt {number}")
    assert asked() == few <= 25


def test_the_town_hall_links_and_unlinks_in_the_admin(client, idea, measure, moderator):
    client.force_login(moderator)
    detail = reverse("idea_decide", args=[idea.pk])
    answer = client.post(reverse("idea_link_measure", args=[idea.pk]), {"measure": measure.pk})
    assert answer["Location"] == detail
    assert measure.title in client.get(detail).text
    assert idea.measure_links.get().linked_by == moderator
    unlink = reverse("idea_unlink_measure", args=[idea.pk, measure.translation_key])
    assert unlink in client.get(detail).text
    for _click in range(2):
        assert client.post(unlink).status_code == 302
    assert not idea.measure_links.exists()


def test_a_measure_in_two_languages_is_one_in_the_admin(client, idea, measure, moderator):
    english = in_english(measure, "Benches in the park")
    link(idea, english)
    client.force_login(moderator)
    page = client.get(reverse("idea_decide", args=[idea.pk])).text
    assert measure.title in page
    assert english.title not in page


@pytest.mark.parametrize("value", ["", "0", "abc", "\x00", "9" * 30])
def test_a_choice_that_is_no_measure_is_refused(client, idea, moderator, value):
    client.force_login(moderator)
    url = reverse("idea_link_measure", args=[idea.pk])
    assert client.post(url, {"measure": value}).status_code == 302
    assert not IdeaMeasure.objects.exists()


def test_only_those_who_answer_ideas_may_link(client, idea, measure, citizen, moderator):
    url = reverse("idea_link_measure", args=[idea.pk])
    assert client.post(url, {"measure": measure.pk}).status_code == 302
    client.force_login(citizen)
    client.post(url, {"measure": measure.pk})
    client.post(reverse("idea_unlink_measure", args=[idea.pk, measure.translation_key]))
    assert not IdeaMeasure.objects.exists()
    client.force_login(moderator)
    assert client.get(url).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_one_mail_to_each(root):
    measure = a_measure(a_field(an_agenda(root)))
    idea = an_idea(a_campaign(), author=User.objects.create_user("karin@mail.example"))
    for number in range(4):
        a_supporter(idea, f"person{number}@mail.example")
    IdeaMeasure.objects.create(idea=idea, measure_key=measure.translation_key)
    reach(measure)
    barrier = Barrier(2)

    def run(_number) -> tuple[int, int]:
        try:
            barrier.wait(timeout=30)
            return implementation.tell_of_links(), implementation.tell_of_milestones()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        links, milestones = zip(*pool.map(run, range(2)), strict=True)
    assert sum(links) == 1
    assert 1 in milestones
    assert len(told("idea-measure")) == len(told("milestone-reached")) == 5
