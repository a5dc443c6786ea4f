"""The load tells many people many things; the demo town looks as if that were long ago."""

from datetime import timedelta

from cms.mail.models import Message

from . import logins
from .context import DemoContext

EXAMPLES = 8
READERS = [login.email for login in logins.LOGINS]


def settle_mail(context: DemoContext) -> None:
    """Let nothing of the load be sent; keep some messages as examples, sent over past days."""
    messages = Message.objects.filter(recipient__in=READERS).order_by("-pk")
    examples = list(messages.values_list("pk", flat=True)[:EXAMPLES])
    Message.objects.exclude(pk__in=examples).delete()
    for number, pk in enumerate(examples):
        sent_at = context.now - timedelta(hours=7 + 19 * number)
        Message.objects.filter(pk=pk).update(
            state=Message.State.SENT, attempts=1, created_at=sent_at, sent_at=sent_at
        )
