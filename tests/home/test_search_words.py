"""Other words, other spellings and wrong ones lead to the same pages."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from home import jobs
from home.models import IndexedWord, SearchWords, StandardPage
from home.search import vocabulary, words
from home.search.question import understand
from participation.accounts.models import Contribution
from participation.associations.models import Organisation
from participation.ideas.models import Idea

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(root, django_capture_on_commit_callbacks) -> None:
    """A small town: pages, and a search that has learnt their words."""
    for title, summary in (
        ("Sichere Passwörter", "So schützen Sie Ihre Konten."),
        ("Der Online-Ausweis", "Mit PIN und Telefon."),
        ("Bibliothek am Markt", "Bücher, Filme, Noten."),
        ("Freies WLAN", "Auf dem Marktplatz."),
    ):
        root.add_child(instance=StandardPage(title=title, summary=summary))
    vocabulary.rebuild()


def teach(words: str, kind: str = "same", meant: str = "") -> SearchWords:
    row = SearchWords(kind=kind, words=words, meant=meant)
    row.full_clean()
    row.save()
    return row


def titles(client, query: str, **more: str) -> list[str]:
    return [hit.title for hit in client.get("/suche/", {"q": query, **more}).context["hits"]]


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Passwoerter", "Sichere Passwörter"),
        ("paswort", "Sichere Passwörter"),
        ("Passwrot", "Sichere Passwörter"),
        ("asswort", "Sichere Passwörter"),
        ("onlineausweis", "Der Online-Ausweis"),
        ("Onlne-Ausweis", "Der Online-Ausweis"),
        ("bibliotek", "Bibliothek am Markt"),
        ("Bucher", "Bibliothek am Markt"),
        ("markt platz", "Freies WLAN"),
        ("wie bekomme ich WLAN?", "Freies WLAN"),
    ],
)
def test_wrong_and_other_spellings_find_the_page(client, typed, title):
    assert titles(client, typed)[:1] == [title]


@pytest.mark.parametrize("empty", ["_", " _ _ ", "__"])
def test_low_lines_are_no_word_that_is_meant(client, root, empty):
    with pytest.raises(ValidationError):
        teach("hafn", kind="misspelt", meant=empty)
    with pytest.raises(ValidationError):
        teach(f"hafen, {empty}")
    SearchWords.objects.create(words="hafn", kind="misspelt", meant=empty)
    assert client.get("/suche/?q=hafn").status_code == 200


@pytest.mark.usefixtures("pages")
def test_a_corrected_search_says_so_and_can_be_undone(client):
    answer = client.get("/suche/?q=paswort")
    assert answer.context["corrected"] in {"passwort", "passwörter"}
    assert answer.context["exact_url"] == "?q=paswort&genau=1"
    assert titles(client, "paswort", genau="1") == []


@pytest.mark.usefixtures("pages")
def test_a_right_word_is_left_alone_and_an_unknown_one_finds_nothing(client):
    assert client.get("/suche/?q=Passwort").context["corrected"] == ""
    answer = client.get("/suche/?q=Quastenflosser")
    assert answer.context["hits"] == []
    assert "Seitenübersicht" in answer.text or "seitenuebersicht" in answer.text


def test_a_rare_word_brings_a_hint_to_a_frequent_one(client, root):
    for number in range(6):
        root.add_child(instance=StandardPage(title=f"Computer {number}"))
    root.add_child(instance=StandardPage(title="Compuder"))
    vocabulary.rebuild()
    answer = client.get("/suche/?q=compuder")
    assert [hit.title for hit in answer.context["hits"]] == ["Compuder"]
    assert (answer.context["hint"], answer.context["hint_url"]) == ("computer", "?q=computer")


@pytest.mark.usefixtures("pages")
def test_words_that_editors_teach_work_at_once(client, django_capture_on_commit_callbacks):
    assert titles(client, "Kennwort") == []
    with django_capture_on_commit_callbacks(execute=True):
        row = teach("Kennwort, Passwort, secret word")
        teach("hotspod", "misspelt", "WLAN")
        teach("Dingsbums", "ignored")
    assert titles(client, "Kennwörter") == ["Sichere Passwörter"]
    assert titles(client, "secret word") == ["Sichere Passwörter"]
    assert titles(client, "Hotspod") == ["Freies WLAN"]
    assert titles(client, "Dingsbums WLAN") == ["Freies WLAN"]
    with django_capture_on_commit_callbacks(execute=True):
        row.delete()
    assert titles(client, "Kennwort") == []


@pytest.mark.parametrize(
    ("kind", "entered", "meant"),
    [
        ("same", "allein", ""),
        ("same", "eins, !!!", ""),
        ("same", "a, b", "c"),
        ("misspelt", "falsch", ""),
        ("misspelt", "falsch", "!"),
        ("ignored", " , ;", ""),
        ("same", ", ".join(f"w{number}" for number in range(61)), ""),
        ("same", "kurz, " + "x" * 61, ""),
    ],
)
def test_lists_that_would_do_nothing_are_refused(kind, entered, meant):
    with pytest.raises(ValidationError):
        SearchWords(kind=kind, words=entered, meant=meant).full_clean()


def test_editors_may_teach_and_promote(client, editor):
    client.force_login(editor)
    for address in ("/admin/snippets/home/searchwords/add/", "/admin/searchpicks/add/"):
        assert client.get(address).status_code == 200


@pytest.mark.usefixtures("pages")
def test_pages_on_top_come_in_the_spelling_that_was_meant(client):
    target = StandardPage.objects.get(title="Der Online-Ausweis")
    pick = SearchPromotion.objects.create(query=Query.get("passwörter"), page=target, sort_order=0)
    SearchPromotion.objects.create(
        query=Query.get("passwörter"),
        external_link_url="https://bund.example/",
        external_link_text="Hilfe vom Bund",
        sort_order=1,
    )
    shown = client.get("/suche/?q= Passwörter! ").context["promoted"]
    assert [item.title for item in shown] == ["Der Online-Ausweis", "Hilfe vom Bund"]
    pick.page.unpublish()
    assert [item.title for item in client.get("/suche/?q=passwörter&x").context["promoted"]] == [
        "Hilfe vom Bund"
    ]


@pytest.mark.parametrize(
    "typed",
    ["karin@mail.example", "0170 1234567", "x" * 70, "eins zwei drei vier fünf sechs sieben"],
)
def test_what_may_say_who_is_searching_is_not_counted(client, root, typed):
    client.get("/suche/", {"q": typed})
    assert Query.objects.count() == 0


def test_searches_are_counted_by_day_and_forgotten(client, root):
    for typed in ("WLAN", " wlan!"):
        client.get("/suche/", {"q": typed})
    query = Query.objects.get()
    assert (query.query_string, query.hits) == ("wlan", 2)
    query.daily_hits.update(date=timezone.localdate() - timedelta(days=31))
    jobs.forget_searches()
    assert not Query.objects.exists()


def test_random_queries_do_not_fill_the_table(client, root, monkeypatch):
    monkeypatch.setattr("home.search.promotions.MAX_NEW_QUERIES_A_DAY", 2)
    for number in range(4):
        client.get("/suche/", {"q": f"quatsch {number}"})
    assert Query.objects.count() == 2


def test_ideas_and_organisations_are_found_when_public(client, root):
    for title, state in (("Trinkbrunnen am Markt", "PUBLISHED"), ("Trinkbrunnen leer", "HIDDEN")):
        Idea.objects.create(
            title=title,
            text="Wasser für alle.",
            author_name="Karin",
            page_key=root.translation_key,
            state=Contribution.State[state],
        )
    Organisation.objects.create(slug="brunnen", name="Brunnenfreunde", summary="Trinkbrunnen.")
    answer = client.get("/suche/?q=Trinkbrunnen")
    assert [group["kind"] for group in answer.context["groups"]] == ["idea", "organisation"]
    assert {hit.title for hit in answer.context["hits"]} == {
        "Trinkbrunnen am Markt",
        "Brunnenfreunde",
    }
    Idea.objects.filter(title="Trinkbrunnen am Markt").update(state=Contribution.State.HIDDEN)
    assert titles(client, "Trinkbrunnen", x="1") == ["Brunnenfreunde"]


def test_kinds_show_their_best_and_lead_to_all(client, root):
    for number in range(5):
        root.add_child(instance=StandardPage(title=f"Radweg {number}"))
    Organisation.objects.create(slug="rad", name="Radfreunde", summary="Radweg für alle")
    answer = client.get("/suche/?q=Radweg")
    group = answer.context["groups"][0]
    assert (group["count"], len(group["cards"]), group["url"]) == (
        5,
        3,
        "?q=Radweg&art=standardpage",
    )
    assert len(client.get("/suche/" + group["url"]).context["hits"]) == 5


@pytest.mark.usefixtures("pages")
def test_suggestions_begin_as_typed_with_few_questions_and_no_cookie(client, settings):
    settings.PAGE_CACHE_SECONDS = 0
    client.get("/suche/vorschlaege/?q=onl")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/suche/vorschlaege/?q=onl")
    assert 'href="/der-online-ausweis/"' in answer.text
    assert "Passwörter" not in answer.text
    assert len(captured) <= 3
    assert not answer.cookies
    assert "<a" not in client.get("/suche/vorschlaege/?q=o").text
    assert "Sichere Passwörter" in client.get("/suche/vorschlaege/?q=passwoe").text


@pytest.mark.usefixtures("pages")
def test_titles_win_over_summaries_and_summaries_over_text(client, root):
    for title, summary, text in (
        ("Eins", "", "Kajak"),
        ("Zwei", "Kajak", ""),
        ("Kajak", "", ""),
    ):
        body = [("text", f"<p>{text}</p>")] if text else []
        root.add_child(instance=StandardPage(title=title, summary=summary, body=body))
    assert titles(client, "Kajak") == ["Kajak", "Zwei", "Eins"]


def test_words_parted_for_leichte_sprache_are_found_whole(client, root):
    root.add_child(instance=StandardPage(title="Sichere Pass·wörter"))
    assert titles(client, "Passwort") == ["Sichere Pass·wörter"]


@pytest.mark.usefixtures("pages")
def test_the_table_of_words_follows_the_pages(root):
    assert IndexedWord.objects.get(word="bibliothek").pages == 1
    StandardPage.objects.get(title="Bibliothek am Markt").unpublish()
    vocabulary.rebuild()
    assert not IndexedWord.objects.filter(word="bibliothek").exists()
    assert IndexedWord.objects.filter(word="marktplatz").exists()


@pytest.mark.usefixtures("pages")
def test_understanding_asks_the_same_of_one_word_and_of_many():
    def queries(text: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            understand(text)
        return len(captured)

    queries("WLAN")
    assert queries("paswort") == queries("paswort bibliotek onlne wlann " * 3) <= 2


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("", "", 0),
        ("wort", "wort", 0),
        ("wrot", "wort", 1),
        ("wor", "wort", 1),
        ("kind", "wort", 4),
    ],
)
def test_distance_counts_swapped_neighbours_once(one, other, expected):
    assert words.distance(one, other) == words.distance(other, one) == expected
