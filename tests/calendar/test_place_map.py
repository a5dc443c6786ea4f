"""The map of places: only where it is configured, and allowed for its own pages only."""

import json
from html.parser import HTMLParser

import pytest
from django.utils import translation

from cms.content.models import Place

from .factories import a_calendar, a_place

pytestmark = pytest.mark.django_db

TILES = "https://{s}.karten.example:8443/{z}/{x}/{y}.png"


@pytest.fixture
def place(root, settings) -> Place:
    settings.PAGE_CACHE_SECONDS = 0
    settings.TILE_URL = TILES
    return a_place(name='Haus "Anker" </div>', latitude="51.402", longitude="13.2012")


class Figures(HTMLParser):
    """Collects the attributes of figures."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[dict] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "figure":
            self.found.append(dict(attrs))


def points(html: str) -> list[dict]:
    [figure] = Figures(html).found
    assert figure["data-tiles"] == TILES
    return json.loads(figure["data-points"])


def test_the_list_has_a_map_of_the_places_whose_position_is_known(client, place):
    a_place(slug="irgendwo", name="Irgendwo")
    response = client.get("/orte/")
    expected = {"name": place.name, "url": "/orte/bibliothek/", "position": [51.402, 13.2012]}
    assert points(response.text) == [expected]
    assert "Irgendwo" in response.text
    with translation.override("en"):
        english = client.get("/en/orte/").text
    assert points(english)[0]["url"] == "/en/orte/bibliothek/"


def test_the_page_of_a_place_marks_it_without_a_link_to_itself(client, place):
    assert [point["url"] for point in points(client.get(place.get_absolute_url()).text)] == [""]


def test_readers_learn_whose_server_it_is(client, place):
    html = client.get("/orte/").text
    assert "karten.example:8443" in html
    assert 'href="https://www.openstreetmap.org/copyright"' in html


def test_only_pages_with_a_map_may_load_its_pictures(client, place):
    a_calendar()
    source = "https://*.karten.example:8443"
    for path in ("/orte/", place.get_absolute_url()):
        policy = client.get(path)["Content-Security-Policy"]
        [pictures] = [rule for rule in policy.split("; ") if rule.startswith("img-src")]
        assert set(pictures.split()) == {"img-src", "'self'", "data:", source}
        assert policy.count("karten.example") == 1
    for path in ("/kalender/", "/orte/?q=gibtesnicht", "/orte/bibliothek/termine.ics"):
        response = client.get(path)
        assert response.status_code == 200
        assert "karten.example" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("change", ["no address", "no position"])
def test_without_address_or_position_there_is_no_map(client, place, settings, change):
    if change == "no address":
        settings.TILE_URL = ""
    else:
        Place.objects.update(latitude=None, longitude=None)
    for path in ("/orte/", place.get_absolute_url()):
        response = client.get(path)
        assert Figures(response.text).found == []
        assert "map.js" not in response.text
        assert "karten.example" not in response["Content-Security-Policy"]
