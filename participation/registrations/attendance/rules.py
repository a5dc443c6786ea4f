"""Who may work at the desk of a date, and when; reads only."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.calendar.models import Occurrence, TrainingPage
from cms.content.reports import editable_pages

DOORS_OPEN = timedelta(hours=12)


class NotNow(Exception):
    """This cannot be noted at this time; the text says why."""


def trainings_of(user):
    """Return the trainings whose pages somebody may edit, in every language."""
    return TrainingPage.objects.filter(pk__in=editable_pages(user).order_by().values("pk"))


def training_for(user, occurrence: Occurrence) -> TrainingPage | None:
    """Return the page of a date if `user` may see its people: in the source language, else any."""
    pages = trainings_of(user).filter(translation_key=occurrence.event_key).select_related("locale")
    ordered = sorted(pages, key=lambda page: page.locale.language_code != settings.LANGUAGE_CODE)
    return ordered[0] if ordered else None


def may_run(user, occurrence: Occurrence) -> bool:
    """Say whether somebody may note who came to a date."""
    may_enter = user.is_authenticated and user.has_perm("wagtailadmin.access_admin")
    return may_enter and training_for(user, occurrence) is not None


def session_at_the_door(sessions: list[Occurrence]) -> Occurrence:
    """Return the date of a course to which somebody comes now: the next one, else the last."""
    coming = [date for date in sessions if not (date.is_past or date.is_cancelled)]
    return coming[0] if coming else sessions[-1]


def why_no_check_in(occurrence: Occurrence) -> str:
    """Return why nobody can be checked in now, or an empty text."""
    if occurrence.is_cancelled:
        return _("This date has been cancelled.")
    if occurrence.starts_at - DOORS_OPEN > timezone.now():
        return _("Check-in opens twelve hours before the date begins.")
    return ""
