"""Wagtail says by signal what editors decided in a workflow; there is no other way to hear it."""

from wagtail.signals import task_rejected, workflow_approved

from agenda.calendar.models import EventPage

from . import notices


def connect() -> None:
    """Tell associations what became of their events."""
    workflow_approved.connect(_approved, dispatch_uid="event-approved")
    task_rejected.connect(_returned, dispatch_uid="event-returned")


def _approved(sender, instance, **kwargs) -> None:
    event = instance.content_object
    if isinstance(event, EventPage) and event.organiser_key and instance.requested_by:
        notices.approved(event, instance.requested_by, instance.pk)


def _returned(sender, instance, **kwargs) -> None:
    workflow_state = instance.workflow_state
    event = workflow_state.content_object
    person = workflow_state.requested_by
    if isinstance(event, EventPage) and event.organiser_key and person:
        notices.returned(event, person, instance.pk, instance.comment)
