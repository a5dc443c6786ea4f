"""What we tell people about their registrations."""

from django.conf import settings
from django.utils import timezone
from wagtail.models import Locale

from agenda.calendar.queries import public_event
from cms.mail import services as mail

from . import links, tickets
from .models import Registration


def confirm(registration: Registration) -> None:
    """Ask for the confirmation of the address."""
    _send("registration_confirm", registration, confirm_url=links.confirm_path(registration))


def confirmed(registration: Registration) -> None:
    """Tell of the seat."""
    _send("registration_confirmed", registration)


def waiting(registration: Registration) -> None:
    """Tell of the place on the waiting list."""
    _send("registration_waiting", registration)


def moved_up(registration: Registration) -> None:
    """Tell that a seat has become free for this person."""
    _send("registration_moved_up", registration)


def cancelled(registration: Registration) -> None:
    """Tell that the registration is cancelled."""
    _send("registration_cancelled", registration)


def _send(template: str, registration: Registration, **context) -> None:
    if registration.person is None:
        return
    locale = Locale.objects.filter(language_code=registration.language).first()
    training = public_event(registration.occurrence.event_key, locale)
    has_seat = registration.state == Registration.State.REGISTERED
    mail.queue(
        template,
        recipient=registration.person.email,
        language=registration.language,
        key=f"{template}:{registration.pk}:{timezone.now():%Y%m%d%H%M%S%f}",
        context={
            "name": registration.name,
            "title": training.title if training else "",
            "training_url": training.full_url if training else settings.SITE_URL,
            "place": registration.occurrence.place or (training.place if training else None),
            "online_url": training.online_url if training and has_seat else "",
            "requirements": training.requirements if training else "",
            "starts_at": registration.occurrence.starts_at,
            "ends_at": registration.occurrence.ends_at,
            "ticket_url": tickets.picture_path(registration) if has_seat else "",
            "manage_url": links.manage_path(registration),
            **context,
        },
    )
