"""The month, the week and the list: what they show, where they lead and what they cost."""

from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from itertools import chain

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agenda.calendar.models import EventPage, MovedDate, Occurrence
from agenda.calendar.services import note_free_seats
from home.models import StandardPage

from .factories import a_calendar, a_place, a_training, an_event, in_days, many_dates

pytestmark = pytest.mark.django_db
OWN_QUERIES = 12


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    settings.PAGE_CACHE_SECONDS = 0


@pytest.fixture
def calendar(root):
    return a_calendar()


def at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def next_month() -> date:
    return (timezone.localdate().replace(day=1) + timedelta(days=32)).replace(day=1)


def titles(response) -> set[str]:
    return {occurrence.event.title for occurrence in response.context["occurrences"]}


def day_of(response, day: date) -> dict:
    days = response.context.get("days") or chain.from_iterable(response.context["weeks"])
    return next(each for each in days if each["date"] == day)


def titles_on(response, day: date) -> list[str]:
    return [occurrence.event.title for occurrence in day_of(response, day)["occurrences"]]


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


class Table(HTMLParser):
    """What a screen reader needs of the table in a page."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def count(self, tag: str, **attributes) -> int:
        return sum(name == tag and attributes.items() <= found.items() for name, found in self.tags)


def test_a_month_of_ten_thousand_dates_costs_what_a_month_of_five_costs(client, root, calendar):
    plain = root.add_child(instance=StandardPage(title="Impressum", slug="nur-text"))
    events = [an_event(calendar, starts_at=at(next_month(), 9 + n)) for n in range(5)]
    month = f"{calendar.url}?monat={next_month():%Y-%m}"
    with_few = queries(client, month)
    for n, event in enumerate(events):
        start = at(next_month(), 0) + timedelta(minutes=n + 1)
        many_dates(event, 2000, start=start, step=timedelta(minutes=19))
    assert Occurrence.objects.count() >= 10_000
    assert queries(client, month) == with_few
    # The frame of every page (menus, notices, footer) is not the calendar's.
    assert with_few - queries(client, plain.url) <= OWN_QUERIES
    shown = chain.from_iterable(client.get(month).context["weeks"])
    assert max(len(day["occurrences"]) for day in shown) == 8


def test_week_and_list_cost_the_same_with_more_dates(client, calendar):
    event = an_event(calendar, starts_at=at(next_month(), 9))
    addresses = [calendar.url, f"{calendar.url}?woche={next_month()}&wochentag=werktags"]
    with_few = [queries(client, address) for address in addresses]
    many_dates(event, 600, start=at(next_month(), 0), step=timedelta(minutes=19))
    for number in range(6):
        an_event(calendar, starts_at=at(next_month(), 10 + number), place=None)
    assert [queries(client, address) for address in addresses] == with_few


def test_a_full_day_tells_how_many_more_it_has_and_leads_to_all(client, calendar):
    day = next_month()
    for number in range(11):
        an_event(calendar, title=f"Termin {number:02}", starts_at=at(day, 8 + number))
    response = client.get(f"{calendar.url}?monat={day:%Y-%m}&art=veranstaltung")
    assert titles_on(response, day) == [f"Termin {number:02}" for number in range(8)]
    assert day_of(response, day)["more"] == 3
    assert f"art=veranstaltung&amp;von={day}&amp;bis={day}" in response.content.decode()
    everything = client.get(f"{calendar.url}?art=veranstaltung&von={day}&bis={day}")
    assert len(titles(everything)) == 11


def test_what_goes_on_from_before_stands_on_the_first_day_and_is_counted_there(client, calendar):
    first = next_month()
    for days in range(1, 11):
        start = at(first - timedelta(days=days), 10)
        an_event(calendar, title=f"Seit {days}", starts_at=start, ends_at=at(first, 20))
    an_event(calendar, title="Heute", starts_at=at(first, 9))
    response = client.get(f"{calendar.url}?monat={first:%Y-%m}")
    assert titles_on(response, first) == [f"Seit {days}" for days in range(10, 2, -1)]
    assert day_of(response, first)["more"] == 3


def test_a_month_is_a_table_that_names_its_days(client, calendar):
    an_event(calendar, title="Im Monat", starts_at=at(next_month(), 9))
    html = client.get(f"{calendar.url}?monat={next_month():%Y-%m}").content.decode()
    table = Table(html[html.index('<table class="month"') : html.index("</table>")])
    assert table.count("caption") == 1
    assert table.count("th", scope="col") == 7
    assert table.count("td") % 7 == 0
    assert table.count("a") == 1


def test_today_is_told_in_words_not_only_by_colour(client, calendar):
    with time_machine.travel(datetime(2026, 5, 13, 12, tzinfo=timezone.get_current_timezone())):
        html = client.get(f"{calendar.url}?monat=2026-05").content.decode()
        assert html.count("is-today") == 1
        assert "Heute, " in html
        assert client.get(f"{calendar.url}?monat=2026-06").content.count(b"is-today") == 0


def test_a_week_begins_on_monday_and_leads_to_its_neighbours_with_the_filters(client, calendar):
    response = client.get(f"{calendar.url}?woche=2027-03-31&art=schulung")
    days = [day["date"] for day in response.context["days"]]
    assert days == [date(2027, 3, 29) + timedelta(days=n) for n in range(7)]
    assert response.context["previous_url"] == "?art=schulung&woche=2027-03-22"
    assert response.context["next_url"] == "?art=schulung&woche=2027-04-05"
    assert response.context["list_url"] == "?art=schulung"


def test_whoever_jumps_to_a_day_gets_its_month(client, calendar):
    response = client.get(f"{calendar.url}?monat=2027-03-31&art=schulung")
    assert response.context["month"] == date(2027, 3, 1)
    assert response.context["previous_url"] == "?art=schulung&monat=2027-02"
    assert response.context["next_url"] == "?art=schulung&monat=2027-04"
    html = response.content.decode()
    assert '<input type="hidden" name="art" value="schulung">' in html


@pytest.mark.parametrize("week", ["2026-W60", "gestern", "9999-12-31", "2000-01-01", "2100-12-31"])
def test_a_senseless_week_is_answered(client, calendar, week):
    an_event(calendar)
    assert client.get(f"{calendar.url}?woche={week}&monat=").status_code == 200


def test_a_moved_date_shows_where_it_is_now(client, calendar):
    other = a_place(slug="halle", name="Turnhalle")
    event = an_event(calendar, starts_at=at(next_month(), 9), place=a_place())
    page = EventPage.objects.get(pk=event.pk)
    moved = MovedDate(date=next_month(), reason="Umbau", locale=page.locale, place=other)
    moved.starts_at, moved.ends_at = at(next_month(), 10), at(next_month(), 12)
    page.moved_dates.add(moved)
    page.save_revision().publish()
    html = client.get(f"{calendar.url}?woche={next_month()}").content.decode()
    week = html.partition('<ol class="week"')[2].partition("</ol>")[0]
    assert "Turnhalle" in week
    assert "Stadtbibliothek" not in week


def test_filters_of_events_narrow_all_three_views(client, calendar):
    quiet = a_place(accessibility=["step_free", "quiet_room"])
    an_event(
        calendar, title="Leise", starts_at=at(next_month(), 9), place=quiet, languages=["de", "gsg"]
    )
    an_event(calendar, title="Laut", starts_at=at(next_month(), 9), is_online=True)
    for query in ("sprache=gsg", "barrierefrei=quiet-room", "format=vor-ort", "ort=bibliothek"):
        month = client.get(f"{calendar.url}?{query}&monat={next_month():%Y-%m}")
        week = client.get(f"{calendar.url}?{query}&woche={next_month()}")
        assert titles(client.get(f"{calendar.url}?{query}")) == {"Leise"}, query
        assert titles_on(month, next_month()) == titles_on(week, next_month()) == ["Leise"], query
    assert titles(client.get(f"{calendar.url}?format=hybrid")) == set()


def test_filters_of_dates_go_by_the_towns_clock(client, calendar):
    monday = date(2027, 3, 29)  # The day after the clocks went forward.
    for title, day, hour in [
        ("Montag früh", monday, 0),
        ("Montag Mittag", monday, 12),
        ("Montag Abend", monday, 17),
        ("Sonntag spät", monday - timedelta(days=1), 23),
    ]:
        an_event(calendar, title=title, starts_at=at(day, hour))
    expected = {
        "wochentag=montag": {"Montag früh", "Montag Mittag", "Montag Abend"},
        "wochentag=wochenende": {"Sonntag spät"},
        "wochentag=werktags&uhrzeit=vormittag": {"Montag früh"},
        "uhrzeit=nachmittag": {"Montag Mittag"},
        "uhrzeit=abend": {"Montag Abend", "Sonntag spät"},
    }
    with time_machine.travel(at(date(2027, 3, 1), 8)):
        found = {query: titles(client.get(f"{calendar.url}?{query}")) for query in expected}
    assert found == expected


def test_free_seats_are_those_that_were_noted_last(client, calendar):
    an_event(calendar, title="Fest")
    full, open_to_all, free = (
        a_training(calendar, title=title) for title in ("Voll", "Unbegrenzt", "Platz frei")
    )
    closed = a_training(calendar, title="Zu", registration_closes_at=in_days(-1))
    for training, left in ((full, 0), (open_to_all, None), (free, 3), (closed, 3)):
        note_free_seats(training.occurrences.all(), left)
    with_seats = f"{calendar.url}?plaetze=frei"
    assert titles(client.get(with_seats)) == {"Unbegrenzt", "Platz frei"}
    note_free_seats(full.occurrences.all(), 1)
    assert titles(client.get(with_seats)) == {"Voll", "Unbegrenzt", "Platz frei"}


def test_every_view_offers_its_dates_as_feeds(client, calendar):
    query = "art=schulung&uhrzeit=abend"
    for view in ("", f"&monat={next_month():%Y-%m}", f"&woche={next_month()}"):
        response = client.get(f"{calendar.url}?{query}{view}")
        html = response.content.decode()
        feeds = response.context["feeds"]
        host = response.wsgi_request.get_host()
        assert feeds["webcal"] == f"webcal://{host}/kalender-feeds/kalender.ics?{query}"
        assert feeds["rss"] == f"/kalender-feeds/kalender.xml?{query}"
        assert feeds["json"] == f"/kalender-feeds/kalender.json?{query}"
        assert feeds["embed"] == f"/kalender/einbetten/code/?{query}"
        for address in (response.context["feed_url"], *feeds.values()):
            assert f'href="{address.replace("&", "&amp;")}"' in html
