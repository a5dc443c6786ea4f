"""Dates inside other sites' pages: what may frame them, and what the frame holds."""

import html
import re

import pytest
from django.conf import settings
from whitenoise.middleware import WhiteNoiseMiddleware

from .factories import a_calendar, a_training, an_event, in_days

pytestmark = pytest.mark.django_db
FRAME, CODE = "/kalender/einbetten/", "/kalender/einbetten/code/"


@pytest.fixture
def calendar(root):
    return a_calendar()


def codes(client, query: str = "") -> list[str]:
    """Return the two codes that the form gives: the frame's and the component's."""
    text = client.get(f"{CODE}?{query}").content.decode()
    return [html.unescape(code) for code in re.findall(r"<code>(.*?)</code>", text, re.S)]


def test_only_the_frame_may_be_framed_by_others(client, calendar):
    event = an_event(calendar)
    for _time in ("rendered", "from the page cache"):
        frame = client.get(FRAME)
        assert "X-Frame-Options" not in frame
        assert "frame-ancestors 'self' *" in frame["Content-Security-Policy"]
    for address in (calendar.url, event.url, CODE):
        answer = client.get(address)
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert re.search(r"frame-ancestors 'self'(;|$)", answer["Content-Security-Policy"])


def test_the_frame_holds_no_script_no_style_of_its_own_and_sets_no_cookie(client, calendar):
    an_event(calendar, title="<script>alert(1)</script>")
    answer = client.get(FRAME)
    text = answer.content.decode()
    assert not answer.cookies
    assert not re.search(r"<script|<style| style=| on\w+=", text)
    assert "noindex" in text


def test_links_lead_out_of_the_frame_to_the_site(client, calendar):
    event = an_event(calendar)
    text = client.get(f"{FRAME}?art=veranstaltung").content.decode()
    assert '<base target="_top">' in text
    assert f'href="{event.full_url}"' in text
    assert f'href="{calendar.full_url}?art=veranstaltung"' in text


def test_the_address_chooses_dates_number_and_colours(client, calendar):
    for number in range(4):
        a_training(calendar, title=f"Kurs {number}", starts_at=in_days(5 + number))
    an_event(calendar, title="Fest", starts_at=in_days(2))
    answer = client.get(f"{FRAME}?art=schulung&anzahl=3&farben=dunkel")
    shown = [occurrence.event.title for occurrence in answer.context["occurrences"]]
    assert shown == ["Kurs 0", "Kurs 1", "Kurs 2"]
    assert 'data-kern-theme="dark"' in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["anzahl=0", "anzahl=51", "anzahl=x", "farben=%22%3E%3Cb%3E", "monat=1", "art=x"]
)
def test_senseless_wishes_are_left_out(client, calendar, query):
    an_event(calendar)
    for address in (FRAME, CODE):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 200
        assert b'"><b>' not in answer.content
        assert b"data-kern-theme" not in client.get(f"{FRAME}?{query}").content


def test_the_frame_works_without_a_calendar_page_and_without_dates(client, root):
    answer = client.get(FRAME)
    assert answer.status_code == 200
    assert answer.context["calendar_url"] is None
    assert client.get(CODE).status_code == 200


def test_the_code_for_a_frame_shows_what_was_chosen(client, calendar):
    a_training(calendar, title="Kurs")
    an_event(calendar, title="Fest")
    frame, _component = codes(client, "art=schulung&anzahl=5&farben=hell")
    source = html.unescape(re.search(r'src="([^"]+)"', frame)[1])
    assert source == "http://testserver/kalender/einbetten/?art=schulung&anzahl=5&farben=hell"
    assert re.search(r'title="[^"]+"', frame)
    answer = client.get(source)
    assert [occurrence.event.title for occurrence in answer.context["occurrences"]] == ["Kurs"]


def test_the_code_for_a_component_names_the_script_and_the_dates(client, calendar):
    a_training(calendar, title="Kurs")
    _frame, component = codes(client, "art=schulung&anzahl=5&farben=hell")
    script = re.search(r'<script src="([^"]+)" defer>', component)[1]
    assert script == "http://testserver/static/js/stadtagenda-kalender.js"
    feed = html.unescape(re.search(r'adresse="([^"]+)"', component)[1])
    assert feed == "http://testserver/kalender-feeds/kalender.json?art=schulung&anzahl=5"
    assert [event["name"] for event in client.get(feed).json()["events"]] == ["Kurs"]
    # Where the script does not run, the link inside leads to the same dates.
    assert 'href="http://testserver/kalender/einbetten/?art=schulung' in component


def test_the_script_for_others_is_kept_long_and_read_from_everywhere():
    url = f"{settings.STATIC_URL}js/stadtagenda-kalender.js"
    path = str(settings.BASE_DIR / "static" / "src" / "js" / "stadtagenda-kalender.js")
    script = WhiteNoiseMiddleware(lambda request: None).get_static_file(path, url)
    headers = dict(script.get_response("GET", {}).headers)
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert int(re.search(r"max-age=(\d+)", headers["Cache-Control"])[1]) >= 24 * 3600
