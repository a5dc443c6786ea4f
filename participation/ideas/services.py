"""What changes ideas and their support."""

import uuid

from django.db import transaction
from django.utils import timezone, translation

from cms.content import page_cache
from cms.content.models import BasePage, ContactPerson
from participation.accounts import contributions
from participation.accounts.models import Contribution, User
from participation.comments.targets import Target

from . import notices
from .models import Idea, IdeaSilence, Outcome, OutcomeChange, Support
from .rules import PhaseClosed, page_of, why_no_idea, why_no_support

State = Contribution.State


def submit_idea(page: BasePage, *, contributor: dict, **fields) -> Idea:
    """Store an idea for `page`; `contributor` is what ContributionForm.contributor() returns.

    Raises PhaseClosed if the page takes no ideas now.
    """
    if reason := why_no_idea(page):
        raise PhaseClosed(reason)
    idea = Idea(page_key=page.translation_key, **fields)
    return contributions.contribute(idea, **contributor)


@transaction.atomic
def support(
    idea: Idea,
    *,
    person: User | None = None,
    name: str,
    email: str = "",
    submission_key: uuid.UUID | None = None,
) -> Support:
    """Add one person's support; repeat calls return the first one.

    Counts at once for a signed-in `person`, else when the mailed link is used. Raises
    PhaseClosed if the campaign does not take support now.
    """
    idea.refresh_from_db()
    if reason := why_no_support(idea, page_of(idea)):
        raise PhaseClosed(reason)
    # As in confirming and withdrawing, the support is locked before its idea: no deadlock.
    return contributions.contribute_once(
        Support(idea=idea),
        among=idea.supports,
        person=person,
        name=name,
        email=email,
        submission_key=submission_key,
    )


@transaction.atomic
def withdraw_support(idea: Idea, *, person: User) -> None:
    """Take back a person's support; repeating it changes nothing."""
    for mine in idea.supports.filter(author=person, state=State.PUBLISHED):
        contributions.withdraw(mine)


@transaction.atomic
def recount(support: Support) -> None:
    """Count the idea's support anew while nobody else can change it."""
    # A new support holds its idea's key shared; a lock of the key too would wait for all others.
    idea = Idea.objects.select_for_update(no_key=True).get(pk=support.idea_id)
    _count(idea)


@transaction.atomic
def settle(support: Support) -> None:
    """Count a support that changed; one whose link was used too late is refused, with a mail."""
    idea = Idea.objects.select_for_update(no_key=True).get(pk=support.idea_id)
    if support.is_visible:
        with translation.override(support.language):
            reason = why_no_support(idea, page_of(idea))
        if reason:
            support.state = State.REJECTED
            support.save(update_fields=["state"])
            notices.refused(support, reason)
    _count(idea)


def _count(idea: Idea) -> None:
    idea.support_count = idea.supports.filter(state=State.PUBLISHED).count()
    idea.save(update_fields=["support_count"])
    purge(idea)


@transaction.atomic
def decide(
    idea: Idea, *, outcome: str, statement: str, office: ContactPerson | None, by: User | None
) -> Idea:
    """Set what the city makes of an idea, with its official answer; author and supporters are told.

    The same outcome and statement once more change nothing and tell nobody.
    """
    idea = Idea.objects.select_for_update().get(pk=idea.pk)
    if (idea.outcome, idea.statement, idea.statement_by) == (outcome, statement, office):
        return idea
    now = timezone.now()
    if outcome != idea.outcome:
        OutcomeChange.objects.create(idea=idea, outcome=outcome, changed_at=now, changed_by=by)
    idea.outcome = outcome
    idea.statement = statement
    idea.statement_by = office
    idea.answered_at = now if statement else None
    idea.save(update_fields=["outcome", "statement", "statement_by", "answered_at"])
    purge(idea)
    if idea.is_visible and outcome != Outcome.OPEN:
        notices.decided(idea, at=now)
    return idea


@transaction.atomic
def silence(idea_id: int, person_id: int) -> None:
    """Write no more to a person about an idea; their support stays. Repeating it changes nothing.

    For what is gone meanwhile there is nothing to do.
    """
    idea = Idea.objects.filter(pk=idea_id).first()
    person = User.objects.filter(pk=person_id).first()
    if idea and person:
        IdeaSilence.objects.get_or_create(idea=idea, person=person)


def end_silence(idea_id: int, person_id: int) -> None:
    """Write to a person about an idea again; repeating it changes nothing."""
    IdeaSilence.objects.filter(idea=idea_id, person=person_id).delete()


def discussion_target(key: uuid.UUID) -> Target | None:
    """Return the public idea with this key as something that can be discussed."""
    idea = Idea.objects.visible().filter(key=key).first()
    if idea is None:
        return None
    return Target(
        key=key,
        title=idea.title,
        url=idea.get_absolute_url(),
        allows_comments=True,
        purge=lambda: purge(idea),
    )


def purge(idea: Idea) -> None:
    """Drop what readers see of an idea from the page cache."""
    # Titles and counts of ideas stand in lists, on pages of all languages and on the home page.
    page_cache.purge_site()
