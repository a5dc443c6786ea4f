"""What staff note and send: who came, who did not, and messages."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from agenda.calendar.models import Occurrence, TrainingPage
from agenda.calendar.models.seats import KEEP_NAMES_DAYS

from ..models import Answer, Registration
from . import notices
from .models import Attendance, ParticipantMessage
from .participants import Participant, participants_of
from .rules import NotNow, why_no_check_in

KEEP_NAMES = timedelta(days=KEEP_NAMES_DAYS)
MESSAGE, EXPORT, ATTENDANCE = (
    "attendance.message",
    "attendance.export",
    "attendance.note",
)


@transaction.atomic
def check_in(occurrence: Occurrence, participant: Participant, *, by) -> Attendance:
    """Note that somebody came; noting it again keeps the first time. Raises NotNow."""
    if reason := why_no_check_in(occurrence):
        raise NotNow(reason)
    row, is_new = Attendance.objects.get_or_create(
        registration=participant.registration,
        occurrence=occurrence,
        position=participant.position,
        defaults={"state": Attendance.State.PRESENT, "by": by},
    )
    if not is_new and row.state != Attendance.State.PRESENT:
        row.state, row.by, row.at = Attendance.State.PRESENT, by, timezone.now()
        row.save(update_fields=["state", "by", "at"])
    return row


def take_back(occurrence: Occurrence, participant: Participant) -> None:
    """Forget what was noted about somebody; repeating it changes nothing."""
    Attendance.objects.filter(
        registration=participant.registration,
        occurrence=occurrence,
        position=participant.position,
    ).delete()


@transaction.atomic
def note_absent(occurrence: Occurrence, training, *, by) -> int:
    """Note for everybody with a seat who was not checked in that they did not come.

    Returns how many; repeating it changes nothing. Raises NotNow before the end.
    """
    if occurrence.is_cancelled or not occurrence.is_past:
        raise NotNow(_("Only when a date is over can anybody be noted as not having come."))
    missing = [p for p in participants_of(occurrence) if p.has_seat and not p.attendance]
    rows = [
        Attendance(
            registration=person.registration,
            occurrence=occurrence,
            position=person.position,
            state=Attendance.State.ABSENT,
            by=by,
        )
        for person in missing
    ]
    # Somebody may be checked in by a colleague at this moment: that stays.
    Attendance.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        _log(training, ATTENDANCE, occurrence, by, absent=len(rows))
    return len(rows)


@transaction.atomic
def undo_absent(occurrence: Occurrence, training, *, by) -> int:
    """Take back that people did not come; return how many."""
    absent = Attendance.objects.filter(occurrence=occurrence, state=Attendance.State.ABSENT)
    number, _by_model = absent.delete()
    if number:
        _log(training, ATTENDANCE, occurrence, by, absent=0, taken_back=number)
    return number


def recipients_of(occurrence: Occurrence, audience: str) -> list[Registration]:
    """Return one registration for each person whom a message would reach."""
    Audience = ParticipantMessage.Audience
    State = Registration.State
    wanted = {
        Audience.REGISTERED: {State.REGISTERED},
        # Who has an offer waits until they accept it.
        Audience.WAITING: {State.OFFERED, State.WAITING},
        Audience.ALL: {State.REGISTERED, State.OFFERED, State.WAITING},
    }[audience]
    found: dict[int, Registration] = {}
    for participant in participants_of(occurrence):
        registration = participant.registration
        if participant.state in wanted and registration.person_id:
            found.setdefault(registration.person_id, registration)
    return list(found.values())


@transaction.atomic
def send_message(
    occurrence: Occurrence,
    training,
    *,
    audience: str,
    subject: str,
    text: str,
    key: uuid.UUID,
    by,
) -> ParticipantMessage:
    """Write to the people of a date; the same `key` is sent only once.

    Raises NotNow where it was sent with other words.
    """
    message, is_new = ParticipantMessage.objects.get_or_create(
        key=key,
        defaults={
            "occurrence": occurrence,
            "audience": audience,
            "subject": subject,
            "text": text,
            "sent_by": by,
        },
    )
    if not is_new:
        if (message.audience, message.subject, message.text) != (audience, subject, text):
            raise NotNow(_("This message was sent before you changed it. Send it as a new one?"))
        return message
    registrations = recipients_of(occurrence, audience)
    for registration in registrations:
        notices.message(message, registration)
    message.recipients = len(registrations)
    message.save(update_fields=["recipients"])
    _log(training, MESSAGE, occurrence, by, audience=audience, recipients=message.recipients)
    return message


def note_export(occurrence: Occurrence, training, *, file_format: str, people: int, by) -> None:
    """Keep in the page's history who took a list of names away."""
    _log(training, EXPORT, occurrence, by, format=file_format, people=people)


def _log(training, action: str, occurrence: Occurrence, by, **data) -> None:
    log(training, action, user=by, data={"date": str(occurrence), **data})


@transaction.atomic
def forget_names() -> int:
    """Take names, words and messages from dates long past; return how many registrations.

    A course is past with its last date. What is left is counted and names nobody.
    """
    before = timezone.now() - KEEP_NAMES
    courses = TrainingPage.objects.filter(is_course=True)
    going_on = Occurrence.objects.of(courses).filter(ends_at__gte=before)
    past = Occurrence.objects.filter(ends_at__lt=before).exclude(
        event_key__in=going_on.order_by().values("event_key")
    )
    dates = past.values("pk")
    ParticipantMessage.objects.filter(occurrence__in=dates).delete()
    Attendance.objects.filter(occurrence__in=dates, by__isnull=False).update(by=None)
    Answer.objects.filter(registration__occurrence__in=dates).delete()
    nothing = {"person": None, "name": "", "note": "", "companions": "", "told": {}}
    old = Registration.objects.filter(occurrence__in=dates).exclude(**nothing)
    return old.update(**nothing)
