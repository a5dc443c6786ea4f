"""What readers see of the calendar."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agenda.calendar.models import CancelledDate, EventPage
from cms.content.models import Audience, District, Topic
from participation.accounts.models import User

from .factories import a_calendar, a_place, a_training, an_event, in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(root):
    return a_calendar()


def titles(response) -> list[str]:
    return [occurrence.event.title for occurrence in response.context["occurrences"]]


def test_the_list_shows_what_comes_soonest_first(client, calendar):
    an_event(calendar, title="Später", starts_at=in_days(20))
    an_event(calendar, title="Bald", starts_at=in_days(2))
    an_event(calendar, title="Vorbei", starts_at=in_days(-2))
    an_event(calendar, title="Entwurf", publish=False)
    response = client.get(calendar.url)
    assert titles(response) == ["Bald", "Später"]
    assert "Vorbei" not in response.content.decode()
    assert not response.cookies


def test_filters_narrow_the_list(client, calendar):
    seniors = Audience.objects.create(slug="senioren", name="Ältere")
    old_town = District.objects.create(slug="altstadt", name="Altstadt")
    safety = Topic.objects.create(slug="sicherheit", name="Sicherheit")
    an_event(calendar, title="Fest", is_online=True)
    training = a_training(calendar, title="Kurs", place=a_place())
    training.audiences.set([seniors])
    training.districts.set([old_town])
    training.topics.set([safety])
    training.save_revision().publish()
    for query in (
        "zielgruppe=senioren",
        "quartier=altstadt",
        "thema=sicherheit",
        "ort=bibliothek",
        "art=schulung",
        "art=schulung&thema=sicherheit&zielgruppe=senioren",
    ):
        assert titles(client.get(f"{calendar.url}?{query}")) == ["Kurs"], query
    for query in ("art=veranstaltung", "format=online"):
        assert titles(client.get(f"{calendar.url}?{query}")) == ["Fest"], query
    assert titles(client.get(f"{calendar.url}?art=schulung&format=online")) == []


def test_a_time_span_includes_its_last_day_and_reaches_into_the_past(client, calendar):
    for days in (-3, 4, 5, 6):
        an_event(calendar, title=f"Tag {days}", starts_at=in_days(days))
    first, last = in_days(4).date(), in_days(5).date()
    response = client.get(f"{calendar.url}?von={first}&bis={last}")
    assert titles(response) == ["Tag 4", "Tag 5"]
    response = client.get(f"{calendar.url}?von={in_days(-9).date()}&bis={in_days(-1).date()}")
    assert titles(response) == ["Tag -3"]


@pytest.mark.parametrize(
    "query",
    [
        "von=gestern",
        "von=9999-12-31&bis=0001-01-01",
        "bis=2026-13-45",
        "von=2027-01-02&bis=2027-01-01",
        "monat=2026-13",
        "monat=99999",
        "monat=-1",
        "monat=2100-12",
        "monat=2000-01",
        "seite=-5",
        "seite=abc",
        "seite=99999999999999999999",
        "zielgruppe=%3Cscript%3Ealert(1)%3C/script%3E",
        "art=1;drop&format=ja&thema=%E2%80%AE&ort='",
        "von=%D9%A1&bis=" + "9" * 500,
    ],
)
def test_senseless_addresses_are_answered(client, calendar, query):
    an_event(calendar)
    response = client.get(f"{calendar.url}?{query}")
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_what_was_not_understood_is_said(client, calendar):
    html = client.get(f"{calendar.url}?von=gestern").content.decode()
    assert "kern-alert--warning" in html


def test_the_month_shows_its_dates_and_the_way_to_the_next(client, calendar):
    event = an_event(calendar, title="Im Monat", starts_at=in_days(40))
    month = f"{in_days(40):%Y-%m}"
    response = client.get(f"{calendar.url}?monat={month}&art=veranstaltung")
    html = response.content.decode()
    assert event.url in html
    assert "art=veranstaltung&amp;monat=" in html
    assert len(response.context["weeks"]) >= 4


def test_the_queries_of_list_and_month_do_not_grow(client, calendar, settings):
    settings.PAGE_CACHE_SECONDS = 0

    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    month = f"{calendar.url}?monat={in_days(10):%Y-%m}"
    an_event(calendar, place=a_place())
    few = queries(calendar.url), queries(month)
    for number in range(15):
        an_event(calendar, starts_at=in_days(10), title=f"Weiterer {number}")
    assert (queries(calendar.url), queries(month)) == few
    assert few[0] <= 15
    assert few[1] <= 12


@pytest.mark.parametrize("view", ["monat", "woche"])
def test_month_and_week_keep_to_the_chosen_days(client, calendar, view):
    for day in (39, 40, 41):
        an_event(calendar, title=f"In {day} Tagen", starts_at=in_days(day))
    day = in_days(40).date()
    address = f"{calendar.url}?{view}={day}&von={day}&bis={day}"
    html = client.get(address).text
    assert "In 40 Tagen" in html
    assert "In 39 Tagen" not in html
    assert "In 41 Tagen" not in html


def test_long_lists_are_paged_and_keep_the_filters(client, calendar):
    an_event(calendar, recurrence="FREQ=DAILY;COUNT=70")
    response = client.get(f"{calendar.url}?art=veranstaltung&seite=2")
    assert len(titles(response)) == 30
    assert "art=veranstaltung&amp;seite=3" in response.content.decode()


def test_an_event_shows_its_next_dates_and_more_on_demand(client, calendar):
    event = an_event(calendar, recurrence="FREQ=WEEKLY;COUNT=15", place=a_place())
    response = client.get(event.url)
    assert len(response.context["occurrences"]) == 12
    assert response.context["has_more_dates"]
    assert "?termine=alle" in response.content.decode()
    assert len(client.get(f"{event.url}?termine=alle").context["occurrences"]) == 15


def test_a_past_event_says_so(client, calendar):
    event = an_event(calendar, starts_at=in_days(-5))
    response = client.get(event.url)
    assert response.context["is_past"]
    assert len(response.context["occurrences"]) == 1


def test_a_cancelled_date_is_marked_with_its_reason(client, calendar):
    event = an_event(calendar, recurrence="FREQ=WEEKLY;COUNT=2")
    page = EventPage.objects.get(pk=event.pk)
    page.cancelled_dates.add(
        CancelledDate(date=in_days(17).date(), reason="Kein Strom", locale=page.locale)
    )
    page.save_revision().publish()
    html = client.get(event.url).content.decode()
    assert "is-cancelled" in html
    assert "Kein Strom" in html


def test_the_address_of_an_online_event_stays_secret(client, calendar):
    secret = "https://video.example/geheim"
    event = an_event(calendar, is_online=True, online_url=secret)
    training = a_training(calendar, is_online=True, online_url=secret)
    for url in (event.url, training.url, calendar.url, event.feed_url):
        assert secret not in client.get(url).content.decode()


def test_search_engines_read_an_event(client, calendar):
    event = an_event(
        calendar, place=a_place(), price_text="kostenlos", organiser_name="</script><b>SV</b>"
    )
    html = client.get(event.url).content.decode()
    data = json.loads(
        re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1]
    )
    assert data["@type"] == "Event"
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["location"]["name"] == "Stadtbibliothek"
    assert data["startDate"] == timezone.localtime(in_days(10)).isoformat()
    assert data["organizer"]["name"] == "</script><b>SV</b>"
    assert data["offers"]["description"] == "kostenlos"


def test_a_draft_is_previewed_with_the_dates_it_would_have(calendar):
    event = an_event(calendar, recurrence="FREQ=WEEKLY;COUNT=3", publish=False)
    response = event.make_preview_request()
    assert response.status_code == 200
    assert len(response.context_data["occurrences"]) == 3


def test_an_editor_writes_an_event_with_repetition(client, calendar):
    client.force_login(User.objects.create_superuser("chef@stadt.example", "geheim"))
    address = f"/admin/pages/add/calendar/eventpage/{calendar.pk}/"
    assert client.get(address).status_code == 200
    empty = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 100}
    data = {
        f"{prefix}-{name}": value
        for prefix in ("cancelled_dates", "moved_dates", "skipped_dates", "extra_dates", "comments")
        for name, value in empty.items()
    }
    start = in_days(10)
    data |= {
        "title": "Lesung",
        "slug": "lesung",
        "body-count": 0,
        "starts_at": f"{start:%Y-%m-%d %H:%M}",
        "ends_at": f"{start + timedelta(hours=2):%Y-%m-%d %H:%M}",
        "repeat": "weekly",
        "repeat_ends": "count",
        "repeat_count": "0",
        "time_zone": "Europe/Berlin",
        "languages": ["de", "gsg"],
        "participation": "inherit",
        "action-publish": "1",
    }
    response = client.post(address, data)
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"repeat_count"}
    assert not EventPage.objects.exists()
    weekly = {"repeat": "weekly", "repeat_ends": "count", "repeat_count": "3"}
    response = client.post(address, data | weekly)
    assert response.status_code == 302
    event = EventPage.objects.get()
    assert event.recurrence == "FREQ=WEEKLY;COUNT=3"
    assert event.occurrences.count() == 3
    assert event.languages == ["de", "gsg"]
