"""What a member may say about repetition, and the dates that come of it."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from agenda.calendar.models import EventPage

from .factories import a_checked_calendar, a_member, an_organisation, approve, form_data

pytestmark = pytest.mark.django_db


# 13 January 2027 is the second Wednesday of its month; the clocks change on 28 March.
@pytest.mark.parametrize(
    ("repeat", "every", "until", "days"),
    [
        ("", "", "", ["2027-01-13"]),
        ("weekly", "", "2027-01-27", ["2027-01-13", "2027-01-20", "2027-01-27"]),
        ("weekly", "2", "2027-02-12", ["2027-01-13", "2027-01-27", "2027-02-10"]),
        ("monthly", "1", "2027-04-30", ["2027-01-13", "2027-02-10", "2027-03-10", "2027-04-14"]),
    ],
)
@time_machine.travel("2027-01-04 09:00+01:00", tick=True)
def test_repetition_makes_the_right_dates(client, editor, repeat, every, until, days):
    a_checked_calendar()
    client.force_login(a_member(an_organisation("sv-lohe")))
    data = form_data(
        starts_at="2027-01-13T18:00",
        ends_at="2027-01-13T20:00",
        repeat=repeat,
        repeat_every=every,
        repeat_until=until,
    )
    assert client.post(reverse("event_new", args=["sv-lohe"]), data).status_code == 302
    event = approve(EventPage.objects.get(), editor)
    starts = [timezone.localtime(one.starts_at) for one in event.occurrences.order_by("starts_at")]
    assert [start.date() for start in starts] == [date.fromisoformat(day) for day in days]
    assert {start.hour for start in starts} == {18}


@time_machine.travel("2027-01-04 09:00+01:00", tick=True)
def test_a_member_sees_the_dates_before_handing_them_in(client):
    a_checked_calendar()
    client.force_login(a_member(an_organisation("sv-lohe")))
    address = reverse("event_new", args=["sv-lohe"])
    data = form_data(
        title="",
        preview="1",
        starts_at="2027-01-13T18:00",
        ends_at="2027-01-13T20:00",
        repeat="weekly",
        repeat_until="2027-02-03",
        skipped_days="20.1.2027",
        extra_days="2027-01-30\n31.01.2027 10:00–12:00",
    )
    page = client.post(address, data)
    assert page.status_code == 200
    assert not page.context["form"].errors
    shown = [date.words for date in page.context["preview"].dates]
    assert [words in page.text for words in shown] == [True] * 5
    assert ["18:00" in words for words in shown] == [True, True, True, False, True]
    fragment = client.post(address, data, headers={"x-fragment": "1"})
    assert "<html" not in fragment.text
    wrong = client.post(address, data | {"repeat_until": ""}, headers={"x-fragment": "1"})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors.keys() == {"repeat_until"}
    assert not EventPage.objects.exists()


@time_machine.travel("2027-01-04 09:00+01:00", tick=True)
def test_days_left_out_and_added_are_stored_and_shown_again(client, editor):
    a_checked_calendar()
    client.force_login(a_member(an_organisation("sv-lohe")))
    data = form_data(
        starts_at="2027-01-13T18:00",
        ends_at="2027-01-13T20:00",
        repeat="weekly",
        repeat_until="2027-01-27",
        skipped_days="20.01.2027",
        extra_days="31.01.2027 10:00–12:00",
    )
    assert client.post(reverse("event_new", args=["sv-lohe"]), data).status_code == 302
    event = approve(EventPage.objects.get(), editor)
    starts = [timezone.localtime(one.starts_at) for one in event.occurrences.order_by("starts_at")]
    assert [(start.day, start.hour) for start in starts] == [(13, 18), (27, 18), (31, 10)]
    form = client.get(reverse("event_edit", args=["sv-lohe", event.pk])).context["form"]
    assert form["skipped_days"].value() == data["skipped_days"]
    assert form["extra_days"].value() == data["extra_days"]
