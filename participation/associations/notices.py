"""What we tell associations about their events."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from agenda.calendar.models import EventPage
from cms.mail import services as mail
from participation.accounts.models import User

from .models import Organisation


def approved(event: EventPage, person: User, state_id: int) -> None:
    """Tell that an event, or its new version, is published."""
    _send("event_approved", event, person, state_id, url=event.full_url)


def returned(event: EventPage, person: User, state_id: int, reason: str) -> None:
    """Tell that an event needs changes, and why."""
    _send("event_returned", event, person, state_id, reason=reason)


def _send(template: str, event: EventPage, person: User, state_id: int, **context) -> None:
    organisation = Organisation.objects.filter(key=event.organiser_key).first()
    if organisation is None:
        return
    with translation.override(person.language):
        edit_path = reverse("event_edit", kwargs={"slug": organisation.slug, "pk": event.pk})
    mail.queue(
        template,
        recipient=person.email,
        language=person.language,
        key=f"{template}:{state_id}",
        context={
            "name": str(person),
            "title": event.title,
            "edit_url": settings.SITE_URL.rstrip("/") + edit_path,
            **context,
        },
    )
