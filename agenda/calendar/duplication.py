"""The same event once more, on new dates."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from wagtail.actions.copy_page import CopyPageAction
from wagtail.coreutils import find_available_slug

from .models import EventPage

# What was special about single dates of the old event means nothing for the new one.
DATE_RELATIONS = ("cancelled_dates", "skipped_dates", "extra_dates", "moved_dates")
REGISTRATION_TIMES = ("registration_opens_at", "registration_closes_at")


@transaction.atomic
def duplicate(
    event: EventPage,
    *,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    keeps_repetition: bool,
    by,
) -> EventPage:
    """Copy the newest version of an event as a draft beside it, with dates of its own.

    Registrations belong to the dates of the old event and stay there. Times of registration
    move with the first date. Raises ValidationError for dates that cannot be.
    """
    changes = {
        "title": title,
        "draft_title": title,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "recurrence": event.recurrence if keeps_repetition else "",
        # Planned for the old event: the copy might be gone before it takes place.
        "go_live_at": None,
        "expire_at": None,
    }
    _require_sound(event, changes)
    changes |= _moved_times(event, starts_at)
    parent = event.get_parent()
    changes["slug"] = find_available_slug(parent, slugify(title)[:200] or "termin")
    action = CopyPageAction(
        event.specific,
        to=parent,
        update_attrs=changes,
        exclude_fields=list(DATE_RELATIONS),
        keep_live=False,
        user=by,
    )
    return action.execute()


def _moved_times(event: EventPage, starts_at: datetime) -> dict[str, datetime]:
    """Move times of registration with the first date, by the clock on the wall."""
    zone = ZoneInfo(event.time_zone)

    def on_the_wall(time: datetime) -> datetime:
        return time.astimezone(zone).replace(tzinfo=None)

    by = on_the_wall(starts_at) - on_the_wall(event.starts_at)
    times = {name: getattr(event, name, None) for name in REGISTRATION_TIMES}
    return {
        name: (on_the_wall(time) + by).replace(tzinfo=zone) for name, time in times.items() if time
    }


def _require_sound(event: EventPage, changes: dict) -> None:
    """Refuse what the event's own form would refuse."""
    planned = type(event)(time_zone=event.time_zone, **changes)
    try:
        planned.clean()
    except ValidationError as error:
        known = {"starts_at", "ends_at"}
        raise ValidationError(
            {
                name if name in known else "keeps_repetition": messages
                for name, messages in error.message_dict.items()
            }
        ) from error
