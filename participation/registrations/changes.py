"""What people were told of dates and place, and what has changed since."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agenda.calendar.models import Occurrence, TrainingPage

from .rules import venue_of


def facts(sessions: list[Occurrence], training: TrainingPage | None) -> dict:
    """Return what a message says of dates and place, as JSON that can be compared."""
    return {
        "title": training.title if training else "",
        "sessions": {
            str(session.pk): {
                "starts_at": session.starts_at.isoformat(),
                "ends_at": session.ends_at.isoformat(),
                "is_cancelled": session.is_cancelled,
                "sequence": session.sequence,
                "place": _place_in_words(session, training),
                "reason": session.cancellation_reason or session.move_reason,
            }
            for session in sessions
        },
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
            sentences.append(sentence + _reason(session))
    for session in gone_sessions(before, now).values():
        sentences.append(_("Cancelled: %(date)s") % {"date": _date(session)})
    sentences += _changes_of_place(before, now)
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


def _changes_of_place(before: dict, now: dict) -> list[str]:
    """Say once where all dates are, or of each one that is elsewhere where it is."""
    moment = timezone.now()
    coming = {
        pk: date
        for pk, date in now["sessions"].items()
        if not date["is_cancelled"] and datetime.fromisoformat(date["starts_at"]) > moment
    }
    moved = [
        date
        for pk, date in coming.items()
        if pk in before["sessions"] and before["sessions"][pk]["place"] != date["place"]
    ]
    places = {date["place"] for date in moved}
    if len(moved) == len(coming) and len(places) == 1:
        return [_("New place: %(place)s") % {"place": places.pop() or _("not settled yet")}]
    return [
        _("New place on %(date)s: %(place)s")
        % {"date": _date(date), "place": date["place"] or _("not settled yet")}
        for date in moved
    ]


def _place_in_words(session: Occurrence, training: TrainingPage | None) -> str:
    place = venue_of(session, training)
    return f"{place.name}, {place.address}" if place else ""


def _reason(session: dict) -> str:
    return ". " + _("Reason: %(reason)s") % session if session["reason"] else ""


def _date(session: dict) -> str:
    starts_at = timezone.localtime(datetime.fromisoformat(session["starts_at"]))
    ends_at = timezone.localtime(datetime.fromisoformat(session["ends_at"]))
    return f"{date_format(starts_at, 'l, j. F Y, H:i')}–{date_format(ends_at, 'H:i')}"
