"""Whatever names a place leads to its page, and follows its changes."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from agenda.calendar.models import MovedDate
from cms.content.models import District, OpeningException, OpeningHours, Place
from tests.guides.factories import a_guide, a_guide_index
from tests.strategy.factories import a_field, a_measure, an_agenda

from .factories import a_calendar, a_place, an_event, in_days

pytestmark = pytest.mark.django_db

LINK = 'href="/orte/bibliothek/"'


@pytest.fixture
def place(root, settings) -> Place:
    settings.PAGE_CACHE_SECONDS = 0
    district = District.objects.create(slug="altstadt", name="Altstadt")
    return a_place(
        summary="Bücher und Lesegeräte",
        district=district,
        translations={"en": {"summary": "Books and a magnifier"}},
    )


def test_dates_lead_to_their_place(client, place):
    calendar = a_calendar()
    event = an_event(calendar, place=place)
    for path in ("/kalender/", event.url):
        assert LINK in client.get(path).text


def test_a_date_at_another_place_leads_there_and_is_listed_there_only(client, place):
    calendar = a_calendar()
    starts_at = in_days(10)
    usual = a_place(slug="rathaus", name="Rathaus")
    event = an_event(calendar, title="Lesung", starts_at=starts_at, place=usual, publish=False)
    event.moved_dates = [
        MovedDate(
            date=starts_at.date(),
            starts_at=starts_at,
            ends_at=event.ends_at,
            place=place,
            locale=event.locale,
        )
    ]
    event.save_revision().publish()
    assert LINK in client.get(event.url).text
    assert "Lesung" in client.get(place.get_absolute_url()).text
    assert "Lesung" in client.get("/orte/bibliothek/termine.ics").text
    assert "Lesung" not in client.get(usual.get_absolute_url()).text
    assert "Lesung" not in client.get("/orte/rathaus/termine.ics").text


def test_measures_and_guides_lead_to_their_places_and_back(client, root, place):
    field = a_field(an_agenda(root))
    shown = a_measure(field, title="WLAN im Lesesaal", places=[place])
    draft = a_measure(field, title="Noch geheim", places=[place])
    draft.unpublish()
    guide = a_guide(a_guide_index(root), places=[place])
    for page in (shown, guide):
        assert LINK in client.get(page.url).text
    html = client.get(place.get_absolute_url()).text
    assert f'href="{shown.url}"' in html
    assert "Noch geheim" not in html


def test_the_calendar_and_the_foot_of_every_page_lead_to_the_places(client, place):
    a_calendar()
    assert client.get("/kalender/").text.count('href="/orte/"') == 2
    assert client.get("/").text.count('href="/orte/"') == 1


@pytest.mark.parametrize("query", ["Stadtbibliothek", "Lesegerät", "magnifier"])
def test_search_finds_a_place_by_its_words_in_any_language(client, place, query):
    html = client.get("/suche/", {"q": query}).text
    assert LINK in html
    assert "Bücher und Lesegeräte" in html


def test_search_counts_places_by_district_and_speaks_the_readers_language(client, place):
    a_place(slug="rathaus", name="Stadtbibliothek im Rathaus")
    html = client.get("/suche/?q=Stadtbibliothek&quartier=altstadt").text
    assert LINK in html
    assert 'href="/orte/rathaus/"' not in html
    with translation.override("en"):
        assert "Books and a magnifier" in client.get("/en/suche/?q=Stadtbibliothek").text


def test_the_queries_of_search_do_not_grow_with_places(client, place):
    def queries() -> int:
        client.get("/suche/?q=Stadtbibliothek")
        with CaptureQueriesContext(connection) as captured:
            html = client.get("/suche/?q=Stadtbibliothek").text
        assert LINK in html
        return len(captured)

    few = queries()
    for number in range(5):
        a_place(slug=f"ort-{number}", name=f"Stadtbibliothek {number}", district=place.district)
    assert queries() == few <= 34


def test_the_queries_of_a_place_do_not_grow(client, root, place):
    field, calendar = a_field(an_agenda(root)), a_calendar()

    def add(number: int) -> None:
        an_event(calendar, place=place)
        a_measure(field, places=[place])
        OpeningHours.objects.create(
            place=place, weekday=number, opens_at=time(9), closes_at=time(12)
        )
        day = in_days(number + 1).date()
        OpeningException.objects.create(place=place, first_day=day, last_day=day)

    def queries() -> int:
        client.get(place.get_absolute_url())
        with CaptureQueriesContext(connection) as captured:
            assert client.get(place.get_absolute_url()).status_code == 200
        return len(captured)

    add(0)
    few = queries()
    for number in range(1, 5):
        add(number)
    assert queries() == few <= 34


def test_new_hours_and_exceptions_show_at_once(
    client, place, settings, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE_SECONDS = 600

    def shown() -> str:
        return client.get(place.get_absolute_url()).text

    assert "07:10" not in shown()
    with django_capture_on_commit_callbacks(execute=True):
        hours = OpeningHours.objects.create(
            place=place, weekday=2, opens_at=time(7, 10), closes_at=time(8)
        )
    assert "07:10" in shown()
    with django_capture_on_commit_callbacks(execute=True):
        hours.delete()
    assert "07:10" not in shown()
    day: date = in_days(3).date()
    with django_capture_on_commit_callbacks(execute=True):
        OpeningException.objects.create(
            place=place, first_day=day, last_day=day, opens_at=time(6, 20), closes_at=time(7)
        )
    assert "06:20" in shown()
