"""The map of places asks nothing of other servers until somebody wants to see it."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from csp.middleware import CSPMiddleware
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Page, expect

from agenda.calendar.place_map import allow_pictures, map_of
from cms.content.models import Place

from .axe import violations

BUILD = Path(__file__).parents[2] / "static" / "build"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256">'
    '<rect width="256" height="256" fill="#dfe8d8"/></svg>'
)


@contextmanager
def served(answer: Callable[[str], HttpResponse]) -> Iterator[str]:
    """Serve what `answer` gives for a path on a port of its own; yield the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            response = answer(urlsplit(self.path).path)
            self.send_response(response.status_code)
            for name, value in response.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(response.content)

        def log_message(self, *args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Tiles:
    """Another's server of the map's pictures: its address, and what was asked of it."""

    def __init__(self):
        self.address = ""
        self.asked: list[str] = []
        self.is_broken = False

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc

    def answer(self, path: str) -> HttpResponse:
        self.asked.append(path)
        if self.is_broken:
            return HttpResponse(status=503)
        return HttpResponse(PICTURE, content_type="image/svg+xml")


@pytest.fixture
def tiles() -> Iterator[Tiles]:
    tiles = Tiles()
    with served(tiles.answer) as tiles.address:
        yield tiles


def a_place(slug: str, name: str, latitude: float) -> Place:
    address = {"street": "Markt 1", "postal_code": "99999", "locality": "Auenbrück"}
    return Place(slug=slug, name=name, latitude=latitude, longitude=13.2031, **address)


def list_of_places() -> HttpResponse:
    """Return the map with its list, under the real policy of pages."""
    places = [
        a_place("rathaus", "Rathaus", 51.4126),
        a_place("bibliothek", "Stadtbibliothek", 51.3997),
        a_place("archiv", "Archiv", 51.3998),
    ]
    place_map = map_of(places)
    cards = "".join(
        render_to_string("components/place_card.html", {"place": place, "heading_level": 2})
        for place in places
    )
    html = (
        '<!doctype html><html lang="de"><head><title>Orte</title>'
        '<link rel="stylesheet" href="/static/css/main.css">'
        '<script src="/static/js/map.js" defer></script></head><body><main><h1>Orte</h1>'
        f"{render_to_string('components/place_map.html', {'map': place_map})}{cards}"
        "</main></body></html>"
    )
    response = allow_pictures(HttpResponse(html), place_map)
    return CSPMiddleware(lambda request: response)(RequestFactory().get("/orte/"))


@pytest.fixture
def site(settings, tiles) -> Iterator[str]:
    """Return the address of the town's own server."""
    settings.TILE_URL = f"{tiles.address}/{{z}}/{{x}}/{{y}}.png"
    pages = {
        "/orte/": list_of_places(),
        "/orte/rathaus/": HttpResponse("<title>Rathaus</title>"),
        "/orte/archiv/": HttpResponse("<title>Archiv</title>"),
        "/favicon.ico": HttpResponse(),
    }

    def answer(path: str) -> HttpResponse:
        file = BUILD / path.removeprefix("/static/")
        if path in pages or not file.is_file():
            return pages.get(path) or HttpResponse(status=404)
        return HttpResponse(file.read_bytes(), content_type=TYPES.get(file.suffix, "font/woff2"))

    with served(answer) as address:
        yield address


class Reader:
    """A visitor of the list of places, who remembers what the browser did."""

    def __init__(self, page: Page, site: str):
        self.page = page
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._note)
        page.goto(f"{site}/orte/")

    def _note(self, message) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def hosts(self) -> set[str]:
        """Return the servers that were asked for something."""
        return {urlsplit(url).netloc for url in self.asked if url.startswith("http")}

    def show(self) -> None:
        self.page.get_by_role("button", name="Karte zeigen").click()

    def wait_for_pictures(self) -> None:
        expect(self.page.locator(".leaflet-tile-loaded").first).to_be_visible()


@pytest.fixture
def context(browser) -> Iterator:
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def reader(context, site) -> Iterator[Reader]:
    reader = Reader(context.new_page(), site)
    yield reader
    assert reader.complaints == []


def test_nothing_is_asked_of_the_other_server_before_the_click(reader, site, tiles):
    own = urlsplit(site).netloc
    reader.page.wait_for_load_state("networkidle")
    expect(reader.page.get_by_text(tiles.host)).to_be_visible()
    assert reader.hosts() == {own}
    assert not [url for url in reader.asked if "leaflet" in url]
    assert tiles.asked == []
    reader.show()
    reader.wait_for_pictures()
    assert tiles.asked
    assert reader.hosts() == {own, tiles.host}
    assert reader.page.context.cookies() == []


def test_markers_bear_names_and_lead_to_their_places_by_keyboard(reader, site):
    page = reader.page
    page.get_by_role("button", name="Karte zeigen").focus()
    page.keyboard.press("Enter")
    shown = page.get_by_role("region", name="Karte")
    expect(shown).to_be_focused()
    expect(shown.get_by_role("link")).to_have_text(["Rathaus", "Stadtbibliothek", "Archiv"])
    page.keyboard.press("Tab")
    expect(shown.get_by_role("link", name="Rathaus")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/orte/rathaus/")


def test_a_click_on_a_marker_leads_to_its_place(reader, site):
    reader.show()
    reader.page.get_by_role("region", name="Karte").get_by_role("link", name="Rathaus").click()
    expect(reader.page).to_have_url(f"{site}/orte/rathaus/")


def test_names_that_would_cover_each_other_become_pins_until_pointed_at(reader):
    reader.show()
    shown = reader.page.get_by_role("region", name="Karte")
    library, archive = (
        shown.get_by_role("link", name=name) for name in ("Stadtbibliothek", "Archiv")
    )
    assert library.bounding_box()["width"] > 60
    assert archive.bounding_box()["width"] < 40
    archive.hover()
    expect(archive.get_by_text("Archiv")).to_be_in_viewport()
    assert archive.bounding_box()["width"] > 40
    archive.click()
    expect(reader.page).to_have_url(re.compile("/orte/archiv/$"))


def test_the_buttons_of_the_map_speak_german(reader):
    reader.show()
    expect(reader.page.get_by_role("button", name="Vergrößern")).to_be_visible()
    expect(reader.page.get_by_role("button", name="Verkleinern")).to_be_visible()


def test_pictures_that_do_not_come_are_owned_up_to(context, site, tiles):
    tiles.is_broken = True
    reader = Reader(context.new_page(), site)
    reader.show()
    expect(reader.page.get_by_role("status")).to_contain_text("nicht geladen")
    expect(reader.page.get_by_role("heading", name="Rathaus")).to_be_visible()


def test_on_paper_there_is_the_list_alone(reader):
    reader.show()
    reader.wait_for_pictures()
    reader.page.emulate_media(media="print")
    expect(reader.page.get_by_role("heading", name="Rathaus")).to_be_visible()
    expect(reader.page.locator("[data-map]")).to_be_hidden()


def test_without_script_there_is_the_list_alone(browser, site):
    context = browser.new_context(java_script_enabled=False)
    reader = Reader(context.new_page(), site)
    expect(reader.page.get_by_role("heading", name="Rathaus")).to_be_visible()
    expect(reader.page.locator("[data-map]")).to_be_hidden()
    assert reader.hosts() == {urlsplit(site).netloc}
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser, site, scheme):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 640})
    reader = Reader(context.new_page(), site)
    assert violations(reader.page, "main") == []
    reader.show()
    reader.wait_for_pictures()
    assert violations(reader.page, "main") == []
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
