"""Search finds public pages, and only those."""

import datetime

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from cms.content.models import Audience, District
from home.models import NewsIndexPage, NewsPage, StandardPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def senioren() -> Audience:
    return Audience.objects.create(
        slug="senioren", name="Seniorinnen und Senioren", name_translations={"en": "Older people"}
    )


def add(root, title: str, **fields) -> StandardPage:
    terms = {name: fields.pop(name) for name in ("audiences", "districts") if name in fields}
    page = StandardPage(title=title, **fields)
    for name, values in terms.items():
        setattr(page, name, values)
    return root.add_child(instance=page)


def test_german_words_are_found_in_other_forms(client, root):
    add(root, "Sichere Passwörter", summary="So schützen Sie Ihre Konten.")
    assert "Sichere Passwörter" in client.get("/suche/?q=Passwort").text
    assert "Sichere Passwörter" in client.get("/suche/?q=sicheres").text


def test_drafts_private_pages_and_other_languages_stay_hidden(client, root):
    add(root, "Glasfaser Entwurf", live=False)
    private = add(root, "Glasfaser intern")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    english = root.get_translations().get(locale=Locale.objects.get(language_code="en"))
    add(english.specific, "Glasfaser in English")
    text = client.get("/suche/?q=Glasfaser").text
    for title in ("Entwurf", "intern", "in English"):
        assert f"Glasfaser {title}" not in text


def test_facets_count_and_narrow(client, root, senioren):
    nordstadt = District.objects.create(slug="nordstadt", name="Nordstadt")
    add(root, "WLAN für Ältere", audiences=[senioren], districts=[nordstadt])
    add(root, "WLAN überall", audiences=[senioren])
    add(root, "WLAN im Rathaus")
    context = client.get("/suche/?q=WLAN&zielgruppe=senioren").context
    assert {page.title for page in context["hits"]} == {"WLAN für Ältere", "WLAN überall"}
    counts = {
        item["label"]: item["count"] for group in context["facet_groups"] for item in group["items"]
    }
    assert counts["Seniorinnen und Senioren"] == 2
    assert counts["Nordstadt"] == 1
    nobody = client.get("/suche/?q=WLAN&zielgruppe=niemand")
    assert (nobody.status_code, nobody.context["hits"]) == (200, [])


def test_number_of_queries_does_not_grow_with_hits(client, root, senioren, settings):
    settings.PAGE_CACHE_SECONDS = 0

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/suche/?q=WLAN").status_code == 200
        return len(captured)

    for number in range(3):
        add(root, f"WLAN {number}", audiences=[senioren])
    client.get("/suche/?q=WLAN")
    few = queries()
    for number in range(3, 14):
        add(root, f"WLAN {number}", audiences=[senioren])
    assert queries() == few <= 25


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "x" * 1500,
        "q='%3B--&seite=-1",
        "q=a%26%7C!&seite=zwei",
        "q=%F0%9F%98%80&art=%2500",
        "q=%E2%80%AE%D7%94",
        "seite=99999999999999999999",
        "zielgruppe=" + "a" * 500,
        "q=%ff%fe",
    ],
)
def test_awkward_queries_are_answered(client, root, query):
    assert client.get(f"/suche/?{query}").status_code in {200, 400}


def test_null_byte_is_a_bad_request(client, root):
    assert client.get("/suche/?q=%00").status_code == 400
    assert client.get("/a%00b/").status_code == 400


def test_newest_news_come_first_and_as_feed(client, root):
    index = root.add_child(instance=NewsIndexPage(title="Aktuelles", slug="aktuelles"))
    for day in range(1, 4):
        index.add_child(
            instance=NewsPage(
                title=f"Nachricht {day}", summary="Kurz.", date=datetime.date(2026, 11, day)
            )
        )
    index.add_child(instance=NewsPage(title="Geheim", live=False))
    feed = feedparser.parse(client.get("/aktuelles/feed.rss").content)
    assert [entry.title for entry in feed.entries] == ["Nachricht 3", "Nachricht 2", "Nachricht 1"]
    assert not feed.bozo
    page = client.get("/aktuelles/").text
    assert page.index("Nachricht 3") < page.index("Nachricht 1")
    assert "Geheim" not in page


def test_a_character_that_xml_forbids_does_not_break_the_feed(client, root):
    index = root.add_child(instance=NewsIndexPage(title="Aktuelles", slug="aktuelles"))
    day = datetime.date(2026, 11, 1)
    index.add_child(instance=NewsPage(title="Aus\x0bWord", summary="Kurz\x01.", date=day))
    (entry,) = feedparser.parse(client.get("/aktuelles/feed.rss").content).entries
    assert (entry.title, entry.summary) == ("AusWord", "Kurz.")


def test_sitemap_and_robots_name_public_pages_only(client, root):
    add(root, "Über uns", slug="ueber-uns")
    add(root, "Geheim", slug="geheim", live=False)
    xml = client.get("/sitemap.xml").text
    assert "/ueber-uns/" in xml
    assert "/geheim/" not in xml
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text
    assert "Über uns" in client.get("/seitenuebersicht/").text
