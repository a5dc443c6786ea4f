"""Places: what readers see of their hours, facts and dates."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from agenda.calendar.opening import special_days
from cms.content.models import OpeningException, OpeningHours, Place
from cms.content.place_admin import PlaceViewSet
from participation.accounts.models import User

from .factories import a_calendar, a_place, an_event

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uncached(settings):
    settings.PAGE_CACHE_SECONDS = 0


@pytest.fixture
def place(root) -> Place:
    place = a_place(accessibility=["lift"], translations={"en": {"equipment": "Scanner"}})
    OpeningHours.objects.create(place=place, weekday=1, opens_at=time(9), closes_at=time(12))
    return place


def test_a_place_shows_hours_facts_and_its_own_dates(client, place):
    calendar = a_calendar()
    an_event(calendar, title="Hier", place=place)
    an_event(calendar, title="Woanders", place=a_place(slug="rathaus", name="Rathaus"))
    an_event(calendar, title="Entwurf", place=place, publish=False)
    response = client.get(place.get_absolute_url())
    html = response.text
    assert "09:00–12:00" in html
    assert "openingHoursSpecification" in html
    assert "https://schema.org/Tuesday" in html
    assert [item.event.title for item in response.context["occurrences"]] == ["Hier"]
    assert not response.cookies
    feed = client.get(reverse("place_feed", args=[place.slug])).text
    assert "SUMMARY:Hier" in feed
    assert "Woanders" not in feed
    assert "Entwurf" not in feed


def test_the_texts_are_in_the_language_of_the_reader(client, place):
    with translation.override("en"):
        assert "Scanner" in client.get(place.get_absolute_url()).text
    assert "Scanner" not in client.get(place.get_absolute_url()).text


def test_an_unknown_place_is_not_found(client, root):
    assert client.get("/orte/nirgends/").status_code == 404
    assert client.get("/orte/nirgends/termine.ics").status_code == 404


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("offen=1", ["Stadtbibliothek"]),
        ("offen=2", []),
        ("barrierefrei=lift", ["Stadtbibliothek"]),
        ("barrierefrei=quiet_room", []),
        ("offen=abc&barrierefrei=%27", ["Rathaus", "Stadtbibliothek"]),
    ],
)
def test_filters_narrow_the_list(client, place, query, names):
    a_place(slug="rathaus", name="Rathaus")
    response = client.get(f"/orte/?{query}")
    assert [item.name for item in response.context["places"]] == names


def test_holidays_follow_the_bundesland_and_yield_to_what_editors_say(place, settings):
    today = date(2026, 10, 20)
    assert date(2026, 10, 31) not in {day.first_day for day in special_days(place, today)}
    settings.HOLIDAYS_SUBDIVISION = "NI"
    assert special_days(place, today)[0].reason == "Reformationstag"
    OpeningException.objects.create(
        place=place,
        first_day=date(2026, 10, 31),
        last_day=date(2026, 10, 31),
        opens_at=time(10),
        closes_at=time(11),
    )
    assert [day.opens_at for day in special_days(place, today)][:1] == [time(10)]
    place.is_closed_on_holidays = False
    assert len(special_days(place, today)) == 1


def test_the_queries_of_the_list_do_not_grow(client, place):
    def queries() -> int:
        client.get("/orte/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/orte/").status_code == 200
        return len(captured)

    few = queries()
    for number in range(8):
        other = a_place(slug=f"ort-{number}", name=f"Ort {number}")
        OpeningHours.objects.create(place=other, weekday=1, opens_at=time(9), closes_at=time(12))
    assert queries() == few <= 34


def _form(place: Place, user: User, *, hours: list[tuple] = (), exceptions: list[tuple] = ()):
    form_class = PlaceViewSet().edit_handler.bind_to_model(Place).get_form_class()
    data = {
        "name": "Ort",
        "slug": "bibliothek",
        "street": "Markt 1",
        "postal_code": "99999",
        "locality": "Au",
        "equipment_en": "Printer",
        "hours-TOTAL_FORMS": len(hours),
        "hours-INITIAL_FORMS": 0,
        "opening_exceptions-TOTAL_FORMS": len(exceptions),
        "opening_exceptions-INITIAL_FORMS": 0,
    }
    for number, (weekday, opens_at, closes_at) in enumerate(hours):
        row = {"weekday": weekday, "opens_at": opens_at, "closes_at": closes_at}
        data |= {f"hours-{number}-{name}": value for name, value in row.items()}
    for number, row in enumerate(exceptions):
        names = ("first_day", "last_day", "opens_at", "closes_at")
        values = dict(zip(names, row, strict=True)) | {"reason": "event"}
        data |= {f"opening_exceptions-{number}-{name}": value for name, value in values.items()}
    return form_class(data, instance=place, for_user=user)


@pytest.mark.parametrize(
    ("hours", "is_right"),
    [
        ([(0, "09:00", "12:00"), (0, "12:00", "15:00")], True),
        ([(0, "09:00", "12:00"), (1, "09:00", "12:00")], True),
        ([(0, "09:00", "12:00"), (0, "11:00", "15:00")], False),
        ([(0, "22:00", "02:00")], False),
    ],
)
def test_hours_that_cannot_be_are_refused(place, hours, is_right):
    form = _form(place, User(email="e@stadt.example"), hours=hours)
    assert form.is_valid() is is_right, form.errors
    if is_right:
        form.save()
        assert Place.objects.get().translations["en"] == {"equipment": "Printer"}


@pytest.mark.parametrize(
    ("exceptions", "is_right"),
    [
        ([("2027-03-01", "2027-03-05", "", ""), ("2027-03-06", "2027-03-06", "", "")], True),
        (
            [
                ("2027-03-01", "2027-03-01", "09:00", "12:00"),
                ("2027-03-01", "2027-03-01", "12:00", "15:00"),
            ],
            True,
        ),
        ([("2027-03-01", "2027-03-05", "", ""), ("2027-03-05", "2027-03-06", "", "")], False),
        (
            [
                ("2027-03-01", "2027-03-05", "09:00", "12:00"),
                ("2027-03-02", "2027-03-02", "11:00", "15:00"),
            ],
            False,
        ),
        (
            [
                ("2027-03-01", "2027-03-05", "09:00", "12:00"),
                ("2027-03-02", "2027-03-02", "", ""),
            ],
            False,
        ),
        ([("2027-03-05", "2027-03-01", "", "")], False),
        ([("2027-03-01", "2027-03-01", "09:00", "")], False),
        ([("2027-03-01", "2027-03-01", "22:00", "02:00")], False),
    ],
)
def test_exceptions_that_cannot_be_are_refused(place, exceptions, is_right):
    form = _form(place, User(email="e@stadt.example"), exceptions=exceptions)
    assert form.is_valid() is is_right, form.errors


def test_the_sitemap_knows_places_in_every_language(client, place):
    xml = client.get("/sitemap.xml").text
    for path in ("/orte/bibliothek/", "/en/orte/bibliothek/"):
        assert f"http://localhost{path}" in xml or f"http://localhost:8000{path}" in xml
