"""Two at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from cms.mail.models import Message
from participation.accounts import contributions
from participation.accounts.models import Contribution
from participation.comments.models import Comment

from .factories import a_contribution

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(function, comment: Comment) -> list:
    """Call `function` with `comment` in two threads at the same moment; return both results."""
    barrier = Barrier(2)

    def run(_number):
        try:
            own = Comment.objects.get(pk=comment.pk)
            barrier.wait(timeout=10)
            return function(own)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, range(2)))


def test_one_of_two_confirmations_counts():
    comment = a_contribution()
    assert sorted(at_once(contributions.confirm, comment)) == [False, True]


def test_two_moderators_who_publish_cause_one_mail(citizen):
    comment = a_contribution(person=citizen)
    results = at_once(contributions.publish, comment)
    assert {result.state for result in results} == {Contribution.State.PUBLISHED}
    assert Message.objects.filter(key__startswith="contribution_published").count() == 1
