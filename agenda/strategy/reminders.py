"""Who is asked for news of which measures, and when again."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from . import notices
from .desk import asked_for_news, with_recipients
from .models import MeasurePage, UpdateReminder

REPEAT_AFTER = timedelta(days=30)
# Measures become due one by one; a person gets one mail a week about all of them, not one each.
QUIET_FOR = timedelta(days=7)
FORGET_AFTER = 2 * REPEAT_AFTER


@dataclass(frozen=True)
class Recipient:
    """Who is asked, and whether they can report in the admin themselves."""

    email: str
    name: str
    language: str
    can_report: bool


def recipient_of(measure: MeasurePage) -> Recipient | None:
    """Return whom to ask for news of `measure`, or None if nobody answers for it."""
    asked = asked_for_news(measure)
    if asked is None or not asked.email:
        return None
    if measure.can_report:
        return Recipient(asked.email, str(asked), asked.language, True)
    return Recipient(asked.email, asked.name, settings.LANGUAGE_CODE, False)


def remind() -> int:
    """Ask everybody whose news are due, once a month for each measure; return how many mails."""
    due = with_recipients(MeasurePage.objects.sources().update_is_due())
    groups = defaultdict(list)
    for measure in due.select_related("locale").order_by("update_due_on", "pk"):
        if recipient := recipient_of(measure):
            groups[recipient].append(measure)
    _forget_old()
    return sum(_remind(recipient, measures) for recipient, measures in groups.items())


@transaction.atomic
def _remind(recipient: Recipient, measures: list[MeasurePage]) -> bool:
    keys = [measure.translation_key for measure in measures]
    lately = UpdateReminder.objects.filter(sent_at__gt=timezone.now() - QUIET_FOR)
    if lately.filter(measure_key__in=keys).exists():
        return False
    new = [reminder for reminder in map(_reminder, measures) if reminder is not None]
    if not new:
        return False
    notices.update_due(recipient, measures, new[0])
    return True


def _reminder(measure: MeasurePage) -> UpdateReminder | None:
    """Note that the month of delay that runs now was reminded of; None if it was before."""
    days = (timezone.localdate() - measure.update_due_on).days
    # Another worker that is at it makes this one wait, and then find that it is done.
    reminder, is_new = UpdateReminder.objects.get_or_create(
        measure_key=measure.translation_key,
        due_on=measure.update_due_on,
        number=days // REPEAT_AFTER.days,
    )
    return reminder if is_new else None


def _forget_old() -> None:
    UpdateReminder.objects.filter(sent_at__lt=timezone.now() - FORGET_AFTER).delete()
