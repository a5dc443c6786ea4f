"""One person follows in many windows at once, or leaves while they follow anew."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from participation.accounts.models import User
from participation.subscriptions import services
from participation.subscriptions.models import Subscription

from .factories import a_followable_measure, a_follower

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*errands: Callable[[], object]) -> None:
    """Run all errands at the same moment, each with a connection of its own."""
    barrier = Barrier(len(errands))

    def run(errand: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=30)
            errand()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(errands)) as pool:
        list(pool.map(run, errands))


def test_a_person_who_clicks_many_times_follows_once(root):
    measure = a_followable_measure(root)
    person = User.objects.create_user("nele@mail.example")
    at_once(*[lambda: services.follow(measure, person=person, name="Nele")] * 6)
    assert Subscription.objects.visible().count() == 1


def test_leaving_in_many_windows_while_following_anew_ends_well(root):
    measure = a_followable_measure(root)
    person = a_follower(measure).author
    for _attempt in range(5):
        at_once(
            *[lambda: services.unfollow(measure.translation_key, person.pk)] * 3,
            *[lambda: services.follow(measure, person=person, name="Nele")] * 3,
        )
        assert Subscription.objects.count() == 1
