"""An association's site, on a server of its own, shows the town's dates."""

import html
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

FOREIGN_POLICY = "default-src 'none'; frame-src {town}; script-src {town}; connect-src {town}"
QUERY = "anzahl=4&art=schulung"


@pytest.fixture(scope="module")
def association() -> Iterator["Association"]:
    """A site of somebody else on another port."""
    site = Association()
    yield site
    site.stop()


class Association:
    """A web server with one page."""

    def __init__(self):
        self.body, self.policy = "", ""
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                page = f"<!doctype html><html lang=de><title>Verein</title>{site.body}"
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                if site.policy:
                    self.send_header("Content-Security-Policy", site.policy)
                self.end_headers()
                self.wfile.write(page.encode())

            def log_message(self, *arguments):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def visitor(browser) -> Iterator[Page]:
    """Somebody who reads the association's site."""
    context = browser.new_context(locale="de-DE", viewport={"width": 800, "height": 900})
    yield context.new_page()
    context.close()


def codes(town) -> tuple[str, str]:
    """Return the two codes that the form gives: the frame's and the component's."""
    text = town.get(f"/kalender/einbetten/code/?{QUERY}")
    frame, component = re.findall(r"<code>(.*?)</code>", text, re.S)
    return html.unescape(frame), html.unescape(component)


def test_a_frame_shows_dates_and_leads_to_the_town(visitor, town, association):
    association.body, association.policy = codes(town)[0], ""
    visitor.goto(association.url)
    dates = visitor.frame_locator("iframe").get_by_role("article")
    expect(dates).to_have_count(4)
    expect(visitor.locator("iframe")).to_have_attribute("title", "Nächste Termine")
    dates.first.locator(".card__link").click()
    visitor.wait_for_url(f"{town.url}/**")
    assert not visitor.context.cookies()


def test_the_component_shows_the_same_dates_under_a_strict_policy(visitor, town, association):
    frame, component = codes(town)
    association.body, association.policy = frame, ""
    visitor.goto(association.url)
    in_frame = visitor.frame_locator("iframe").locator("article .card__link")
    expect(in_frame).to_have_count(4)
    shown = in_frame.all_inner_texts()

    questions: list[str] = []
    visitor.on("request", lambda request: questions.append(request.url))
    association.body = component
    association.policy = FOREIGN_POLICY.format(town=town.url)
    visitor.goto(association.url)
    dates = visitor.locator("stadtagenda-kalender").get_by_role("listitem")
    expect(dates).to_have_count(4)
    assert dates.get_by_role("link").all_inner_texts() == shown
    assert sum("kalender.json" in url for url in questions) == 1
    assert {url for url in questions if not url.startswith(town.url)} == {association.url}
    assert not visitor.context.cookies()


def test_a_component_that_finds_no_answer_keeps_its_link(visitor, town, association):
    association.body = codes(town)[1].replace("kalender.json", "gibt-es-nicht.json")
    association.policy = ""
    with visitor.expect_event("requestfailed") as failure:
        visitor.goto(association.url)
    assert "gibt-es-nicht.json" in failure.value.url
    link = visitor.locator("stadtagenda-kalender").get_by_role("link", name="Nächste Termine")
    expect(link).to_be_visible()


def test_other_pages_of_the_town_refuse_a_foreign_frame(visitor, town, association):
    association.body = f'<iframe src="{town.url}/kalender/" title="Kalender"></iframe>'
    association.policy = ""
    refusals: list[str] = []
    visitor.on("console", lambda message: refusals.append(message.text))
    visitor.goto(association.url)
    visitor.wait_for_timeout(1000)
    assert any("frame" in text.lower() and "refused" in text.lower() for text in refusals) or any(
        "frame-ancestors" in text for text in refusals
    )
    expect(visitor.frame_locator("iframe").get_by_role("main")).to_have_count(0)
