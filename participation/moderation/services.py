"""Reporting contributions and deciding on them."""

import uuid

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from participation.accounts import contributions
from participation.accounts.models import Contribution, User

from . import notices
from .models import Decision, Report

Action = Decision.Action
State = Contribution.State
# From these states a decision leads somewhere.
DECIDABLE = {
    Action.PUBLISH: {State.SUBMITTED, State.REJECTED, State.HIDDEN},
    Action.REJECT: {State.SUBMITTED, State.PUBLISHED},
}


class AlreadyDecided(Exception):
    """Somebody else was quicker, or the contribution was withdrawn."""


class ReasonMissing(Exception):
    """Keeping something from the public needs a reason."""


@transaction.atomic
def decide(
    contribution: Contribution, *, action: str, by: User, seen_state: str, reason: str = ""
) -> Decision:
    """Publish a contribution or keep it from the public; its author is told.

    `seen_state` is the state that the moderator saw: a decision on a page that has grown old
    must not turn round the decision of somebody else. Raises AlreadyDecided and ReasonMissing.
    """
    if action == Action.REJECT and not reason.strip():
        raise ReasonMissing
    manager = type(contribution)._default_manager
    contribution = manager.select_for_update(of=("self",)).get(pk=contribution.pk)
    if contribution.state != seen_state or seen_state not in DECIDABLE[action]:
        raise AlreadyDecided
    if action == Action.PUBLISH:
        contributions.publish(contribution)
    else:
        contributions.reject(contribution, reason=reason)
    kind = contributions.kind_of(contribution)
    decision = Decision.objects.create(
        kind=kind.name,
        contribution_id=contribution.pk,
        action=action,
        reason=reason,
        moderator=by,
    )
    _open_reports(kind.name, contribution.pk).update(settled_at=timezone.now())
    log(contribution, f"moderation.{action}", user=by, data={"reason": reason})
    return decision


@transaction.atomic
def report(
    contribution: Contribution,
    *,
    reason: str,
    text: str = "",
    name: str = "",
    email: str = "",
    submission_key: uuid.UUID,
) -> Report:
    """Store a report; whoever left an address gets a receipt. The same key stores once."""
    kind = contributions.kind_of(contribution)
    stored, is_new = Report.objects.get_or_create(
        submission_key=submission_key,
        defaults={
            "kind": kind.name,
            "contribution_id": contribution.pk,
            "reason": reason,
            "text": text,
            "name": name,
            "email": email,
        },
    )
    if is_new and email:
        notices.receipt(stored, title=kind.describe(contribution))
    return stored


@transaction.atomic
def dismiss_reports(contribution: Contribution, *, by: User) -> int:
    """Leave a reported contribution public and settle its reports; return how many."""
    kind = contributions.kind_of(contribution)
    number = _open_reports(kind.name, contribution.pk).update(settled_at=timezone.now())
    if number:
        log(contribution, "moderation.dismiss", user=by)
    return number


def _open_reports(kind: str, contribution_id: int):
    return Report.objects.filter(kind=kind, contribution_id=contribution_id, settled_at=None)
