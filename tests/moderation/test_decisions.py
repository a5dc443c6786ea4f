"""What moderators decide, and what becomes known of it."""

import pytest
from django.utils import translation
from wagtail.models import ModelLogEntry

from cms.mail.models import Message
from participation.moderation import services
from participation.moderation.models import Decision, Report
from tests.comments.factories import State, a_comment, a_waiting_comment

from .factories import a_report

pytestmark = pytest.mark.django_db
PUBLISH, REJECT = Decision.Action.PUBLISH, Decision.Action.REJECT


def decide(comment, action, by, **kwargs):
    decision = services.decide(
        comment, action=action, by=by, **{"seen_state": comment.state, **kwargs}
    )
    comment.refresh_from_db()
    return decision


def test_publishing_tells_the_author_and_is_on_record(page, citizen, moderator):
    comment = a_waiting_comment(page, citizen)
    decision = decide(comment, PUBLISH, moderator)
    assert comment.state == State.PUBLISHED
    assert (decision.kind, decision.contribution_id) == ("comment", comment.pk)
    assert decision.moderator == moderator
    entry = ModelLogEntry.objects.get(action="moderation.publish")
    assert (entry.user, entry.object_id) == (moderator, str(comment.pk))
    assert Message.objects.get().recipient == citizen.email


def test_the_author_reads_why_something_was_not_published(page, citizen, moderator):
    comment = a_waiting_comment(page, citizen)
    decide(comment, REJECT, moderator, reason="Das ist Werbung.")
    assert comment.state == State.REJECTED
    assert "Das ist Werbung." in Message.objects.get().text
    assert Decision.objects.get().reason == "Das ist Werbung."


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_no_rejection_without_a_reason(page, citizen, moderator, reason):
    comment = a_waiting_comment(page, citizen)
    with pytest.raises(services.ReasonMissing):
        decide(comment, REJECT, moderator, reason=reason)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("state", [State.UNCONFIRMED, State.WITHDRAWN])
@pytest.mark.parametrize("action", [PUBLISH, REJECT])
def test_what_its_author_has_not_let_go_is_not_decided(page, citizen, moderator, state, action):
    comment = a_comment(page, state=state, author=citizen)
    with pytest.raises(services.AlreadyDecided):
        decide(comment, action, moderator, reason="Darum.")
    assert comment.state == state


@pytest.mark.parametrize(("first", "second"), [(REJECT, PUBLISH), (PUBLISH, REJECT)])
def test_an_old_page_does_not_turn_round_a_decision(page, citizen, moderator, first, second):
    comment = a_waiting_comment(page, citizen)
    decide(comment, first, moderator, reason="Darum.")
    decided = comment.state
    with pytest.raises(services.AlreadyDecided):
        decide(comment, second, moderator, seen_state=State.SUBMITTED, reason="Doch.")
    assert comment.state == decided
    assert Decision.objects.count() == Message.objects.count() == 1


def test_a_decision_can_be_revised_knowingly(page, citizen, moderator):
    comment = a_waiting_comment(page, citizen)
    decide(comment, REJECT, moderator, reason="Darum.")
    decide(comment, PUBLISH, moderator)
    assert comment.state == State.PUBLISHED
    decide(comment, REJECT, moderator, reason="Doch.")
    assert comment.state == State.HIDDEN
    assert Decision.objects.count() == Message.objects.count() == 3


def test_a_decision_settles_the_reports(page, citizen, moderator):
    comment, other = a_comment(page, author=citizen), a_comment(page)
    a_report(comment)
    a_report(comment)
    kept = a_report(other)
    decide(comment, REJECT, moderator, reason="Die Meldung trifft zu.")
    assert list(Report.objects.filter(settled_at=None)) == [kept]


def test_dismissed_reports_leave_the_comment_public(page, moderator):
    comment = a_comment(page)
    a_report(comment)
    assert services.dismiss_reports(comment, by=moderator) == 1
    assert services.dismiss_reports(comment, by=moderator) == 0
    comment.refresh_from_db()
    assert comment.is_visible
    assert ModelLogEntry.objects.filter(action="moderation.dismiss").count() == 1


def test_the_author_is_told_in_their_own_language(page, citizen, moderator):
    comment = a_waiting_comment(page, citizen, language="en")
    with translation.override("de"):
        decide(comment, PUBLISH, moderator)
    assert Message.objects.get().subject.startswith("Published")


def test_who_erased_their_account_gets_no_mail(page, moderator):
    comment = a_waiting_comment(page, None)
    decide(comment, PUBLISH, moderator)
    assert not Message.objects.exists()
