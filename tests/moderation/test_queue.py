"""The queue in the admin: what moderators see there, and nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.mail.models import Message
from participation.accounts.models import User
from participation.comments.models import Comment
from participation.moderation.models import Decision
from tests.comments.factories import State, a_comment, a_waiting_comment

from .factories import a_report

pytestmark = pytest.mark.django_db
QUEUE = "/admin/moderation/"


def decide_url(comment, query: str = "") -> str:
    return reverse("moderation_decide", kwargs={"kind": "comment", "pk": comment.pk}) + query


def decide(client, comment, action: str, **data):
    answer = client.post(
        decide_url(comment), {"action": action, "seen_state": comment.state, **data}
    )
    comment.refresh_from_db()
    return answer


@pytest.fixture
def administrator(db) -> User:
    return User.objects.create_superuser("admin@auenbrueck.example", "geheim")


@pytest.mark.parametrize("who", ["moderator", "administrator"])
def test_who_may_moderate_sees_the_queue(request, client, page, citizen, who):
    a_waiting_comment(page, citizen, text="Bitte lesen")
    client.force_login(request.getfixturevalue(who))
    assert "Bitte lesen" in client.get(QUEUE).text
    assert "(1)" in client.get("/admin/").text


@pytest.mark.parametrize("who", [None, "citizen", "editor"])
def test_nobody_else_sees_or_decides_anything(request, client, page, citizen, who):
    comment = a_waiting_comment(page, citizen, text="Bitte lesen")
    if who:
        client.force_login(request.getfixturevalue(who))
    for answer in (
        client.get(QUEUE),
        decide(client, comment, "publish"),
        client.post(reverse("moderation_publish_many"), {"chosen": f"comment:{comment.pk}"}),
    ):
        assert answer.status_code in {302, 403}
        assert "Bitte lesen" not in answer.text
    comment.refresh_from_db()
    assert comment.state == State.SUBMITTED


def test_the_oldest_comes_first_with_its_context(client, page, citizen, moderator):
    first = a_waiting_comment(page, citizen, text="Zuerst gesagt")
    a_waiting_comment(page, citizen, text="Danach gesagt", parent=a_comment(page, text="Anlass"))
    client.force_login(moderator)
    html = client.get(QUEUE).text
    assert html.index("Zuerst gesagt") < html.index("Danach gesagt")
    assert page.title in html
    assert "Anlass" in html
    assert decide_url(first) in html


def test_filters_choose_kind_and_state(client, page, citizen, moderator):
    a_waiting_comment(page, citizen, text="Wartet noch")
    reported = a_comment(page, text="Schon gemeldet")
    a_comment(page, text="Abgelehnt", state=State.REJECTED)
    a_report(reported, text="Das ist gelogen.")
    client.force_login(moderator)
    waiting = client.get(QUEUE, {"kind": "comment"}).text
    assert "Wartet noch" in waiting
    assert "Schon gemeldet" not in waiting
    assert "Wartet noch" not in client.get(QUEUE, {"kind": "idea"}).text
    assert "Das ist gelogen." in client.get(QUEUE, {"state": "reported"}).text
    assert "Abgelehnt" in client.get(QUEUE, {"state": "rejected"}).text


@pytest.mark.parametrize(
    "query", [{"state": "x"}, {"kind": "<b>"}, {"p": "9999999"}, {"state": "unconfirmed"}]
)
def test_strange_filters_break_nothing(client, page, citizen, moderator, query):
    a_comment(page, text="Unbestätigt", state=State.UNCONFIRMED)
    client.force_login(moderator)
    answer = client.get(QUEUE, query)
    assert answer.status_code == 200
    assert "Unbestätigt" not in answer.text


def test_what_people_wrote_is_text_and_nothing_else(client, page, citizen, moderator):
    a_waiting_comment(page, citizen, text="<script>alert(1)</script>")
    client.force_login(moderator)
    assert "<script>alert(1)" not in client.get(QUEUE).text


def test_publishing_returns_to_the_same_filters(client, page, citizen, moderator):
    comment = a_waiting_comment(page, citizen)
    client.force_login(moderator)
    answer = client.post(
        decide_url(comment, "?kind=comment"), {"action": "publish", "seen_state": comment.state}
    )
    assert answer["Location"] == f"{QUEUE}?kind=comment"
    comment.refresh_from_db()
    assert comment.is_visible


def test_a_chosen_reason_reaches_the_author_in_their_language(client, page, citizen, moderator):
    comment = a_waiting_comment(page, citizen, language="en")
    client.force_login(moderator)
    decide(client, comment, "reject", reason="off_topic", reason_text="See the netiquette.")
    assert comment.state == State.REJECTED
    text = Message.objects.get().text
    assert "advertising or has nothing to do" in text
    assert "See the netiquette." in text


@pytest.mark.parametrize(
    "data", [{}, {"reason": "unknown"}, {"reason_text": " \x00 "}, {"reason_text": "\n"}]
)
def test_without_a_reason_nothing_is_rejected(client, page, citizen, moderator, data):
    comment = a_waiting_comment(page, citizen)
    client.force_login(moderator)
    assert decide(client, comment, "reject", **data).status_code in {302, 400}
    assert comment.state == State.SUBMITTED


def test_a_very_long_reason_breaks_nothing(client, page, citizen, moderator):
    comment = a_waiting_comment(page, citizen)
    client.force_login(moderator)
    decide(client, comment, "reject", reason="insult", reason_text="x" * 10_000)
    assert comment.state == State.REJECTED


def test_the_second_moderator_is_told(client, page, citizen, moderator):
    comment = a_waiting_comment(page, citizen)
    client.force_login(moderator)
    decide(client, comment, "reject", reason="insult")
    answer = client.post(
        decide_url(comment), {"action": "publish", "seen_state": State.SUBMITTED}, follow=True
    )
    comment.refresh_from_db()
    assert comment.state == State.REJECTED
    assert list(answer.context["messages"])
    assert Decision.objects.count() == 1


def test_many_are_published_at_once_but_nothing_that_was_rejected(client, page, citizen, moderator):
    waiting = [a_waiting_comment(page, citizen) for _number in range(3)]
    rejected = a_comment(page, author=citizen, state=State.REJECTED)
    client.force_login(moderator)
    chosen = [f"comment:{comment.pk}" for comment in (*waiting, rejected)]
    client.post(reverse("moderation_publish_many"), {"chosen": chosen})
    assert Comment.objects.visible().count() == 3
    rejected.refresh_from_db()
    assert rejected.state == State.REJECTED


@pytest.mark.parametrize("chosen", ["", "comment", "comment:x", "support:1", f"comment:{9**20}"])
def test_nonsense_is_not_found(client, page, moderator, chosen):
    client.force_login(moderator)
    answer = client.post(reverse("moderation_publish_many"), {"chosen": chosen})
    assert answer.status_code == 404


def test_unknown_decisions_are_not_found(client, page, citizen, moderator):
    comment = a_waiting_comment(page, citizen)
    client.force_login(moderator)
    assert decide(client, comment, "burn").status_code == 404
    assert client.get(decide_url(comment)).status_code == 405
    assert client.post(f"/admin/moderation/comment/{'9' * 30}/").status_code == 404


def test_a_longer_queue_costs_no_more_than_one_page_of_it(client, page, citizen, moderator):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(QUEUE).status_code == 200
        return len(captured)

    client.force_login(moderator)
    for _number in range(20):
        a_report(a_waiting_comment(page, citizen, parent=a_comment(page)))
    queries()
    one_page = queries()
    for _number in range(40):
        a_report(a_waiting_comment(page, citizen, parent=a_comment(page)))
    assert queries() == one_page
