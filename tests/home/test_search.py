"""Search finds public pages, and only those."""

import datetime

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Locale, PageViewRestriction

from cms.content.models import Audience, District
from home.models import IndexedWord, NewsIndexPage, NewsPage, StandardPage
from home.search import ranking, suggestions, vocabulary

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


def promote(query: str, *pages) -> None:
    for page in pages:
        SearchPromotion.objects.create(query=Query.get(query), page=page)


def test_german_words_are_found_in_other_forms(client, root):
    add(root, "Sichere Passwörter", summary="So schützen Sie Ihre Konten.")
    assert "Sichere Passwörter" in client.get("/suche/?q=Passwort").text
    assert "Sichere Passwörter" in client.get("/suche/?q=sicheres").text


def test_drafts_and_private_pages_stay_hidden_through_every_door(client, root):
    add(root, "Glasfaser Entwurf", live=False)
    private = add(root, "Glasfaser intern")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    below = add(private, "Glasfaser ganz intern")
    promote("glasfaser", private, below)
    vocabulary.rebuild()
    for door in (
        "/suche/?q=Glasfaser",
        "/suche/",
        "/suche/vorschlaege/?q=Glas",
        "/suche/?q=Glasfa",
    ):
        text = client.get(door).text
        for title in ("Entwurf", "intern", "ganz intern"):
            assert f"Glasfaser {title}" not in text
    assert not IndexedWord.objects.filter(word__in=["entwurf", "intern"]).exists()


def test_the_language_of_the_reader_comes_first(client, root):
    english = root.get_translations().get(locale=Locale.objects.get(language_code="en"))
    add(english.specific, "WLAN")
    german = add(root, "WLAN überall", summary="WLAN.")
    german.copy_for_translation(english.locale).save_revision().publish()
    hits = client.get("/suche/?q=WLAN").context["hits"]
    assert [(hit.title, hit.language) for hit in hits] == [
        ("WLAN überall", ""),
        ("WLAN", "English"),
    ]
    only_english = client.get("/suche/?q=WLAN&sprache=en").context["hits"]
    assert [hit.title for hit in only_english] == ["WLAN"]


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
    assert queries() == few <= 28


def test_what_fits_best_is_found_among_more_hits_than_are_kept(client, root, monkeypatch):
    monkeypatch.setattr(ranking, "MAX_HITS", 3)
    for number in range(4):
        add(root, f"Hafen Entwurf {number}", live=False)
        add(root, f"Kran {number}", summary="Am Hafen.")
    private = add(root, "Hafen intern")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    for number in range(4):
        add(private, f"Hafen ganz intern {number}")
    english = Locale.objects.get(language_code="en")
    for number in range(4):
        add(root, f"Hafen English {number}", locale=english)
    add(root, "Hafen", summary="Hier liegen Schiffe.")
    for number in range(4):
        add(root, f"Hafen {number}", summary="Tor.")
    add(root, "Die Fähre", summary="Sie legt ab am Hafen nach Norden.")
    hits = client.get("/suche/?q=Hafen").context["hits"]
    assert (hits[0].title, len(hits)) == ("Hafen", 3)
    found = [hit.title for hit in client.get("/suche/?q=Hafen+Norden").context["hits"]]
    assert found[0] == "Die Fähre"


def test_a_suggestion_is_not_lost_behind_what_is_not_shown(client, root, monkeypatch):
    monkeypatch.setattr(suggestions, "MAX_CANDIDATES", 1)
    english = Locale.objects.get(language_code="en")
    add(root, "Hafen", live=False)
    private = add(root, "Hafen")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    add(private, "Hafen")
    add(root, "Hafen", locale=english)
    add(root, "Hafen und Fähren am Fluss")
    assert "Hafen und Fähren am Fluss" in client.get("/suche/vorschlaege/?q=Haf").text


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
        "q=" + "Wort%20" * 1400,
        "q=%3A*%20%28%20%3C-%3E%20%7C%20%21%20%26%20%27%27%20%5C%5C",
        "q=%27%29%3B%20DROP%20TABLE%20x%3B--",
        "q=der%20die%20das",
        "q=und",
        "q=_",
        "q=%C2%B7%C2%AD",
        "q=%F0%9D%94%98%F0%9D%94%AB%F0%9D%94%A6",
        "q=%EF%AC%81%C4%B0",
        "q=" + "%C3%9F" * 60,
        "q=WLAN&art=nichts&sprache=xx&thema=%F0%9F%98%80",
        "q=WLAN&genau=",
    ],
)
def test_awkward_queries_are_answered(client, root, query):
    add(root, "WLAN für alle")
    vocabulary.rebuild()
    for address in ("/suche/", "/suche/vorschlaege/"):
        assert client.get(f"{address}?{query}").status_code in {200, 400}


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
