"""Words are explained once, where a text uses them first; never in headings and links."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cms.content import page_cache
from cms.content.glossary import entries as glossary
from cms.content.glossary.entries import Entry
from cms.content.glossary.marking import Marker
from cms.content.models import GlossaryTerm
from cms.demo import source
from home.models import StandardPage
from tests.guides.factories import a_guide, a_guide_index

pytestmark = pytest.mark.django_db


def entry(slug: str, *forms: str, **fields) -> Entry:
    values = {"explanation": "Was es heißt.", "is_explained_in_texts": True, **fields}
    return Entry(slug=slug, term=forms[0], forms=forms, **values)


def marked(html: str, *entries: Entry) -> list[str]:
    """Return the addresses of the marked words in an editor's text."""
    result = Marker(entries).mark(f'<div class="prose">{html}</div>')
    return [button["popovertarget"] for button in BeautifulSoup(result, "html.parser")("button")]


def a_word(**fields) -> GlossaryTerm:
    values = {"slug": "browser", "term": "Browser", "explanation": "Zeigt <Seiten>.", **fields}
    return GlossaryTerm.objects.create(**values)


def text(words: str) -> dict:
    return {"type": "text", "id": str(uuid.uuid4()), "value": f"<p>{words}</p>"}


@pytest.fixture
def page(root) -> StandardPage:
    body = [
        {"type": "heading", "id": str(uuid.uuid4()), "value": "Der Browser"},
        text('<a href="https://stadt.example/">Ein Browser</a>, ein Browser und Browser.'),
    ]
    return root.add_child(instance=StandardPage(title="Hilfe", slug="hilfe-x", body=body))


def test_the_first_use_in_a_text_is_marked_and_explained(client, page):
    a_word()
    main = BeautifulSoup(client.get(page.url).content, "html.parser").main
    (button,) = main.select("dfn button")
    assert button.get_text() == "Browser"
    assert button.find_parent("a") is button.find_parent("h2") is None
    note = main.find(id=button["popovertarget"])
    assert note.has_attr("popover")
    assert "Zeigt <Seiten>." in note.get_text()


def test_the_whole_guide_on_one_page_explains_a_word_once(client, root):
    a_word(slug="ablauf", term="Ablauf")
    guide = a_guide(a_guide_index(root), body=[text("Der Ablauf.")])
    for chapter in guide.chapters.all():
        chapter.body = [text("Der Ablauf.")]
        chapter.save()
    shown = BeautifulSoup(client.get(f"{guide.url}alles/").content, "html.parser")
    assert len(shown.select("dfn button")) == 1
    assert len(shown.select("[popover]")) == 1


@pytest.mark.parametrize(
    "html",
    ["<p>Browsergeschichte</p>", "<p>Ein Mini-Browser</p>", "<h3>Browser</h3>", "<p>browser</p>",
     '<p><a href="/x"><b>Browser</b></a></p>', '<p title="Browser">Ein</p>'],
)  # fmt: skip
def test_other_words_headings_links_and_attributes_stay_as_they_are(html):
    assert marked(html, entry("browser", "Browser")) == []


def test_outside_of_editors_texts_nothing_is_marked():
    assert Marker([entry("browser", "Browser")]).mark("<p>Browser</p>") == "<p>Browser</p>"


def test_the_longest_form_wins_and_every_form_counts_as_one_word():
    words = entry("dienst", "Dienst"), entry("online", "Online-Dienst", "Online-Dienste")
    assert marked("<p>Online-Dienste, Dienst, Online-Dienst</p>", *words) == [
        "wort-online",
        "wort-dienst",
    ]


def test_forms_with_special_characters_are_found_and_stay_text():
    assert marked("<p>R&amp;D und a.b</p>", entry("rd", "R&D"), entry("x", "a.c")) == ["wort-rd"]


def test_a_word_may_stand_in_the_glossary_only(client, page):
    a_word(is_explained_in_texts=False)
    assert "popovertarget" not in client.get(page.url).text
    assert "Zeigt" in client.get(reverse("glossary")).text


@given(st.text(alphabet='<>/"= abp&;Browser', max_size=200))
def test_marking_never_fails_nor_loses_text(html):
    result = Marker([entry("browser", "Browser")]).mark(f'<div class="prose">{html}</div>')
    for added in ('<dfn class="glossary-word"><button type="button" popovertarget="wort-browser">',
                  "</button></dfn>"):  # fmt: skip
        result = result.replace(added, "")
    assert result == f'<div class="prose">{html}</div>'


def test_each_language_has_its_own_words(client):
    a_word(translations={"en": {"term": "browser", "explanation": "Shows pages."}})
    a_word(slug="amt", term="Amt")
    english = client.get("/en/woerterbuch/").text
    assert "Shows pages." in english
    assert "Amt" not in BeautifulSoup(english, "html.parser").select_one("dl").get_text()


def test_a_change_shows_at_once(client, page, settings, django_capture_on_commit_callbacks):
    settings.PAGE_CACHE_SECONDS = 600
    with django_capture_on_commit_callbacks(execute=True):
        word = a_word()
    assert "Zeigt" in client.get(page.url).text
    word.explanation = "Neu erklärt."
    with django_capture_on_commit_callbacks(execute=True):
        word.save()
    assert "Neu erklärt." in client.get(page.url).text
    with django_capture_on_commit_callbacks(execute=True):
        word.delete()
    assert "popovertarget" not in client.get(page.url).text


def test_what_was_read_during_a_change_is_not_kept(monkeypatch):
    read = glossary._entries_in

    def read_slowly(language: str) -> list[Entry]:
        found = read(language)
        a_word()
        glossary.kept.forget()
        return found

    with monkeypatch.context() as patched:
        patched.setattr(glossary, "_entries_in", read_slowly)
        assert glossary.entries() == []
    assert [found.term for found in glossary.entries()] == ["Browser"]


def test_words_are_forgotten_before_pages_are(django_capture_on_commit_callbacks, monkeypatch):
    order = []
    monkeypatch.setattr(glossary.Kept, "forget", lambda self: order.append("words"))
    monkeypatch.setattr(page_cache.cache, "set", lambda *args: order.append("pages"))
    with django_capture_on_commit_callbacks(execute=True):
        a_word()
    assert order[0] == "words"
    assert "pages" in order


@pytest.mark.parametrize(("path", "home"), [("/woerterbuch/", "/"), ("/en/woerterbuch/", "/en/")])
def test_an_empty_glossary_leads_home_in_its_language(client, path, home):
    main = BeautifulSoup(client.get(path).content, "html.parser").main
    assert [link["href"] for link in main.select(".empty-state a")] == [home]


def test_more_words_cost_no_more_queries(client, page, citizen, django_capture_on_commit_callbacks):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page.url).status_code == 200
        return len(captured)

    client.force_login(citizen)  # past the page cache
    a_word()
    queries()
    few = queries()
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(30):
            a_word(slug=f"wort-{number}", term=f"Wort {number}")
    queries()
    assert queries() == few


def test_an_editor_keeps_a_word_in_all_languages(client, admin_client):
    address = reverse("wagtailsnippets_content_glossaryterm:add")
    data = {"term": "App", "variants": "Apps", "explanation": "Programm.", "slug": "app"}
    data |= {
        "term_en": "app",
        "explanation_en": "Program.",
        "explanation_de_simple": "Ein Programm.",
    }
    data |= {"is_explained_in_texts": "on"}
    assert admin_client.get(address).status_code == 200
    assert admin_client.post(address, data).status_code == 302
    word = GlossaryTerm.objects.get(slug="app")
    assert word.in_language("en") == {"term": "app", "variants": "", "explanation": "Program."}
    assert word.in_language("de-simple")["term"] == "App"
    edit = reverse("wagtailsnippets_content_glossaryterm:edit", args=[word.pk])
    assert "Ein Programm." in admin_client.get(edit).text


def test_the_demo_town_explains_twenty_words():
    words = source.read("glossary")
    assert len(words) == len({word["slug"] for word in words}) == 20
    for word in words:
        row = GlossaryTerm(**word)
        row.full_clean()
        assert row.in_language("en")["explanation"]


def test_every_page_leads_to_the_glossary(client, page):
    footer = BeautifulSoup(client.get(page.url).content, "html.parser").footer
    assert footer.find("a", href=reverse("glossary"))
