"""Repeated jobs of the mail room."""

from datetime import timedelta

from django.utils import timezone

from cms.content.schedule import every

from .models import Message
from .services import deliver_due

KEEP_SENT_FOR = timedelta(days=30)


@every(seconds=1)
def deliver_mail() -> None:
    """Send what waits in the outbox."""
    deliver_due()


@every(days=1)
def forget_old_mail() -> None:
    """Remove messages that were settled long ago."""
    settled = Message.objects.exclude(state=Message.State.QUEUED)
    settled.filter(created_at__lt=timezone.now() - KEEP_SENT_FOR).delete()
