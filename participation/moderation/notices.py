"""What we tell people about moderation."""

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from cms.mail import services as mail
from participation.accounts.models import User

from .models import Report


def receipt(report: Report, *, title: str) -> None:
    """Tell somebody that their report has arrived.

    Nobody has confirmed the address, so the mail repeats nothing of what the form's sender wrote.
    """
    mail.queue(
        "report_receipt",
        recipient=report.email,
        language=get_language() or settings.LANGUAGE_CODE,
        key=f"report-receipt:{report.pk}",
        context={
            "title": title,
            "reason": report.get_reason_display(),
        },
    )


def waiting(count: int) -> None:
    """Tell all moderators, once a day, how much waits for them."""
    permission = Permission.objects.get(content_type__app_label="moderation", codename="moderate")
    moderators = User.objects.filter(
        Q(groups__permissions=permission) | Q(user_permissions=permission), is_active=True
    )
    for moderator in moderators.distinct():
        mail.queue(
            "moderation_waiting",
            recipient=moderator.email,
            language=moderator.language,
            key=f"moderation-waiting:{timezone.localdate()}:{moderator.pk}",
            context={"name": str(moderator), "count": count},
        )
