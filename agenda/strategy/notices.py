"""What we tell those who answer for measures."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from cms.mail import services as mail

from .models import MeasurePage, UpdateReminder


def update_due(recipient, measures: list[MeasurePage], reminder: UpdateReminder) -> None:
    """Ask one recipient for news of `measures`; `reminder` is the one that made us ask."""
    mail.queue(
        "measure_update_due",
        recipient=recipient.email,
        language=recipient.language,
        key=f"measure-update-due:{reminder.measure_key}:{reminder.due_on}:{reminder.number}",
        context={
            "name": recipient.name,
            "can_report": recipient.can_report,
            "measures": [
                {
                    "title": measure.title,
                    "due_on": measure.update_due_on,
                    "url": _address("measure_report", measure.translation_key, recipient)
                    if recipient.can_report
                    else measure.full_url,
                }
                for measure in measures
            ],
        },
    )


def _address(route: str, key, recipient) -> str:
    with translation.override(recipient.language):
        return settings.SITE_URL.rstrip("/") + reverse(route, args=[key])
