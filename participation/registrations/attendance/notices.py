"""What staff tell the people of a date."""

from django.conf import settings
from wagtail.models import Locale

from agenda.calendar.queries import public_event
from cms.mail import services as mail

from .. import links
from ..models import Registration
from ..rules import venue_of
from .models import ParticipantMessage

TEMPLATE = "registration_message"


def message(written: ParticipantMessage, registration: Registration) -> None:
    """Send what staff wrote, in the frame of the person's language."""
    locale = Locale.objects.filter(language_code=registration.language).first()
    training = public_event(written.occurrence.event_key, locale)
    mail.queue(
        TEMPLATE,
        recipient=registration.person.email,
        language=registration.language,
        key=f"{TEMPLATE}:{written.key}:{registration.person_id}",
        context={
            "name": registration.name,
            "subject_line": written.subject,
            "message_text": written.text,
            "title": training.title if training else "",
            "training_url": training.full_url if training else settings.SITE_URL,
            "place": venue_of(written.occurrence, training),
            "sessions": [written.occurrence],
            "manage_url": links.manage_path(registration),
        },
    )
