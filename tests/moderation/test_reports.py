"""Reporting what should not be public."""

import uuid

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import PageViewRestriction

from cms.mail.models import Message
from participation.accounts import contributions
from participation.accounts.models import User
from participation.moderation import jobs
from participation.moderation.models import Report
from tests.comments.factories import State, a_comment, a_waiting_comment
from tests.comments.test_forms import AWKWARD

pytestmark = pytest.mark.django_db


def report_of(comment) -> str:
    return reverse("report", kwargs={"kind": "comment", "pk": comment.pk})


def form_data(**changes: str) -> dict:
    return {
        "reason": "insult",
        "text": "Hier wird jemand beschimpft.",
        "name": "",
        "email": "",
        "website": "",
        "submission_key": str(uuid.uuid4()),
        **changes,
    }


def test_every_comment_leads_to_its_report(client, page):
    comment = a_comment(page)
    assert report_of(comment) in client.get(page.url).text
    assert comment.text in client.get(report_of(comment)).text


def test_a_report_needs_neither_name_nor_address(client, page):
    comment = a_comment(page)
    answer = client.post(report_of(comment), form_data())
    assert client.get(answer["Location"]).status_code == 200
    report = Report.objects.get()
    assert (report.kind, report.contribution_id) == ("comment", comment.pk)
    assert not Message.objects.exists()
    comment.refresh_from_db()
    assert comment.is_visible, "a report hides nothing by itself"


def test_who_leaves_an_address_gets_a_receipt_once(client, page):
    comment, data = a_comment(page), form_data(email="nele@mail.example", name="Nele")
    for _repeat in range(2):
        assert client.post(report_of(comment), data).status_code == 302
    assert Report.objects.count() == 1
    assert Message.objects.get().recipient == "nele@mail.example"


def test_the_receipt_carries_nothing_of_the_senders_words(client, page):
    data = form_data(email="fremd@mail.example", text="Kauft bei spam.example", name="spam.example")
    client.post(report_of(a_comment(page)), data)
    mail = Message.objects.get()
    assert "spam.example" not in mail.subject + mail.text + mail.html


def test_who_is_signed_in_gets_the_receipt_too(client, page, citizen):
    client.force_login(citizen)
    client.post(report_of(a_comment(page)), form_data())
    assert Message.objects.get().recipient == citizen.email


@pytest.mark.parametrize("field", ["reason", "text", "name", "email", "website", "submission_key"])
@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_is_taken_or_refused_in_words(client, page, field, text):
    answer = client.post(report_of(a_comment(page)), form_data(**{field: text}))
    assert answer.status_code in {302, 422}
    assert "<script>alert" not in answer.text
    if answer.status_code == 422:
        assert not Report.objects.exists()
        if field != "text":
            assert "Hier wird jemand beschimpft." in answer.text, "typed text is kept"


@pytest.mark.parametrize("state", [s for s in State if s != State.PUBLISHED])
def test_only_what_is_public_can_be_reported(client, page, state):
    comment = a_comment(page, state=state, text="Noch geheim")
    answer = client.post(report_of(comment), form_data())
    assert answer.status_code == 404
    assert "Noch geheim" not in answer.text


def test_comments_on_private_or_unpublished_pages_are_not_shown(client, page):
    comment = a_comment(page, text="Nur für uns")
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(report_of(comment)).status_code == 404
    restriction.delete()
    page.unpublish()
    assert client.get(report_of(comment)).status_code == 404


def test_unknown_kinds_and_votes_cannot_be_reported(client, page):
    comment = a_comment(page)
    for kind in ("support", "nothing"):
        assert client.get(f"/meldung/{kind}/{comment.pk}/").status_code == 404
    assert client.get(f"/meldung/comment/{'9' * 30}/").status_code == 404


def test_moderators_get_one_mail_a_day_while_something_waits(page, citizen, moderator):
    jobs.tell_moderators_what_waits()
    assert not Message.objects.exists()
    former = User.objects.create_user("frueher@auenbrueck.example", is_active=False)
    former.groups.add(Group.objects.get(name="Moderator"))
    comment = a_waiting_comment(page, citizen)
    for _hour in range(2):
        jobs.tell_moderators_what_waits()
    mail = Message.objects.get()
    assert mail.recipient == moderator.email
    assert "/admin/moderation/" in mail.text
    contributions.publish(comment)
    Message.objects.all().delete()
    jobs.tell_moderators_what_waits()
    assert not Message.objects.exists()
