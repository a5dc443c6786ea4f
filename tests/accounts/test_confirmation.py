"""The link that confirms a contribution."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone, translation

from cms.mail.models import Message
from participation.accounts import contributions
from participation.accounts.models import Contribution, User

from .factories import ADDRESS, a_contribution, path_in

pytestmark = pytest.mark.django_db
State = Contribution.State


def signed_in(client) -> str | None:
    return client.session.get("_auth_user_id")


def test_opening_the_link_changes_nothing(client, root):
    comment = a_contribution()
    response = client.get(path_in(Message.objects.get()))
    assert response.status_code == 200
    assert "Mehr Bänke!" in response.content.decode()
    comment.refresh_from_db()
    assert (comment.state, signed_in(client)) == (State.UNCONFIRMED, None)
    assert not User.objects.get(email=ADDRESS).email_confirmed_at


def test_the_button_confirms_and_signs_in(client, root):
    comment = a_contribution()
    path = path_in(Message.objects.get())
    response = client.post(path)
    assert (response.status_code, response["Location"]) == (302, path)
    comment.refresh_from_db()
    assert comment.state == State.SUBMITTED
    assert signed_in(client) == str(comment.author_id)
    person = User.objects.get(email=ADDRESS)
    assert person.email_confirmed_at
    assert person.display_name == "Nele"
    assert 'role="status"' in client.get(path).content.decode()


def test_a_used_link_signs_nobody_in(client, root):
    comment = a_contribution()
    path = path_in(Message.objects.get())
    contributions.confirm(comment)
    assert client.post(path).status_code == 302
    assert signed_in(client) is None


@pytest.mark.parametrize("reason", ["staff", "editor", "blocked"])
def test_the_link_signs_in_nobody_who_works_here_or_is_blocked(client, root, reason):
    person = User.objects.for_email(ADDRESS)
    person.is_staff = reason == "staff"
    person.is_active = reason != "blocked"
    person.save()
    if reason == "editor":
        person.groups.add(Group.objects.get(name="Editors"))
    comment = a_contribution()
    client.post(path_in(Message.objects.get()))
    comment.refresh_from_db()
    assert (comment.state, signed_in(client)) == (State.SUBMITTED, None)


def test_somebody_else_who_is_signed_in_stays_so(client, root, citizen):
    client.force_login(citizen)
    a_contribution()
    client.post(path_in(Message.objects.get()))
    assert signed_in(client) == str(citizen.pk)


def test_an_old_link_says_that_it_has_expired(client, root):
    comment = a_contribution()
    path = path_in(Message.objects.get())
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1), tick=False):
        assert client.get(path).status_code == 410
        assert client.post(path).status_code == 410
    comment.refresh_from_db()
    assert comment.state == State.UNCONFIRMED


@pytest.mark.parametrize("token", ["x", "a:b:c", "WyJubyIsMV0:1vx:abc", "ä%20ö"])
def test_a_link_that_is_not_ours_is_not_found(client, root, token):
    assert client.get(reverse("confirm_contribution", args=[token])).status_code == 404
    assert client.post(reverse("confirm_contribution", args=[token])).status_code == 404


def test_the_link_of_an_erased_contribution_is_not_found(client, root):
    comment = a_contribution()
    comment.delete()
    assert client.get(path_in(Message.objects.get())).status_code == 404


def test_the_link_is_in_the_language_of_the_author(client, root):
    with translation.override("en"):
        a_contribution()
    assert path_in(Message.objects.get()).startswith("/en/konto/")


def test_unasked_mail_repeats_nothing_that_its_cause_wrote(root):
    """Otherwise anybody could send words and links of their own to strangers."""
    a_contribution(text="Gratis: https://spam.example")
    message = Message.objects.get()
    for part in (message.subject, message.text, message.html):
        assert "spam.example" not in part


def test_titles_are_escaped_in_mails(root, citizen):
    comment = a_contribution(person=citizen, text="<script>alert(1)</script>")
    contributions.publish(comment)
    message = Message.objects.get()
    assert "<script>" not in message.html
    assert "&lt;script&gt;" in message.html


def test_decisions_are_mailed_in_the_language_of_the_author(root, citizen):
    with translation.override("en"):
        comment = a_contribution(person=citizen)
    contributions.publish(comment)
    contributions.publish(comment)
    published = Message.objects.get()
    assert published.language == "en"
    contributions.reject(comment, reason="Bitte keine Werbung.")
    rejected = Message.objects.exclude(pk=published.pk).get()
    assert "Bitte keine Werbung." in rejected.text
    comment.refresh_from_db()
    assert comment.state == State.HIDDEN
