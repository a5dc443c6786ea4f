"""Wagtail says by signal what becomes of a page in a workflow; there is no other way to hear it."""

from wagtail.admin.mail import (
    GroupApprovalTaskStateSubmissionEmailNotifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
)
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    task_rejected,
    task_submitted,
    workflow_approved,
    workflow_rejected,
)

from agenda.calendar.models import EventPage

from . import notices, rules


class _NotForSubmissions:
    """Leaves what a member handed in to our notices: they go through the outbox."""

    def can_handle(self, instance, **kwargs) -> bool:
        workflow_state = getattr(instance, "workflow_state", instance)
        if not super().can_handle(instance, **kwargs):
            return False
        return rules.submitted_event(workflow_state) is None


class _SubmittedNotifier(_NotForSubmissions, GroupApprovalTaskStateSubmissionEmailNotifier):
    pass


class _ApprovedNotifier(_NotForSubmissions, WorkflowStateApprovalEmailNotifier):
    pass


class _RejectedNotifier(_NotForSubmissions, WorkflowStateRejectionEmailNotifier):
    pass


# Under Wagtail's own ids, so that ours take the place of its notifiers whoever starts first.
REPLACED = [
    (
        task_submitted,
        TaskState,
        "group_approval_task_submitted_email_notification",
        _SubmittedNotifier(),
    ),
    (
        workflow_approved,
        WorkflowState,
        "workflow_state_approved_email_notification",
        _ApprovedNotifier(),
    ),
    (
        workflow_rejected,
        WorkflowState,
        "workflow_state_rejected_email_notification",
        _RejectedNotifier(),
    ),
]


def connect() -> None:
    """Tell associations what became of their events, and editors what waits."""
    for signal, sender, uid, notifier in REPLACED:
        signal.disconnect(sender=sender, dispatch_uid=uid)
        signal.connect(notifier, sender=sender, dispatch_uid=uid)
    task_submitted.connect(_submitted, dispatch_uid="event-submitted")
    workflow_approved.connect(_approved, dispatch_uid="event-approved")
    task_rejected.connect(_returned, dispatch_uid="event-returned")
    page_published.connect(_published, dispatch_uid="event-published")


def _submitted(sender, instance, **kwargs) -> None:
    if event := rules.submitted_event(instance.workflow_state):
        notices.waiting(event, instance)


def _approved(sender, instance, **kwargs) -> None:
    if event := rules.submitted_event(instance):
        notices.approved(event, instance)


def _returned(sender, instance, **kwargs) -> None:
    if event := rules.submitted_event(instance.workflow_state):
        notices.returned(event, instance)


def _published(sender, instance, **kwargs) -> None:
    # An editor may publish past the workflow, which Wagtail cancels after this signal.
    if isinstance(instance, EventPage) and (state := instance.current_workflow_state):
        _approved(sender, state)
