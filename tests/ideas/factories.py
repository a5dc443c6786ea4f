"""Campaigns and ideas as the tests need them."""

import uuid
from datetime import timedelta
from itertools import count

from django.utils import timezone
from wagtail.models import Site

from participation.accounts.models import Contribution, User
from participation.ideas.models import Idea, IdeaCampaignPage, Phase, Support

numbers = count(1)
State = Contribution.State


def a_campaign(kind: str = Phase.Kind.COLLECT, **fields) -> IdeaCampaignPage:
    """Return a published campaign in a phase that runs now."""
    number = next(numbers)
    now = timezone.now()
    campaign = IdeaCampaignPage(
        **{"title": f"Sammlung {number}", "slug": f"sammlung-{number}"} | fields
    )
    day = timedelta(days=1)
    campaign.phases = [Phase(kind=kind, starts_at=now - day, ends_at=now + day)]
    Site.objects.get(is_default_site=True).root_page.add_child(instance=campaign)
    return campaign


def an_idea(page: IdeaCampaignPage, **fields) -> Idea:
    """Return a published idea on `page`; `fields` may give it another state."""
    now = timezone.now()
    values = {
        "title": "Bänke mit Lehne",
        "text": "Ohne Lehne steht niemand wieder auf.",
        "author_name": "Karin",
        "state": State.PUBLISHED,
        "confirmed_at": now,
        "published_at": now,
    }
    return Idea.objects.create(page_key=page.translation_key, **values | fields)


def a_supporter(idea: Idea, email: str = "nele@mail.example") -> User:
    """Return somebody whose support for the idea counts."""
    person = User.objects.for_email(email)
    Support.objects.create(idea=idea, author=person, author_name="Nele", state=State.PUBLISHED)
    return person


def end_phases(page: IdeaCampaignPage) -> None:
    """Let the campaign's phases be over."""
    Phase.objects.filter(campaign=page).update(ends_at=timezone.now() - timedelta(hours=1))


def form_data(**fields) -> dict:
    """Return what a browser sends for a complete idea."""
    return {
        "title": "Trinkbrunnen am Markt",
        "text": "Im Sommer fehlt Wasser für alle, die unterwegs sind.",
        "name": "Nele",
        "email": "nele@mail.example",
        "website": "",
        "submission_key": str(uuid.uuid4()),
    } | fields
