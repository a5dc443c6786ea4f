"""News of measures as RSS."""

import uuid

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import PageViewRestriction

from agenda.strategy.feeds import MAX_ITEMS
from agenda.strategy.models import AgendaPage, MeasurePage, MeasureUpdate

from .factories import a_field, a_measure, an_agenda

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(root):
    return a_measure(a_field(an_agenda(root)), title="WLAN im Bus")


def tell(measure: MeasurePage, *titles: str, **fields) -> None:
    measure = MeasurePage.objects.get(pk=measure.pk)
    for title in titles:
        measure.updates.add(MeasureUpdate(title=title, locale=measure.locale, **fields))
    measure.save_revision().publish()


def agenda_of(measure: MeasurePage) -> AgendaPage:
    return AgendaPage.objects.ancestor_of(measure).get()


def read(client, name: str, page) -> feedparser.FeedParserDict:
    response = client.get(reverse(name, kwargs={"key": page.translation_key}))
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/rss+xml")
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    return feed


def test_the_feed_of_a_measure_tells_its_news(client, measure):
    tell(
        measure, "Der erste Bus fährt", text="<p>Mit <b>WLAN</b> &amp; Strom.</p><p>Ab sofort.</p>"
    )
    tell(a_measure(measure.get_parent().specific), "Von anderem")
    feed = read(client, "measure_feed", measure)
    assert "WLAN im Bus" in feed.feed.title
    assert feed.feed.link == measure.full_url
    [entry] = feed.entries
    assert entry.title == "Der erste Bus fährt"
    assert entry.summary == "Mit WLAN & Strom.\n\nAb sofort."
    assert entry.link == f"{measure.full_url}#neuigkeiten"
    assert entry.id == str(MeasureUpdate.objects.get(title=entry.title).translation_key)


def test_the_feed_of_an_agenda_tells_the_news_of_all_its_measures(client, measure):
    other = a_measure(measure.get_parent().specific, title="Sensoren")
    tell(measure, "Eins")
    tell(other, "Zwei")
    titles = {entry.title for entry in read(client, "agenda_feed", agenda_of(measure)).entries}
    assert titles == {"WLAN im Bus: Eins", "Sensoren: Zwei"}


def test_feed_readers_find_the_feed_of_an_agenda(client, measure):
    agenda = agenda_of(measure)
    path = reverse("agenda_feed", kwargs={"key": agenda.translation_key})
    assert 'type="application/rss+xml" title="' in client.get(agenda.url).text
    assert f'href="{path}"' in client.get(agenda.url).text


@pytest.mark.parametrize("state", ["unpublished", "private"])
def test_news_of_what_is_not_public_are_in_no_feed(client, measure, state):
    tell(measure, "Geheim")
    agenda = agenda_of(measure)
    if state == "unpublished":
        measure.unpublish()
    else:
        PageViewRestriction.objects.create(page=measure, restriction_type="login")
    path = reverse("measure_feed", kwargs={"key": measure.translation_key})
    assert client.get(path).status_code == 404
    assert read(client, "agenda_feed", agenda).entries == []


def test_a_feed_needs_a_page_of_its_kind_in_its_language(client, measure):
    agenda = agenda_of(measure)
    for name, key in [
        ("measure_feed", uuid.uuid4()),
        ("measure_feed", agenda.translation_key),
        ("agenda_feed", measure.translation_key),
    ]:
        assert client.get(reverse(name, kwargs={"key": key})).status_code == 404
    with translation.override("en"):
        english = reverse("measure_feed", kwargs={"key": measure.translation_key})
        assert client.get(english).status_code == 404


def test_characters_that_no_feed_may_hold_are_left_out(client, measure):
    tell(measure, "Aus der\x0bTextverarbeitung", text="<p>Mit\x01 Rest\x08en</p>")
    [entry] = read(client, "measure_feed", measure).entries
    assert entry.title == "Aus derTextverarbeitung"
    assert entry.summary == "Mit Resten"


def test_the_feed_ends_somewhere_and_asks_as_often_for_many_as_for_one(
    client, measure, settings, django_assert_max_num_queries
):
    settings.PAGE_CACHE_SECONDS = 0
    tell(measure, "Nummer 0")
    read(client, "agenda_feed", agenda_of(measure))
    with CaptureQueriesContext(connection) as few:
        read(client, "agenda_feed", agenda_of(measure))
    tell(measure, *[f"Nummer {number}" for number in range(1, MAX_ITEMS + 5)])
    with django_assert_max_num_queries(len(few)):
        assert len(read(client, "agenda_feed", agenda_of(measure)).entries) == MAX_ITEMS
