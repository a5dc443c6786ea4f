"""Single dates of a series move, and what hangs on them moves along."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.formats import date_format
from icalendar import Calendar

from agenda.calendar import services
from agenda.calendar.models import CancelledDate, EventPage, MovedDate, TrainingPage
from participation.registrations.models import Registration
from tests.registrations.factories import a_person

from .factories import a_calendar, a_place, a_training, an_event, in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(root):
    return a_calendar()


@pytest.fixture
def series(calendar) -> EventPage:
    return an_event(calendar, recurrence="FREQ=WEEKLY;COUNT=3")


def moved(event, day: int, to: int, hour: int = 10, **fields) -> EventPage:
    """Publish the event with its date on `day` moved to the day `to`."""
    page = event.__class__.objects.get(pk=event.pk)
    page.moved_dates.add(
        MovedDate(
            date=in_days(day).date(),
            starts_at=in_days(to, hour),
            ends_at=in_days(to, hour + 2),
            locale=page.locale,
            **fields,
        )
    )
    page.save_revision().publish()
    return page


def facts_of(event) -> list[tuple]:
    rows = event.occurrences.order_by("pk")
    return [(row.pk, row.starts_at, row.moved_from, row.sequence) for row in rows]


def words(moment) -> str:
    return date_format(timezone.localtime(moment), "l, j. F Y, H:i")


def test_a_moved_date_keeps_its_row_and_says_where_it_comes_from(series):
    [first, second, third] = facts_of(series)
    moved(series, 17, to=19, reason="Feiertag")
    changed = (second[0], in_days(19, 10), in_days(17), 1)
    assert facts_of(series) == [first, changed, third]
    assert series.occurrences.get(pk=second[0]).move_reason == "Feiertag"
    assert not services.sync_occurrences(series)
    assert facts_of(series) == [first, changed, third]


def test_a_date_that_is_moved_back_is_what_it_was(series):
    before = facts_of(series)
    page = moved(series, 17, to=19)
    page.moved_dates.clear()
    page.save_revision().publish()
    assert [row[:3] for row in facts_of(series)] == [row[:3] for row in before]
    assert [row[3] for row in facts_of(series)] == [0, 2, 0]


def test_registrations_follow_a_moved_date(calendar):
    training = a_training(calendar, recurrence="FREQ=WEEKLY;COUNT=3", capacity=5)
    second = training.occurrences.order_by("starts_at")[1]
    seat = Registration.objects.create(
        occurrence=second,
        person=a_person(),
        name="Ada",
        state=Registration.State.REGISTERED,
        seats_given=1,
    )
    moved(training, 17, to=40)
    seat.refresh_from_db()
    assert seat.occurrence.starts_at == in_days(40, 10)
    assert not seat.occurrence.is_cancelled
    assert TrainingPage.objects.get().occurrences.count() == 3


def test_two_dates_change_places(series):
    [_first, second, third] = facts_of(series)
    page = moved(series, 17, to=24, hour=18)
    moved(page, 24, to=17, hour=18)
    assert [row[:3] for row in facts_of(series)[1:]] == [
        (second[0], in_days(24), in_days(17)),
        (third[0], in_days(17), in_days(24)),
    ]


def test_a_date_can_move_onto_another_one_and_onto_a_date_called_off_for_its_guests(calendar):
    training = a_training(calendar, recurrence="FREQ=WEEKLY;COUNT=3")
    last = training.occurrences.latest("starts_at")
    Registration.objects.create(occurrence=last, person=a_person(), name="Ada")
    page = EventPage.objects.get(pk=training.pk).specific
    page.recurrence = "FREQ=WEEKLY;COUNT=2"
    page.save_revision().publish()
    last.refresh_from_db()
    assert last.is_cancelled
    moved(page, 10, to=24, hour=18)
    rows = training.occurrences.filter(starts_at=in_days(24)).order_by("pk")
    assert [row.is_cancelled for row in rows] == [False, True]


def test_once_its_old_day_is_over_a_moved_date_still_lies_ahead(series):
    row = series.occurrences.order_by("starts_at").first()
    moved(series, 10, to=12)
    with time_machine.travel(in_days(11), tick=False):
        assert not services.sync_occurrences(series)
        row.refresh_from_db()
        assert (row.starts_at, row.moved_from) == (in_days(1, 10), in_days(-1))
        assert series.occurrences.count() == 3


def test_a_date_brought_forward_stays_when_it_is_over(series):
    moved(series, 10, to=8)
    with time_machine.travel(in_days(9), tick=False):
        services.sync_occurrences(series)
        assert series.occurrences.count() == 3
        assert series.occurrences.filter(moved_from=in_days(1)).count() == 1


def test_readers_see_what_is_moved_where_and_what_is_called_off(client, calendar, series):
    place = a_place(name="Speicher", slug="speicher")
    page = moved(series, 17, to=19, reason="Feiertag", place=place)
    page.cancelled_dates.add(
        CancelledDate(date=in_days(24).date(), reason="Sturm", locale=page.locale)
    )
    page.save_revision().publish()
    html = client.get(page.url).text
    assert words(in_days(17)) in html
    for word in ("Feiertag", "Speicher", "Sturm"):
        assert word in html
    listed = client.get(calendar.url).text
    assert "Speicher" in listed
    assert listed.count("chip--planned") == 1


def test_a_moved_date_is_told_to_programs_and_search_engines(client, series):
    page = moved(series, 10, to=12, reason="Feiertag", place=a_place(name="Speicher"))
    [event, *_others] = Calendar.from_ical(client.get(page.feed_url).content).walk("VEVENT")
    assert "Speicher" in event["location"]
    assert words(in_days(10)) in event["description"]
    assert "Feiertag" in event["description"]
    assert (event["sequence"], event["status"]) == (1, "CONFIRMED")
    html = client.get(page.url).text
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    assert data["eventStatus"] == "https://schema.org/EventRescheduled"
    assert data["previousStartDate"] == timezone.localtime(in_days(10)).isoformat()
    assert data["location"]["name"] == "Speicher"


def test_moved_dates_cost_no_query_each(client, calendar, django_assert_max_num_queries, settings):
    settings.PAGE_CACHE_SECONDS = 0
    place = a_place()
    few = an_event(calendar, recurrence="FREQ=WEEKLY;COUNT=12")
    many = an_event(calendar, recurrence="FREQ=WEEKLY;COUNT=12")
    moved(few, 17, to=18, place=place)
    for day in range(10, 80, 7):
        many = moved(many, day, to=day + 1, place=place)
    client.get(few.url)
    with django_assert_max_num_queries(34) as first:
        client.get(few.url)
    with django_assert_max_num_queries(len(first)):
        client.get(many.url)


def test_the_preview_of_a_draft_shows_the_move(calendar):
    event = an_event(calendar, recurrence="FREQ=WEEKLY;COUNT=3", publish=False)
    event.moved_dates.add(
        MovedDate(
            date=in_days(17).date(),
            starts_at=in_days(18),
            ends_at=in_days(18) + timedelta(hours=1),
            reason="Feiertag",
            locale=event.locale,
        )
    )
    occurrences = event.make_preview_request().context_data["occurrences"]
    assert [one.moved_from for one in occurrences] == [None, in_days(17), None]
    assert occurrences[1].reason == "Feiertag"
