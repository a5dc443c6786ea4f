"""Mail arrives once, whatever the server and the workers do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from cms.mail import services
from cms.mail.jobs import forget_old_mail
from cms.mail.models import Message
from participation.accounts.models import User

CONTEXT = {"message": "Die Tür klemmt.", "page_address": "", "name": "Ömer", "reply_to": ""}


def queue(key: str = "barrier:1", recipient: str = "stadt@auenbrueck.example") -> Message:
    return services.queue(
        "accessibility_feedback", recipient=recipient, language="de", key=key, context=CONTEXT
    )


@pytest.mark.django_db
def test_message_arrives_with_text_html_and_stable_id(mailbox):
    message = queue()
    assert services.deliver_due() == 1
    [arrived] = mailbox.messages
    assert arrived["To"] == "stadt@auenbrueck.example"
    assert arrived["Message-ID"] == message.message_id
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert "Die Tür klemmt." in arrived.get_body(("plain",)).get_content()
    assert "Ömer" in arrived.get_body(("html",)).get_content()


@pytest.mark.django_db
def test_message_carries_its_own_headers_beside_ours(mailbox):
    message = services.queue(
        "accessibility_feedback",
        recipient="stadt@auenbrueck.example",
        language="de",
        key="barrier:headers",
        context=CONTEXT,
        headers={"List-Unsubscribe": "<https://town.example/ab/>", "Message-ID": "<no@mail>"},
    )
    services.deliver_due()
    [arrived] = mailbox.messages
    assert arrived["List-Unsubscribe"] == "<https://town.example/ab/>"
    assert arrived.get_all("Message-ID") == [message.message_id]


@pytest.mark.django_db
def test_same_event_is_written_and_sent_once(mailbox):
    queue()
    queue()
    services.deliver_due()
    services.deliver_due()
    assert len(mailbox.messages) == 1


@pytest.mark.django_db
def test_message_of_a_change_that_failed_is_never_sent(mailbox):
    with pytest.raises(RuntimeError), transaction.atomic():
        queue()
        raise RuntimeError
    assert services.deliver_due() == 0
    assert mailbox.messages == []


@pytest.mark.django_db
def test_server_down_delays_and_loses_nothing(mailbox, settings):
    port = settings.EMAIL_PORT
    settings.EMAIL_PORT = 1
    message = queue()
    services.deliver_due()
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("queued", 1)
    assert message.next_attempt_at > timezone.now()
    settings.EMAIL_PORT = port
    assert services.deliver_due() == 0, "it waits for its next attempt"
    Message.objects.update(next_attempt_at=timezone.now())
    assert services.deliver_due() == 1


@pytest.mark.django_db
def test_unknown_address_is_not_tried_for_ever(mailbox):
    mailbox.refuse["weg@auenbrueck.example"] = "550 no such user"
    message = queue(recipient="weg@auenbrueck.example")
    services.deliver_due()
    message.refresh_from_db()
    assert message.state == "failed"
    assert "weg@" not in message.last_error


@pytest.mark.django_db
def test_temporary_refusal_ends_after_three_days(mailbox):
    mailbox.refuse["voll@auenbrueck.example"] = "452 mailbox full"
    message = queue(recipient="voll@auenbrueck.example")
    services.deliver_due()
    message.refresh_from_db()
    assert message.state == "queued"
    Message.objects.update(
        created_at=timezone.now() - timedelta(days=4), next_attempt_at=timezone.now()
    )
    services.deliver_due()
    message.refresh_from_db()
    assert message.state == "failed"


@pytest.mark.django_db(transaction=True)
def test_several_workers_send_each_message_once(mailbox):
    for number in range(30):
        queue(key=f"barrier:{number}")

    def deliver(_worker):
        try:
            return services.deliver_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        counts = list(workers.map(deliver, range(4)))
    assert sum(counts) == 30
    assert len({message["Message-ID"] for message in mailbox.messages}) == 30
    assert len(mailbox.messages) == 30


@pytest.mark.django_db
def test_line_breaks_in_a_subject_cannot_add_headers(mailbox):
    services.queue(
        "contact_person",
        recipient="stadt@auenbrueck.example",
        language="de",
        key="contact:1",
        context={**CONTEXT, "subject_line": "Hallo\r\nBcc: andere@auenbrueck.example"},
    )
    services.deliver_due()
    [arrived] = mailbox.messages
    assert arrived["Bcc"] is None


@pytest.mark.django_db
def test_settled_messages_are_forgotten_after_a_month():
    queue(key="old")
    queue(key="waiting")
    Message.objects.update(created_at=timezone.now() - timedelta(days=31))
    Message.objects.filter(key="old").update(state="sent")
    forget_old_mail()
    assert list(Message.objects.values_list("key", flat=True)) == ["waiting"]


@pytest.mark.django_db
def test_administrator_reads_the_outbox_and_sends_again(client, mailbox):
    client.force_login(User.objects.create_superuser("leitung@auenbrueck.example"))
    message = queue()
    Message.objects.update(state="failed", last_error="SMTPDataError 554")
    assert "SMTPDataError 554" in client.get(reverse("outbox")).text
    detail = reverse("outbox_message", args=[message.pk])
    assert "Die Tür klemmt." in client.get(detail).text
    client.post(detail)
    assert services.deliver_due() == 1


@pytest.mark.django_db
def test_editor_does_not_read_the_outbox(client, editor):
    client.force_login(editor)
    message = queue()
    assert client.get(reverse("outbox")).status_code in {302, 403}
    assert client.get(reverse("outbox_message", args=[message.pk])).status_code in {302, 403}
