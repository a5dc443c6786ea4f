"""Write messages to the outbox and send what is due."""

import smtplib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from email.mime.text import MIMEText
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from .models import Message

RETRY_FOR = timedelta(days=3)
LONGEST_PAUSE = timedelta(hours=6)
MAX_SUBJECT_LENGTH = 200


@dataclass(frozen=True)
class Attachment:
    """A small text file that goes with a message, such as text/calendar."""

    name: str
    content: str
    subtype: str
    parameters: dict[str, str] = field(default_factory=dict)


def queue(
    template: str,
    *,
    recipient: str,
    language: str,
    key: str,
    context: dict | None = None,
    headers: dict[str, str] | None = None,
    attachments: Sequence[Attachment] = (),
) -> Message:
    """Write one message in the running transaction; the same `key` is written only once.

    Renders mail/<template>.subject.txt, .txt and .html in `language`. `key` names event
    and recipient without the address, e.g. "comment-published:12:34". `headers` are sent with
    it, such as List-Unsubscribe; Message-ID and Auto-Submitted stay ours.
    """
    context = {
        **(context or {}),
        "site_url": settings.SITE_URL.rstrip("/"),
        "mail_language": language.split("-")[0],
    }
    with translation.override(language):
        subject = " ".join(render_to_string(f"mail/{template}.subject.txt", context).split())
        text = render_to_string(f"mail/{template}.txt", context).strip() + "\n"
        html = render_to_string(f"mail/{template}.html", {**context, "subject": subject})
    message, _created = Message.objects.get_or_create(
        key=key,
        defaults={
            "recipient": recipient,
            "subject": subject[:MAX_SUBJECT_LENGTH],
            "text": text,
            "html": html,
            "headers": headers or {},
            "attachments": [asdict(attachment) for attachment in attachments],
            "language": language,
            "message_id": make_msgid(domain=urlsplit(settings.SITE_URL).hostname or "localhost"),
        },
    )
    return message


def deliver_due(limit: int = 100) -> int:
    """Send up to `limit` due messages, each in a transaction of its own; return how many went.

    Several workers may call this at once: a message is locked while it is sent.
    """
    sent = 0
    connection = get_connection()
    try:
        for _attempt in range(limit):
            with transaction.atomic():
                message = Message.objects.due().select_for_update(skip_locked=True).first()
                if message is None:
                    break
                sent += _send(message, connection)
    finally:
        connection.close()
    return sent


def resend(message: Message) -> None:
    """Put a message back into the queue, to be sent now."""
    Message.objects.filter(pk=message.pk).update(
        state=Message.State.QUEUED, attempts=0, next_attempt_at=timezone.now(), last_error=""
    )


def _send(message: Message, connection) -> bool:
    message.attempts += 1
    try:
        connection.open()
        _email(message, connection).send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        _note_failure(message, error, is_permanent=all(code >= 500 for code in codes))
    except Exception as error:  # any fault of transport is tried again
        code = getattr(error, "smtp_code", 0)
        is_permanent = isinstance(error, smtplib.SMTPDataError) and code >= 500
        _note_failure(message, error, is_permanent=is_permanent)
    else:
        message.state = Message.State.SENT
        message.sent_at = timezone.now()
        message.last_error = ""
    if message.state != Message.State.SENT:
        # What is left of a broken conversation must not spoil the next one.
        connection.close()
    message.save()
    return message.state == Message.State.SENT


def _email(message: Message, connection) -> EmailMultiAlternatives:
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        to=[message.recipient],
        headers={
            **message.headers,
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",
        },
        connection=connection,
    )
    if message.html:
        email.attach_alternative(message.html, "text/html")
    for attachment in message.attachments:
        email.attach(_part(Attachment(**attachment)))
    return email


def _part(attachment: Attachment) -> MIMEText:
    part = MIMEText(attachment.content, attachment.subtype, "utf-8")
    for name, value in attachment.parameters.items():
        part.set_param(name, value)
    part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return part


def _note_failure(message: Message, error: Exception, *, is_permanent: bool) -> None:
    # The server's words may repeat the address, so only kind and code are kept.
    code = getattr(error, "smtp_code", "")
    message.last_error = f"{type(error).__name__} {code}".strip()
    now = timezone.now()
    if is_permanent or now - message.created_at > RETRY_FOR:
        message.state = Message.State.FAILED
        return
    pause = min(timedelta(minutes=2 ** min(message.attempts, 12)), LONGEST_PAUSE)
    message.next_attempt_at = now + pause
