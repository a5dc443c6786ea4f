"""Dates as files for people's own calendars, after RFC 5546 (iTIP).

Each session is an object of its own, because a message may only speak of one UID. The UID is
that of the public calendar; SEQUENCE is the date's own number and that of the registration
together: it grows with every change of either.
"""

from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from agenda.calendar.feeds import uid
from agenda.calendar.models import Occurrence, TrainingPage
from cms.mail.services import Attachment

from . import changes
from .models import Registration
from .rules import venue_of


def invitations(
    registration: Registration,
    training: TrainingPage | None,
    sessions: list[Occurrence],
    *,
    before: dict | None = None,
) -> list[Attachment]:
    """Return a calendar file for each session to come, and for each that is called off."""
    now = timezone.now()
    is_over = registration.state == Registration.State.CANCELLED
    files = []
    for session in sessions:
        if session.starts_at > now:
            method = "CANCEL" if is_over or session.is_cancelled else "REQUEST"
            event = _event(registration, training, session)
            files.append(_file(event, method, number=len(files) + 1))
    told = changes.facts(sessions, training)
    for pk, session in changes.gone_sessions(before or told, told).items():
        lost = Occurrence(
            pk=int(pk),
            event_key=registration.occurrence.event_key,
            starts_at=datetime.fromisoformat(session["starts_at"]),
            ends_at=datetime.fromisoformat(session["ends_at"]),
            sequence=session["sequence"],
        )
        event = _event(registration, training, lost)
        files.append(_file(event, "CANCEL", number=len(files) + 1))
    return files


def _event(registration: Registration, training: TrainingPage | None, session: Occurrence) -> Event:
    zone = ZoneInfo(training.time_zone) if training else UTC
    event = Event()
    event.add("uid", uid(session))
    event.add("dtstamp", datetime.now(UTC))
    event.add("sequence", session.sequence + registration.revision)
    event.add("summary", training.title if training else registration.told.get("title", ""))
    event.add("dtstart", session.starts_at.astimezone(zone))
    event.add("dtend", session.ends_at.astimezone(zone))
    event.add("organizer", vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"))
    attendee = vCalAddress(f"mailto:{registration.person.email}")
    attendee.params["CN"] = registration.name
    attendee.params["PARTSTAT"] = "ACCEPTED"
    event.add("attendee", attendee)
    if training:
        _add_where(event, training, session)
    return event


def _add_where(event: Event, training: TrainingPage, session: Occurrence) -> None:
    event.add("url", training.full_url)
    if location := _location(training, session):
        event.add("location", location)
    if training.online_url:
        event.add("description", _("Online: %(url)s") % {"url": training.online_url})


def _location(training: TrainingPage, session: Occurrence) -> str:
    if place := venue_of(session, training):
        return f"{place.name}, {place.address}"
    return _("Online") if training.is_online else ""


def _file(event: Event, method: str, *, number: int) -> Attachment:
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Stadtagenda//Anmeldungen//DE")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    day, year = event.decoded("dtstart").date(), timedelta(days=366)
    calendar.add_missing_timezones(first_date=day - year, last_date=day + year)
    content = calendar.to_ical().decode()
    return Attachment(f"termin-{number}.ics", content, "calendar", {"method": method})
