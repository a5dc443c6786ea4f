"""What we tell those who answer for pages."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from cms.mail import services as mail

from .models import CheckedPage, CheckReminder


def checks_due(person, pages: list[CheckedPage], reminder: CheckReminder) -> None:
    """Ask `person` to check `pages`; `reminder` is the note about the first of them.

    Each note belongs to one mail: when the same check is due once more, there is a new one.
    """
    today = timezone.localdate()
    mail.queue(
        "checks_due",
        recipient=person.email,
        language=person.language,
        key=f"checks-due:{person.pk}:{reminder.pk}",
        context={
            "name": str(person),
            "pages": [
                {
                    "title": page.title,
                    "due_on": page.next_check_on,
                    "has_lapsed": page.next_check_on <= today,
                    "url": _address(page, person.language),
                }
                for page in pages
            ],
        },
    )


def _address(page: CheckedPage, language: str) -> str:
    with translation.override(language):
        return settings.SITE_URL.rstrip("/") + reverse("confirm_check", args=[page.pk])
