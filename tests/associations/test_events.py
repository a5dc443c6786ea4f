"""What members hand in, and what becomes of it."""

import pytest
from django.urls import reverse
from wagtail.models import WorkflowState

from agenda.calendar.models import EventPage, Occurrence
from cms.mail.models import Message
from participation.associations import rules, services
from tests.calendar.factories import an_event

from .factories import (
    a_checked_calendar,
    a_member,
    a_submission,
    an_organisation,
    approve,
    as_stored,
    form_data,
    send_back,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(editor):
    return a_checked_calendar()


@pytest.fixture
def organisation():
    return an_organisation(name="SV Lohe")


@pytest.fixture
def member(organisation):
    return a_member(organisation)


@pytest.fixture
def submitted(calendar, member):
    return a_submission(calendar, member)


def state_of(event: EventPage) -> str:
    return rules.event_state(as_stored(event))["state"]


def test_submission_waits_for_the_editors_unseen_by_the_public(
    client, calendar, organisation, member, mailoutbox
):
    client.force_login(member)
    answer = client.post(reverse("event_new", args=["sv-lohe"]), form_data())
    assert answer.status_code == 302
    event = EventPage.objects.get()
    assert (event.live, event.organiser_name, event.owner) == (False, "SV Lohe", member)
    assert state_of(event) == rules.WAITING
    assert not Occurrence.objects.exists()
    client.logout()
    assert client.get(event.url).status_code == 404
    message = Message.objects.get()
    assert message.recipient == "redaktion@auenbrueck.example"
    assert "Fotospaziergang" in message.subject
    assert f"/admin/pages/{event.pk}/edit/" in message.text
    assert mailoutbox == []


def test_form_sent_twice_creates_one_event(client, calendar, member):
    client.force_login(member)
    data = form_data()
    for _click in range(2):
        client.post(reverse("event_new", args=["sv-lohe"]), data)
    assert EventPage.objects.count() == WorkflowState.objects.count() == 1


def test_approval_publishes_and_tells_the_member_once(submitted, member, editor, mailoutbox):
    event = approve(submitted, editor)
    assert event.live
    assert event.occurrences.count() == 1
    assert state_of(event) == rules.PUBLISHED
    message = Message.objects.get(recipient=member.email)
    assert event.full_url in message.text
    assert mailoutbox == []


def test_publishing_past_the_workflow_tells_the_member_too(submitted, member, editor):
    submitted.get_latest_revision().publish(user=editor)
    assert state_of(submitted) == rules.PUBLISHED
    assert Message.objects.filter(recipient=member.email).count() == 1


def test_return_shows_the_reason_to_the_member(client, submitted, member, editor, mailoutbox):
    send_back(submitted, editor, "Bitte sagen Sie, wo.")
    assert state_of(submitted) == rules.RETURNED
    message = Message.objects.get(recipient=member.email)
    assert "Bitte sagen Sie, wo." in message.text
    assert mailoutbox == []
    client.force_login(member)
    edit_url = reverse("event_edit", args=["sv-lohe", submitted.pk])
    assert edit_url in message.text
    for url in (reverse("account"), edit_url):
        assert "Bitte sagen Sie, wo." in client.get(url).text


def test_edit_after_return_waits_again(client, submitted, member, editor):
    send_back(submitted, editor, "Wo?")
    client.force_login(member)
    url = reverse("event_edit", args=["sv-lohe", submitted.pk])
    assert client.post(url, form_data(title="Gehfußball im Park")).status_code == 302
    assert state_of(submitted) == rules.WAITING
    assert approve(submitted, editor).title == "Gehfußball im Park"


def test_edit_after_approval_leaves_the_live_event_unchanged(client, submitted, member, editor):
    approve(submitted, editor)
    client.force_login(member)
    url = reverse("event_edit", args=["sv-lohe", submitted.pk])
    client.post(url, form_data(title="Walking Football"))
    event = as_stored(submitted)
    assert (event.live, event.title) == (True, "Gehfußball")
    state = rules.event_state(event)
    assert (state["state"], state["is_live"]) == (rules.WAITING, True)
    assert approve(submitted, editor).title == "Walking Football"
    assert Message.objects.filter(recipient=member.email).count() == 2


def test_unchanged_edit_leaves_the_editors_their_task(client, submitted, member):
    client.force_login(member)
    url = reverse("event_edit", args=["sv-lohe", submitted.pk])
    data = form_data(title="Neuer Titel")
    for _click in range(2):
        assert client.post(url, data).status_code == 302
    assert WorkflowState.objects.count() == 2
    assert Message.objects.count() == 2


def test_form_of_an_event_shows_what_was_handed_in(client, calendar, member):
    client.force_login(member)
    until = form_data()["starts_at"][:4] + "-12-31"
    data = form_data(repeat="weekly", repeat_every="2", price_text="2 Euro")
    data["repeat_until"] = str(int(until[:4]) + 1) + until[4:]
    client.post(reverse("event_new", args=["sv-lohe"]), data)
    event = EventPage.objects.get()
    form = client.get(reverse("event_edit", args=["sv-lohe", event.pk])).context["form"]
    shown = form.initial
    assert shown["text"] == data["text"]
    assert (shown["repeat"], shown["repeat_every"]) == ("weekly", 2)
    assert shown["price_text"] == "2 Euro"
    assert str(shown["repeat_until"]) == data["repeat_until"]


def test_change_of_a_title_keeps_what_the_form_cannot_show(client, calendar, member, editor):
    event = an_event(
        calendar,
        organiser_key=member.memberships.get().organisation.key,
        summary="Kurz",
        recurrence="FREQ=DAILY;COUNT=6;WKST=SU",
        body=[
            ("heading", "Überschrift"),
            ("text", "<p>Eins <b>fett</b>.</p><p>Zwei.</p>"),
        ],
    )
    client.force_login(member)
    url = reverse("event_edit", args=["sv-lohe", event.pk])
    initial = client.get(url).context["form"].initial
    data = form_data(title="Neu", repeat=initial["repeat"], recurrence=initial["recurrence"])
    data["text"] = initial["text"].replace("\n", "\r\n")
    assert client.post(url, data).status_code == 302
    stored = approve(event, editor)
    assert (stored.title, stored.recurrence) == ("Neu", event.recurrence)
    assert [block.block_type for block in stored.body] == ["heading", "text"]
    assert "<b>fett</b>" in stored.body[1].value.source


def test_withdrawing_what_was_never_public_removes_it(client, submitted, member):
    client.force_login(member)
    client.post(reverse("event_withdraw", args=["sv-lohe", submitted.pk]))
    assert not EventPage.objects.exists()
    assert not WorkflowState.objects.exists()


def test_withdrawing_a_change_keeps_what_is_public(client, submitted, member, editor):
    approve(submitted, editor)
    services.change_event(submitted, member.memberships.get(), title="Walking Football")
    client.force_login(member)
    client.post(reverse("event_withdraw", args=["sv-lohe", submitted.pk]))
    event = as_stored(submitted)
    assert state_of(event) == rules.PUBLISHED
    assert event.get_latest_revision_as_object().title == event.title == "Gehfußball"
    assert not event.has_unpublished_changes


def test_event_that_an_editor_has_locked_stays_as_it_is(client, submitted, member, editor):
    EventPage.objects.filter(pk=submitted.pk).update(locked=True, locked_by=editor)
    client.force_login(member)
    url = reverse("event_edit", args=["sv-lohe", submitted.pk])
    answer = client.post(url, form_data(title="Anders"))
    assert answer.status_code == 422
    assert "Anders" in answer.text
    client.post(reverse("event_withdraw", args=["sv-lohe", submitted.pk]))
    assert as_stored(submitted).get_latest_revision_as_object().title == "Gehfußball"


def test_preview_shows_the_newest_version_to_members(client, submitted, member, editor):
    approve(submitted, editor)
    services.change_event(submitted, member.memberships.get(), title="Walking Football")
    client.force_login(member)
    answer = client.get(reverse("event_preview", args=["sv-lohe", submitted.pk]))
    assert answer.status_code == 200
    assert "Walking Football" in answer.text
    assert len(answer.context["occurrences"]) == 1
    assert "no-store" in answer["Cache-Control"]


def test_queries_of_my_area_do_not_grow_with_events(
    client, calendar, member, django_assert_max_num_queries, editor
):
    client.force_login(member)
    for number in range(3):
        a_submission(calendar, member, title=f"Termin {number}")
    with django_assert_max_num_queries(40) as few:
        client.get(reverse("account"))
    for number in range(3, 15):
        a_submission(calendar, member, title=f"Termin {number}")
    with django_assert_max_num_queries(len(few)):
        answer = client.get(reverse("account"))
    assert "Termin 14" in answer.text
