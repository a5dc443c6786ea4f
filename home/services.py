"""Messages from people to the city."""

import uuid

from django.conf import settings

from cms.content.models import ContactPerson, SiteIdentity
from cms.mail import services as mail


def send_to_contact_person(
    contact: ContactPerson, *, subject: str, message: str, name: str, reply_to: str, key: uuid.UUID
) -> None:
    """Pass a message on to a contact person; the same `key` is sent once."""
    _send_to_city(
        "contact_person",
        recipient=contact.email,
        key=f"contact:{contact.pk}:{key}",
        context={"subject_line": subject, "message": message, "name": name, "reply_to": reply_to},
    )


def send_accessibility_feedback(
    identity: SiteIdentity,
    *,
    message: str,
    page_address: str,
    name: str,
    reply_to: str,
    key: uuid.UUID,
) -> None:
    """Pass a reported barrier on to the city; the same `key` is sent once."""
    _send_to_city(
        "accessibility_feedback",
        recipient=identity.feedback_email or settings.DEFAULT_FROM_EMAIL,
        key=f"barrier:{key}",
        context={
            "message": message,
            "page_address": page_address,
            "name": name,
            "reply_to": reply_to,
        },
    )


def _send_to_city(template: str, *, recipient: str, key: str, context: dict) -> None:
    mail.queue(
        template,
        recipient=recipient,
        language=settings.LANGUAGE_CODE,
        key=key,
        context=context,
    )
