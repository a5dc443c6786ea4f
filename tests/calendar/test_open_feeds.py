"""Feeds for programs and other sites: read back, streamed, and free of what is not public."""

import json
from contextlib import contextmanager
from datetime import UTC, timedelta

import feedparser
import icalendar
import pytest
import pytz
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from icalendar import Calendar
from wagtail.models import Locale, PageViewRestriction

from agenda.calendar.models import CancelledDate, EventPage, MovedDate, Occurrence
from agenda.calendar.published import CHUNK
from cms.content.models import Topic

from .factories import a_calendar, a_place, a_training, an_event, in_days, many_dates

pytestmark = pytest.mark.django_db
ICS, RSS, JSON = (f"/kalender-feeds/kalender.{ending}" for ending in ("ics", "xml", "json"))


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    settings.PAGE_CACHE_SECONDS = 0


@pytest.fixture
def calendar(root):
    return a_calendar()


def body(response) -> bytes:
    assert response.status_code == 200
    return response.getvalue()


def data(client, address: str = JSON) -> dict:
    return json.loads(body(client.get(address)))


def by_icalendar(content: bytes) -> dict:
    """Return what the reader of the library that also wrote the feed finds, by UID."""
    return {
        str(entry["UID"]): (
            str(entry["SUMMARY"]),
            entry.decoded("DTSTART").astimezone(UTC),
            entry.decoded("DTEND").astimezone(UTC),
            str(entry["STATUS"]),
            str(entry["DESCRIPTION"]),
            [str(word) for word in entry["CATEGORIES"].cats] if "CATEGORIES" in entry else [],
        )
        for entry in Calendar.from_ical(content).walk("VEVENT")
    }


def by_vobject(content: bytes) -> dict:
    """Return what a reader that shares no code with the writer finds, by UID."""
    return {
        entry.uid.value: (
            entry.summary.value,
            entry.dtstart.value.astimezone(UTC),
            entry.dtend.value.astimezone(UTC),
            entry.status.value,
            entry.description.value,
            list(entry.categories.value) if hasattr(entry, "categories") else [],
        )
        for entry in vobject.readOne(content.decode()).vevent_list
    }


@contextmanager
def with_khal():
    """Lend the library to the program, which wants another kind of time zones in it."""
    try:
        from khal import icalendar as files
        from khal import khalendar

        icalendar.use_pytz()
        yield files.split_ics, khalendar.CalendarCollection
    finally:
        icalendar.use_zoneinfo()


def by_khal(content: bytes, folder) -> dict:
    """Return what a calendar program shows after importing the feed, by UID."""
    with with_khal() as (split_ics, collection_of):
        return _shown_by_khal(content, folder, split_ics, collection_of)


def _shown_by_khal(content: bytes, folder, split_ics, collection_of) -> dict:
    zone = pytz.timezone("Europe/Berlin")
    feed = {"path": str(folder), "name": "feed", "color": "", "priority": 10, "addresses": ""}
    collection = collection_of(
        calendars={"feed": feed | {"readonly": False, "ctype": "calendar"}},
        dbpath=":memory:",
        locale={"local_timezone": zone, "default_timezone": zone},
    )
    for part in split_ics(content.decode()):
        collection.insert(collection.create_event_from_ics(part, "feed"))
    shown = collection.get_localized(in_days(0), in_days(800))
    return {
        str(event.uid): (
            str(event.summary),
            event.start.astimezone(UTC),
            event.end.astimezone(UTC),
            event.status,
            str(event.description),
        )
        for event in shown
    }


def a_series_across_both_clock_changes(calendar) -> EventPage:
    """Return an event every week for a year, at an hour that each change would move."""
    event = an_event(
        calendar,
        title="Sprechstunde; für alle, „Jung & Alt“",
        summary="Erste Zeile\nzweite, mit \\ und 🎈 " + "lang " * 40,
        starts_at=in_days(7, 2),
        recurrence="FREQ=WEEKLY;COUNT=52",
        place=a_place(),
    )
    event.topics.set([Topic.objects.create(slug="hilfe", name="Hilfe, Rat")])
    event.cancelled_dates.add(
        CancelledDate(date=in_days(14).date(), reason="Sturm", locale=event.locale)
    )
    event.save_revision().publish()
    return event


def test_three_readers_find_the_same_dates(client, calendar, tmp_path):
    event = a_series_across_both_clock_changes(calendar)
    a_training(calendar, title="Kurs", is_online=True)
    an_event(calendar, title="Fern", time_zone="America/New_York")
    content = body(client.get(ICS))
    found = by_icalendar(content)
    assert found == by_vobject(content)
    # The program joins the categories to one text, so these are not compared.
    assert {uid: words[:5] for uid, words in found.items()} == by_khal(content, tmp_path)
    assert len(found) == 54
    starts = [start for title, start, *_rest in found.values() if title == event.title]
    assert {timezone.localtime(start).hour for start in starts} <= {2, 3}
    assert len({start.hour for start in starts}) == 2
    assert sorted(starts) == list(
        event.occurrences.values_list("starts_at", flat=True).order_by("starts_at")
    )


def test_a_calendar_program_is_told_where_to_ask_again(client, calendar):
    an_event(calendar)
    address = f"{ICS}?art=veranstaltung"
    feed = Calendar.from_ical(body(client.get(address)))
    assert str(feed["SOURCE"]) == f"http://testserver{address}"
    assert feed["SOURCE"].params["VALUE"] == "URI"
    assert feed["URL"] == f"{calendar.full_url}?art=veranstaltung"
    assert feed.decoded("REFRESH-INTERVAL") == timedelta(hours=12)
    assert feed["NAME"] == feed["X-WR-CALNAME"]


@pytest.mark.parametrize("number", [CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 5])
def test_every_date_is_sent_once_whatever_the_size(client, calendar, number):
    many_dates(an_event(calendar), number - 1, start=in_days(11), step=timedelta(hours=1))
    response = client.get(ICS)
    assert response.streaming == (number > CHUNK)
    content = body(response)
    found = by_icalendar(content)
    assert content.count(b"BEGIN:VEVENT") == len(found) == number
    assert content.endswith(b"END:VEVENT\r\nEND:VCALENDAR\r\n")


def test_dates_that_begin_together_are_not_lost_between_two_chunks(client, calendar):
    keys = [an_event(calendar, starts_at=in_days(30)).translation_key for _number in range(3)]
    Occurrence.objects.bulk_create(
        Occurrence(
            event_key=key,
            starts_at=in_days(31) + timedelta(hours=n),
            ends_at=in_days(32) + timedelta(hours=n),
        )
        for n in range(CHUNK // 2)
        for key in keys
    )
    content = body(client.get(ICS))
    starts = [start for _title, start, *_rest in by_icalendar(content).values()]
    assert len(starts) == Occurrence.objects.count() > CHUNK
    assert starts == sorted(starts)


def test_a_streamed_feed_stays_in_its_language(client, root):
    english = Locale.objects.get_or_create(language_code="en")[0]
    if not root.has_translation(english):
        root.copy_for_translation(english).save_revision().publish()
    calendar = a_calendar()
    calendar.copy_for_translation(english).save_revision().publish()
    event = an_event(calendar, is_online=True)
    translated = event.copy_for_translation(english)
    translated.title = "Meeting"
    translated.save_revision().publish()
    many_dates(event, 2 * CHUNK, start=in_days(11), step=timedelta(hours=1))
    Occurrence.objects.update(is_cancelled=True, cancellation_reason="Storm")
    with translation.override("de"):
        response = client.get(f"/en{ICS}")
        assert response.streaming
        content = body(response)
    found = by_icalendar(content)
    assert len(found) == 2 * CHUNK + 1
    assert {title for title, *_rest in found.values()} == {"Meeting"}
    assert content.count(b"DESCRIPTION:Cancelled.") == len(found)


def test_the_queries_of_a_long_feed_grow_only_with_its_chunks(client, calendar):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            body(client.get(ICS))
        return len(captured)

    event = an_event(calendar)
    many_dates(event, 5 * CHUNK, start=in_days(11), step=timedelta(hours=1))
    queries()
    one_event = queries()
    for _number in range(10):
        an_event(calendar, place=None, starts_at=in_days(10, 8))
    assert queries() == one_event
    assert one_event <= 12 + 5 * 6


def test_an_unchanged_feed_is_not_sent_again(client, calendar):
    event = an_event(calendar)
    etag = client.get(ICS)["ETag"]
    assert client.get(ICS, headers={"if-none-match": etag}).status_code == 304
    page = EventPage.objects.get(pk=event.pk)
    page.title = "Neu"
    page.save_revision().publish()
    changed = client.get(ICS, headers={"if-none-match": etag})
    assert "SUMMARY:Neu" in body(changed).decode()


def test_rss_is_read_back(client, calendar):
    events = [
        an_event(
            calendar, title="Fest & <Feier>", summary="Zeichen \x0b weg", starts_at=in_days(3)
        ),
        an_event(calendar, title="Danach", starts_at=in_days(4)),
    ]
    feed = feedparser.parse(body(client.get(f"{RSS}?art=veranstaltung")))
    assert not feed.bozo
    assert [entry.link for entry in feed.entries] == [event.full_url for event in events]
    assert feed.entries[0].title.endswith(": Fest & <Feier>")
    assert len({entry.id for entry in feed.entries}) == 2
    assert feed.feed.link == f"{calendar.full_url}?art=veranstaltung"


def test_json_is_read_page_by_page(client, calendar):
    event = an_event(calendar, recurrence="FREQ=DAILY;COUNT=45", place=a_place())
    first = data(client, f"{JSON}?art=veranstaltung&anzahl=20")
    pages = [first]
    while pages[-1]["next"]:
        pages.append(data(client, pages[-1]["next"]))
    assert [len(page["events"]) for page in pages] == [20, 20, 5]
    assert {page["total"] for page in pages} == {45}
    assert "art=veranstaltung" in first["next"]
    starts = [each["startDate"] for page in pages for each in page["events"]]
    assert starts == sorted(set(starts))
    shown = first["events"][0]
    assert (shown["@type"], shown["url"], shown["placeText"]) == (
        "Event",
        event.full_url,
        "Stadtbibliothek",
    )


def test_the_pages_of_json_end_where_none_is_answered_any_more(client, calendar, monkeypatch):
    monkeypatch.setattr("agenda.calendar.open_formats.MAX_PAGE", 2)
    an_event(calendar, recurrence="FREQ=DAILY;COUNT=3")
    first = data(client, f"{JSON}?anzahl=1")
    second = data(client, first["next"])
    assert len(second["events"]) == 1
    assert second["next"] is None


def test_both_times_of_a_moved_date_are_those_of_the_town(client, calendar):
    event = an_event(calendar, time_zone="America/New_York")
    event.moved_dates.add(
        MovedDate(
            date=in_days(10).date(),
            starts_at=in_days(10, 11),
            ends_at=in_days(10, 12),
            locale=event.locale,
        )
    )
    event.save_revision().publish()
    [entry] = feedparser.parse(body(client.get(RSS))).entries
    assert "11:00–12:00" in entry.title
    assert "18:00" in entry.summary


def test_other_sites_may_read_the_json_and_only_that(client, calendar):
    assert client.get(JSON)["Access-Control-Allow-Origin"] == "*"
    for address in (ICS, RSS, calendar.url):
        assert "Access-Control-Allow-Origin" not in client.get(address)


@pytest.mark.parametrize(
    "query", ["seite=0", "seite=-1", "seite=9999999", "anzahl=0", "anzahl=1e9", "anzahl=²", "von=x"]
)
def test_senseless_numbers_are_answered(client, calendar, query):
    an_event(calendar)
    assert data(client, f"{JSON}?{query}")["limit"] == 30
    assert body(client.get(f"{RSS}?{query}"))
    assert body(client.get(f"{ICS}?{query}"))


def test_no_door_shows_what_is_not_public(client, calendar):
    secret = "https://video.example/geheim"
    an_event(calendar, title="Offen", is_online=True, online_url=secret)
    an_event(calendar, title="Entwurf", publish=False)
    private = an_event(calendar, title="Intern")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    for door in (ICS, RSS, JSON, "/kalender/einbetten/"):
        text = body(client.get(door)).decode()
        assert "Offen" in text, door
        for hidden in ("Entwurf", "Intern", "video.example"):
            assert hidden not in text, door


def test_a_moved_place_is_told(client, calendar):
    event = an_event(calendar, place=a_place())
    event.occurrences.update(place=a_place(slug="halle", name="Turnhalle"))
    [shown] = data(client)["events"]
    assert (shown["placeText"], shown["location"]["name"]) == ("Turnhalle", "Turnhalle")
    assert "Turnhalle" in body(client.get("/kalender/einbetten/")).decode()


@pytest.mark.parametrize("door", [RSS, JSON, "/kalender/einbetten/"])
def test_the_queries_of_the_other_formats_do_not_grow(client, calendar, door):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            body(client.get(door))
        return len(captured)

    an_event(calendar, place=a_place())
    queries()
    few = queries()
    for number in range(12):
        an_event(calendar, starts_at=in_days(10 + number))
    assert queries() == few <= 20


def test_what_is_over_stays_a_while_in_a_subscription_only(client, calendar):
    an_event(calendar, title="Vorbei", starts_at=in_days(-3))
    an_event(calendar, title="Lange vorbei", starts_at=in_days(-60))
    assert [title for title, *_rest in by_icalendar(body(client.get(ICS))).values()] == ["Vorbei"]
    assert data(client)["events"] == []


def test_an_empty_feed_is_a_calendar(client, calendar):
    content = body(client.get(ICS))
    assert not by_icalendar(content)
    assert vobject.readOne(content.decode()).name == "VCALENDAR"
