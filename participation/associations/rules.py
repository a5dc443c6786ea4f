"""Who may act for an organisation, and where an event of theirs stands."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, WorkflowState

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
    return events.defer("body").order_by("-latest_revision_created_at")


def event_states(events: Iterable[EventPage]) -> list[dict]:
    """Return {event, state, label, chip, reason, is_live} of events as their members read it."""
    events = list(events)
    active = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(event.pk) for event in events],
    )
    workflow_states = {row.object_id: row for row in active.select_related("current_task_state")}
    return [_state(event, workflow_states.get(str(event.pk))) for event in events]


def event_state(event: EventPage) -> dict:
    """Return what event_states says of one event."""
    return event_states([event])[0]


def _state(event: EventPage, workflow_state: WorkflowState | None) -> dict:
    state, reason = (PUBLISHED if event.live else DRAFT), ""
    if workflow_state and workflow_state.status == WorkflowState.STATUS_IN_PROGRESS:
        state = WAITING
    elif workflow_state:
        state, reason = RETURNED, workflow_state.current_task_state.comment
    return {
        "event": event,
        "state": state,
        "label": STATE_LABELS[state],
        "chip": STATE_CHIPS[state],
        "reason": reason,
        "is_live": event.live,
    }


def submitted_event(workflow_state: WorkflowState) -> EventPage | None:
    """Return the event that a member handed in, if that is what the workflow is about."""
    page, person = workflow_state.content_object, workflow_state.requested_by
    event = page.specific if isinstance(page, Page) else None
    if person is None or not isinstance(event, EventPage) or not event.organiser_key:
        return None
    members = Membership.objects.filter(person=person, organisation__key=event.organiser_key)
    return event if members.exists() else None
