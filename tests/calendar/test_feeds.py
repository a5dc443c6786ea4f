"""Calendar programs read what people read."""

from datetime import timedelta

import pytest
import time_machine
from icalendar import Calendar

from agenda.calendar.models import CancelledDate, EventPage

from .factories import a_calendar, a_place, a_training, an_event, in_days

pytestmark = pytest.mark.django_db
FEED = "/kalender-feeds/kalender.ics"


@pytest.fixture
def calendar(root):
    return a_calendar()


def read(client, address: str) -> Calendar:
    # No transaction ends inside a test, so nothing purges the cache.
    response = client.get(address, headers={"authorization": "past the cache"})
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(response.content)


def test_a_feed_is_read_back_with_all_facts(client, calendar):
    event = an_event(calendar, title="Fest; mit, Kommas", summary="Ümläute", place=a_place())
    feed = read(client, FEED)
    [entry] = feed.walk("VEVENT")
    assert entry["SUMMARY"] == "Fest; mit, Kommas"
    assert entry.decoded("DTSTART") == in_days(10)
    assert entry.decoded("DTEND") == in_days(10) + timedelta(hours=2)
    assert entry["LOCATION"] == "Stadtbibliothek, Markt 1, 99999 Auenbrück"
    assert entry["URL"] == event.full_url
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CONFIRMED", 0)
    assert entry.decoded("LAST-MODIFIED").utcoffset() == timedelta(0)
    assert entry["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert [zone["TZID"] for zone in feed.walk("VTIMEZONE")] == ["Europe/Berlin"]


def test_every_date_has_an_entry_of_its_own_that_survives_a_move(client, calendar):
    event = an_event(calendar, recurrence="FREQ=WEEKLY;COUNT=4")
    before = {entry["UID"] for entry in read(client, event.feed_url).walk("VEVENT")}
    assert len(before) == 4
    page = EventPage.objects.get(pk=event.pk)
    page.starts_at, page.ends_at = in_days(10, 19), in_days(10, 21)
    page.save_revision().publish()
    after = read(client, event.feed_url).walk("VEVENT")
    assert {entry["UID"] for entry in after} == before
    assert {entry["SEQUENCE"] for entry in after} == {1}


def test_a_cancelled_date_is_told(client, calendar):
    event = an_event(calendar)
    page = EventPage.objects.get(pk=event.pk)
    page.cancelled_dates.add(
        CancelledDate(date=in_days(10).date(), reason="Sturm", locale=page.locale)
    )
    page.save_revision().publish()
    [entry] = read(client, event.feed_url).walk("VEVENT")
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CANCELLED", 1)
    assert "Sturm" in entry["DESCRIPTION"]


def test_the_filters_of_the_calendar_hold_for_the_feed(client, calendar):
    an_event(calendar, title="Fest")
    a_training(calendar, title="Kurs")
    page = client.get(f"{calendar.url}?art=schulung")
    assert page.context["feed_url"] == f"{FEED}?art=schulung"
    entries = read(client, page.context["feed_url"]).walk("VEVENT")
    assert [entry["SUMMARY"] for entry in entries] == ["Kurs"]
    assert read(client, f"{FEED}?von=unsinn&art=x").walk("VEVENT")


def test_the_feed_is_the_same_until_something_changes(client, calendar):
    an_event(calendar)
    first = client.get(FEED, headers={"authorization": "past the cache"}).content
    with time_machine.travel(in_days(1), tick=False):
        again = client.get(FEED, headers={"authorization": "past the cache"}).content
    assert again == first


def test_what_is_not_public_is_in_no_feed(client, calendar):
    event = an_event(calendar)
    event.specific.unpublish()
    assert not read(client, FEED).walk("VEVENT")
    assert client.get(event.feed_url).status_code == 404
    assert client.get("/kalender-feeds/00000000-0000-0000-0000-000000000000.ics").status_code == 404


def test_the_queries_of_the_feed_do_not_grow(client, calendar, django_assert_max_num_queries):
    for _number in range(12):
        an_event(calendar, recurrence="FREQ=WEEKLY;COUNT=5", place=None)
    with django_assert_max_num_queries(20):
        assert len(read(client, FEED).walk("VEVENT")) == 60
