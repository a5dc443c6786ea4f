"""A single date that is moved to another place is found there, and no longer where it was."""

import pytest
from django.urls import reverse

from agenda.calendar.models import MovedDate

from .factories import a_calendar, a_place, an_event, in_days

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    settings.PAGE_CACHE_SECONDS = 0


@pytest.fixture
def calendar(root):
    return a_calendar()


def moved_into_the_cellar(event) -> None:
    """Publish the event with its only date in a cellar of which nothing is known."""
    event.moved_dates = [
        MovedDate(
            date=event.starts_at.date(), starts_at=in_days(11), ends_at=in_days(11, 20),
            place=a_place(slug="keller", name="Keller"), locale=event.locale,
        )
    ]  # fmt: skip
    event.save_revision().publish()


def number_on_page(client, calendar, query: str) -> int:
    return len(client.get(f"{calendar.url}?{query}").context["occurrences"])


def number_in_feed(client, query: str) -> int:
    return len(client.get(f"{reverse('calendar_json')}?{query}").json()["events"])


@pytest.mark.parametrize(
    ("query", "before", "after"),
    [
        ("barrierefrei=step-free", 1, 0),
        ("ort=bibliothek", 1, 0),
        ("ort=keller", 0, 1),
        ("ort=keller&barrierefrei=step-free", 0, 0),
        ("format=vor-ort", 1, 1),
        ("format=hybrid", 0, 0),
    ],
)
def test_filters_look_at_where_the_date_is(client, calendar, query, before, after):
    event = an_event(calendar, place=a_place(accessibility=["step_free"]))
    if "keller" not in query:
        assert number_on_page(client, calendar, query) == before
        assert number_in_feed(client, query) == before

    moved_into_the_cellar(event)

    assert number_on_page(client, calendar, query) == after
    assert number_in_feed(client, query) == after


def test_a_date_of_an_online_event_may_be_moved_to_a_place(client, calendar):
    event = an_event(calendar, is_online=True)
    assert number_on_page(client, calendar, "format=hybrid") == 0

    moved_into_the_cellar(event)

    for query in ("format=hybrid", "format=vor-ort", "format=online"):
        assert number_on_page(client, calendar, query) == 1


@pytest.mark.parametrize("slug", ["bibliothek", "keller"])
def test_the_page_of_a_place_and_the_filter_agree(client, calendar, slug):
    library = a_place()
    an_event(calendar, place=library, starts_at=in_days(12))
    moved_into_the_cellar(an_event(calendar, place=library))

    on_place_page = client.get(f"/orte/{slug}/").context["occurrences"]
    filtered = client.get(f"{calendar.url}?ort={slug}").context["occurrences"]

    assert [date.pk for date in on_place_page] == [date.pk for date in filtered]
    assert len(filtered) == 1
