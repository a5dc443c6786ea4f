"""Who may report how far a measure is, and why not; reads only."""

from .models import MeasurePage, Status

# Whoever stops something owes the people who wait for it a reason.
NEEDS_REASON = {Status.PAUSED, Status.DROPPED}


class NotPublic(Exception):
    """The measure is not published, so there is nobody to report to."""


class NotResponsible(Exception):
    """The person neither answers for the measure nor may publish it."""


class ReasonMissing(Exception):
    """A measure that rests or ends, or a progress set by hand, needs a reason."""


class NotYetReached(Exception):
    """A milestone cannot be reached on a day that is still to come."""


def may_report(user, measure: MeasurePage) -> bool:
    """Say whether `user` answers for `measure` or may publish it."""
    if not user.is_active:
        return False
    return measure.responsible_id == user.pk or measure.permissions_for_user(user).can_publish()


def needs_reason(status: str | None, before: str) -> bool:
    """Say whether going from the status `before` to `status` has to be explained."""
    return status in NEEDS_REASON and status != before
