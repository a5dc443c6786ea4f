"""What people were told of dates and place, and what has changed since."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agenda.calendar.models import Occurrence, TrainingPage


def facts(sessions: list[Occurrence], training: TrainingPage | None) -> dict:
    """Return what a message says of dates and place, as JSON that can be compared."""
    place = training.place if training else None
    return {
        "title": training.title if training else "",
        "sessions": {
            str(session.pk): {
                "starts_at": session.starts_at.isoformat(),
                "ends_at": session.ends_at.isoformat(),
                "is_cancelled": session.is_cancelled,
                "sequence": session.sequence,
            }
            for session in sessions
        },
        "place": f"{place.name}, {place.address}" if place else "",
        "online_url": training.online_url if training else "",
    }


def is_called_off(told: dict) -> bool:
    """Say whether no date is left that takes place."""
    return all(session["is_cancelled"] for session in told["sessions"].values())


def gone_sessions(before: dict, now: dict) -> dict[str, dict]:
    """Return the sessions that were told of, took place then, and are no more."""
    return {
        pk: session
        for pk, session in before["sessions"].items()
        if pk not in now["sessions"] and not session["is_cancelled"]
    }


def in_words(before: dict, now: dict, *, has_seat: bool) -> list[str]:
    """Return the differences that matter to somebody, in the active language."""
    sentences = []
    for pk, session in now["sessions"].items():
        if sentence := _change_of_date(before["sessions"].get(pk), session):
            sentences.append(sentence)
    for session in gone_sessions(before, now).values():
        sentences.append(_("Cancelled: %(date)s") % {"date": _date(session)})
    if now["place"] != before["place"]:
        place = now["place"] or _("not settled yet")
        sentences.append(_("New place: %(place)s") % {"place": place})
    if has_seat and now["online_url"] != before["online_url"]:
        sentences.append(_("The address of the online event has changed."))
    return sentences


def _change_of_date(before: dict | None, now: dict) -> str:
    if now["is_cancelled"]:
        is_news = before is None or not before["is_cancelled"]
        return _("Cancelled: %(date)s") % {"date": _date(now)} if is_news else ""
    if before is None:
        return _("New date: %(date)s") % {"date": _date(now)}
    if before["is_cancelled"]:
        return _("Takes place after all: %(date)s") % {"date": _date(now)}
    if (before["starts_at"], before["ends_at"]) != (now["starts_at"], now["ends_at"]):
        return _("Moved: %(date)s (before: %(old_date)s)") % {
            "date": _date(now),
            "old_date": _date(before),
        }
    return ""


def _date(session: dict) -> str:
    starts_at = timezone.localtime(datetime.fromisoformat(session["starts_at"]))
    ends_at = timezone.localtime(datetime.fromisoformat(session["ends_at"]))
    return f"{date_format(starts_at, 'l, j. F Y, H:i')}–{date_format(ends_at, 'H:i')}"
