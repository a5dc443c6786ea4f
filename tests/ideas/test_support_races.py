"""Many people, or one person twice, support an idea at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone
from wagtail.models import Site

from participation.accounts import contributions
from participation.accounts.models import Contribution, User
from participation.ideas import services
from participation.ideas.models import Idea, IdeaCampaignPage
from participation.ideas.models.campaigns import Phase
from participation.ideas.models.ideas import Support

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def idea() -> Idea:
    """A published idea of a campaign that takes support now."""
    now = timezone.now()
    campaign = IdeaCampaignPage(title="Digital im Quartier", slug="quartier")
    campaign.phases = [
        Phase(
            kind=Phase.Kind.SUPPORT,
            starts_at=now - timedelta(days=1),
            ends_at=now + timedelta(days=1),
        )
    ]
    Site.objects.get(is_default_site=True).root_page.add_child(instance=campaign)
    return Idea.objects.create(
        page_key=campaign.translation_key,
        title="Bänke mit Lehne",
        text="Ohne Lehne steht niemand wieder auf.",
        author_name="Karin",
        state=Contribution.State.PUBLISHED,
        published_at=now,
    )


def people(number: int) -> list[User]:
    return [User.objects.create_user(f"person{n}@mail.example") for n in range(number)]


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


def test_everybody_who_supports_at_once_is_counted(idea):
    crowd = people(24)
    at_once(*[lambda p=p: services.support(idea, person=p, name="Nele") for p in crowd])
    idea.refresh_from_db()
    assert idea.support_count == idea.supports.count() == 24


def test_a_person_who_clicks_many_times_counts_once(idea):
    (person,) = people(1)
    at_once(*[lambda: services.support(idea, person=person, name="Nele") for _click in range(8)])
    idea.refresh_from_db()
    assert idea.support_count == idea.supports.count() == 1


def test_support_and_withdrawal_at_once_leave_the_count_right(idea):
    crowd = people(12)
    for person in crowd[:6]:
        services.support(idea, person=person, name="Nele")
    at_once(
        *[lambda p=p: services.withdraw_support(idea, person=p) for p in crowd[:6]],
        *[lambda p=p: services.support(idea, person=p, name="Nele") for p in crowd[6:]],
    )
    idea.refresh_from_db()
    assert idea.support_count == idea.supports.visible().count() == 6


def test_confirming_while_supporting_anew_ends_well(idea):
    """The link is used in one window while the form is sent again from another."""
    (person,) = people(1)
    for _attempt in range(10):
        Support.objects.all().delete()
        waiting = services.support(idea, name="Nele", email=person.email)

        def confirm(support=waiting):
            # The newer support may have taken its place.
            with suppress(Support.DoesNotExist):
                contributions.confirm(support)

        at_once(confirm, lambda: services.support(idea, person=person, name="Nele"))
        idea.refresh_from_db()
        assert idea.support_count == idea.supports.visible().count() == 1
