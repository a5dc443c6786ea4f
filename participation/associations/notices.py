"""What we tell associations about their events, and editors about what waits."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from wagtail.models import TaskState, WorkflowState
from wagtail.users.models import UserProfile

from agenda.calendar.models import EventPage
from cms.mail import services as mail
from participation.accounts.models import User

from .models import Organisation


def waiting(event: EventPage, task_state: TaskState) -> None:
    """Tell those who may approve an event that it waits, unless they want no such mail."""
    draft = task_state.revision.as_object()
    groups = task_state.task.specific.groups.all()
    for person in User.objects.filter(groups__in=groups, is_active=True).distinct():
        if not UserProfile.get_for_user(person).submitted_notifications:
            continue
        mail.queue(
            "event_waiting",
            recipient=person.email,
            language=person.language,
            key=f"event_waiting:{task_state.pk}:{person.pk}",
            context={
                "name": str(person),
                "title": draft.title,
                "organisation": draft.organiser_name,
                "is_live": event.live,
                "url": _address("wagtailadmin_pages:edit", person.language, args=[event.pk]),
            },
        )


def approved(event: EventPage, workflow_state: WorkflowState) -> None:
    """Tell that an event, or its new version, is published."""
    person = workflow_state.requested_by
    _tell("event_approved", event, person, key=workflow_state.pk, url=event.full_url)


def returned(event: EventPage, task_state: TaskState) -> None:
    """Tell that an event needs changes, and why."""
    person = task_state.workflow_state.requested_by
    _tell("event_returned", event, person, key=task_state.pk, reason=task_state.comment)


def _tell(template: str, event: EventPage, person: User, *, key: int, **context) -> None:
    organisation = Organisation.objects.get(key=event.organiser_key)
    kwargs = {"slug": organisation.slug, "pk": event.pk}
    mail.queue(
        template,
        recipient=person.email,
        language=person.language,
        key=f"{template}:{key}",
        context={
            "name": str(person),
            "title": event.draft_title,
            "edit_url": _address("event_edit", person.language, kwargs=kwargs),
            **context,
        },
    )


def _address(route: str, language: str, **kwargs) -> str:
    with translation.override(language):
        return settings.SITE_URL.rstrip("/") + reverse(route, **kwargs)
