"""Two moderators at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from wagtail.models import Site

from cms.mail.models import Message
from participation.accounts import contributions
from participation.accounts.models import User
from participation.comments.models import Comment
from participation.moderation import services
from participation.moderation.models import Decision
from tests.comments.factories import State, a_page, a_waiting_comment

pytestmark = pytest.mark.django_db(transaction=True)
PUBLISH, REJECT = Decision.Action.PUBLISH, Decision.Action.REJECT


@pytest.fixture
def comment(citizen) -> Comment:
    root = Site.objects.get(is_default_site=True).root_page
    return a_waiting_comment(a_page(root), citizen)


@pytest.fixture
def moderators() -> list[User]:
    return [User.objects.create_user(f"m{number}@auenbrueck.example") for number in range(2)]


def at_once(*errands: Callable[[], object]) -> list[object]:
    """Run all errands at the same moment; return their results or refusals."""
    barrier = Barrier(len(errands))

    def run(errand: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=30)
            return errand()
        except (services.AlreadyDecided, contributions.TransitionRefused) as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(errands)) as pool:
        return list(pool.map(run, errands))


def decision(comment: Comment, action: str, by: User) -> Callable[[], Decision]:
    return lambda: services.decide(
        comment, action=action, by=by, seen_state=State.SUBMITTED, reason="Darum."
    )


@pytest.mark.parametrize("second_action", [PUBLISH, REJECT])
def test_one_of_two_decisions_counts(comment, moderators, second_action):
    one, other = moderators
    results = at_once(decision(comment, PUBLISH, one), decision(comment, second_action, other))
    assert sum(isinstance(result, services.AlreadyDecided) for result in results) == 1
    taken = Decision.objects.get()
    comment.refresh_from_db()
    assert comment.state == (State.PUBLISHED if taken.action == PUBLISH else State.REJECTED)
    assert Message.objects.count() == 1


def test_withdrawing_and_publishing_at_once_end_withdrawn(comment, moderators):
    at_once(decision(comment, PUBLISH, moderators[0]), lambda: contributions.withdraw(comment))
    comment.refresh_from_db()
    assert comment.state == State.WITHDRAWN
