"""What we tell people about their registrations, and staff about their trainings."""

from django.conf import settings
from django.utils import timezone, translation
from wagtail.models import Locale

from agenda.calendar.models import Occurrence, TrainingPage
from cms.content.models import Place
from cms.mail import services as mail

from . import changes, links, tickets
from .invitations import invitations
from .models import Registration
from .rules import Seats, seats_of, sessions_of, training_behind, venue_of

State = Registration.State


def confirm(registration: Registration) -> None:
    """Ask for the confirmation of the address."""
    _send("registration_confirm", registration, confirm_url=links.confirm_path(registration))


def confirmed(registration: Registration) -> None:
    """Tell of the seat."""
    _send("registration_confirmed", registration, has_file=True)


def waiting(registration: Registration) -> None:
    """Tell of the place on the waiting list, which a party may have though seats are free."""
    training = training_behind(registration.occurrence)
    seats = seats_of(registration.occurrence, training) if training else None
    _send("registration_waiting", registration, has_free_seats=bool(seats and seats.left))


def offered(registration: Registration) -> None:
    """Tell of a seat that must be accepted in time."""
    _send("registration_offered", registration, offered_until=registration.offered_until)


def lapsed(registration: Registration) -> None:
    """Tell that nobody accepted the seat in time."""
    _send("registration_lapsed", registration)


def moved_up(registration: Registration) -> None:
    """Tell that a seat has become free for this person."""
    _send("registration_moved_up", registration, has_file=True)


def cancelled(registration: Registration, *, had_seat: bool) -> None:
    """Tell that the registration is cancelled."""
    _send("registration_cancelled", registration, has_file=had_seat)


def reduced(registration: Registration) -> None:
    """Tell for how many people the registration holds now."""
    _send("registration_reduced", registration, has_file=registration.state == State.REGISTERED)


def reminder(registration: Registration, near: list[Occurrence]) -> None:
    """Remind of the dates that are near; the others of a course are not spoken of."""
    _send("registration_reminder", registration, has_file=True, sessions=near)


def changed(registration: Registration, before: dict) -> bool:
    """Tell what has changed since `before`; return whether there was anything to tell."""
    told, has_seat = registration.told, registration.state == State.REGISTERED
    with translation.override(registration.language):
        sentences = changes.in_words(before, told, has_seat=has_seat)
    if not sentences:
        return False
    template = "registration_changed"
    if changes.is_called_off(told):
        template = "registration_called_off"
    _send(template, registration, has_file=has_seat, before=before, changes=sentences)
    return True


def too_few(training: TrainingPage, occurrence: Occurrence, seats: Seats) -> None:
    """Tell the training's contact person that fewer have registered than it needs."""
    mail.queue(
        "registration_too_few",
        recipient=training.contact.email,
        language=training.locale.language_code,
        key=f"registration_too_few:{occurrence.pk}:{occurrence.starts_at:%Y%m%d%H%M}",
        context={
            "title": training.title,
            "training_url": training.full_url,
            "starts_at": occurrence.starts_at,
            "seated": seats.seated,
            "minimum": training.minimum_people,
        },
    )


def _send(
    template: str,
    registration: Registration,
    *,
    has_file: bool = False,
    before: dict | None = None,
    sessions: list[Occurrence] | None = None,
    **context,
) -> None:
    if registration.person is None:
        return
    locale = Locale.objects.filter(language_code=registration.language).first()
    training = training_behind(registration.occurrence, locale)
    all_sessions = sessions or sessions_of(registration.occurrence, training)
    sessions = [s for s in all_sessions if not s.is_cancelled] or all_sessions
    files = []
    if has_file:
        with translation.override(registration.language):
            files = invitations(registration, training, all_sessions, before=before)
    has_seat = registration.state == State.REGISTERED
    mail.queue(
        template,
        recipient=registration.person.email,
        language=registration.language,
        key=f"{template}:{registration.pk}:{timezone.now():%Y%m%d%H%M%S%f}",
        attachments=files,
        context={
            "name": registration.name,
            "registration": registration,
            "title": training.title if training else registration.told.get("title", ""),
            "training_url": training.full_url if training else settings.SITE_URL,
            "place": _common_place(sessions, training),
            "online_url": training.online_url if training and has_seat else "",
            "requirements": training.requirements if training else "",
            "ticket_url": tickets.picture_path(registration) if has_seat else "",
            "sessions": sessions,
            "manage_url": links.manage_path(registration),
            **context,
        },
    )


def _common_place(sessions: list[Occurrence], training: TrainingPage | None) -> Place | None:
    """Return the place of the training; of a single date that has its own, that one."""
    if len(sessions) == 1:
        return venue_of(sessions[0], training)
    return training.place if training else None
