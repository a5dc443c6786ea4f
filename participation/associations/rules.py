"""Who may act for an organisation, and where an event of theirs stands."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from agenda.calendar.models import EventPage

from .models import CharterPage, Membership, Organisation

DRAFT, WAITING, RETURNED, PUBLISHED = "draft", "waiting", "returned", "published"
STATE_LABELS = {
    DRAFT: _("Draft"),
    WAITING: _("Waiting for approval"),
    RETURNED: _("Returned with a reason"),
    PUBLISHED: _("Published"),
}
# The look knows these names of contribution states.
STATE_CHIPS = {
    DRAFT: "planned",
    WAITING: "pending",
    RETURNED: "rejected",
    PUBLISHED: "accepted",
}


def membership(person, slug: str) -> Membership | None:
    """Return the membership by which `person` acts for the organisation, if there is one."""
    memberships = Membership.objects.select_related("organisation")
    return memberships.filter(person=person, organisation__slug=slug).first()


def may_still_sign(person, charter: CharterPage) -> QuerySet[Organisation]:
    """Return the organisations that `person` administers and that have not signed yet."""
    administered = Organisation.objects.filter(
        memberships__person=person, memberships__role=Membership.Role.ADMIN
    )
    return administered.exclude(signatures__charter_key=charter.translation_key)


def events_of(*organisations: Organisation):
    """Return the organisations' own event pages, live or not, newest first."""
    events = EventPage.objects.filter(
        organiser_key__in=[organisation.key for organisation in organisations],
        locale__language_code=settings.LANGUAGE_CODE,
        alias_of=None,
    )
    return events.defer("body").prefetch_workflow_states().order_by("-latest_revision_created_at")


def event_state(event: EventPage) -> dict:
    """Return {state, label, chip, reason, is_live} of an event as its members read it."""
    workflow_state = event.current_workflow_state
    state, reason = (PUBLISHED if event.live else DRAFT), ""
    if workflow_state and workflow_state.status == WorkflowState.STATUS_IN_PROGRESS:
        state = WAITING
    elif workflow_state and workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state = RETURNED
        reason = workflow_state.current_task_state.comment
    return {
        "state": state,
        "label": STATE_LABELS[state],
        "chip": STATE_CHIPS[state],
        "reason": reason,
        "is_live": event.live,
    }


def is_submission(workflow_state: WorkflowState) -> bool:
    """Say whether a member handed in what this workflow is about."""
    event, person = workflow_state.content_object, workflow_state.requested_by
    if person is None or not isinstance(event, EventPage) or not event.organiser_key:
        return False
    return Membership.objects.filter(person=person, organisation__key=event.organiser_key).exists()
