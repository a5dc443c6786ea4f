"""A text in German and in Leichte Sprache stand side by side at an address of their own."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from cms.content.side_by_side import Row, aligned
from home.models import StandardPage
from tests.guides.factories import a_guide, a_guide_index

pytestmark = pytest.mark.django_db

OPENING, ONLY_GERMAN, END = (str(uuid.UUID(int=number)) for number in (1, 2, 3))


def text(key: str, words: str) -> dict:
    return {"type": "text", "id": key, "value": f"<p>{words}</p>"}


def easy(page, *blocks: dict):
    """Publish the translation of `page` into Leichte Sprache and return it as stored."""
    locale = Locale.objects.get(language_code="de-simple")
    for above in page.get_ancestors().filter(depth__gt=1):
        translated = above.specific.get_translation_or_none(locale)
        if translated is None:
            translated = above.specific.copy_for_translation(locale, copy_parents=True)
        translated.specific.save_revision().publish()
    copy = page.copy_for_translation(locale)
    if blocks:
        copy.body = list(blocks)
    copy.save_revision().publish()
    return type(page).objects.get(pk=copy.pk)


@pytest.fixture
def page(root) -> StandardPage:
    heading = {"type": "heading", "id": OPENING, "value": "Das Amt"}
    blocks = [heading, text(ONLY_GERMAN, "Das gilt ausschließlich hier."), text(END, "Ende.")]
    page = root.add_child(instance=StandardPage(title="Amt", slug="amt-x", body=blocks))
    easy(page, heading, text(END, "Schluss."))
    return StandardPage.objects.get(pk=page.pk)


def columns(html) -> list[tuple[str, str]]:
    rows = BeautifulSoup(html, "html.parser").select(".side-by-side__row")
    return [
        tuple(side.get_text(" ", strip=True) for side in row.find_all(recursive=False))
        for row in rows
    ]


def test_blocks_of_one_id_stand_beside_each_other(client, page):
    answer = client.get(page.side_by_side_url())
    (first, first_easy), (second, second_easy), (third, third_easy) = columns(answer.content)
    assert first.endswith("Das Amt")
    assert first_easy.endswith("Das Amt")
    assert second.endswith("ausschließlich hier.")
    assert second_easy == ""
    assert third.endswith("Ende.")
    assert third_easy.endswith("Schluss.")
    ids = [tag["id"] for tag in BeautifulSoup(answer.content, "html.parser").select("main [id]")]
    assert len(ids) == len(set(ids))


def test_the_page_leads_there_and_the_address_belongs_to_the_page(client, page):
    assert page.side_by_side_url() in client.get(page.url).text
    shown = BeautifulSoup(client.get(page.side_by_side_url()).content, "html.parser")
    assert shown.find("link", rel="canonical")["href"].endswith(page.url)
    translated = page.get_translation(Locale.objects.get(language_code="de-simple"))
    assert client.get(f"{translated.url}nebeneinander/").status_code == 200


def test_without_both_texts_there_is_neither_link_nor_page(client, page, root):
    alone = root.add_child(instance=StandardPage(title="Allein", slug="allein"))
    assert client.get(f"{alone.url}nebeneinander/").status_code == 404
    assert "nebeneinander" not in client.get(alone.url).text
    page.get_translation(Locale.objects.get(language_code="de-simple")).unpublish()
    assert client.get(f"{page.url}nebeneinander/").status_code == 404


@pytest.mark.parametrize("language", ["de", "de-simple"])
def test_a_private_text_is_shown_nowhere(client, page, language):
    hidden = page.get_translation(Locale.objects.get(language_code=language))
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    answer = client.get(f"{page.url}nebeneinander/")
    assert answer.status_code in {302, 404}
    assert "Schluss." not in answer.text
    assert "ausschließlich" not in answer.text


def test_what_is_only_a_draft_is_not_shown(client, page):
    page.body = [text(OPENING, "Nur ein Entwurf")]
    page.save_revision()
    assert "Nur ein Entwurf" not in client.get(page.side_by_side_url()).text


def test_a_guide_shows_its_chapters_beside_each_other(client, root):
    guide = a_guide(a_guide_index(root))
    easy(guide)
    rows = columns(client.get(f"{guide.url}nebeneinander/").content)
    titles = [chapter.title for chapter in guide.chapters.all()]
    for title in titles:
        assert (title, title) in rows


def test_stored_pages_carry_no_cookie_and_follow_changes(
    client, page, settings, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE_SECONDS = 600
    answer = client.get(page.side_by_side_url())
    assert not answer.cookies
    assert answer["ETag"]
    page.body = [text(OPENING, "Ganz neu.")]
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert "Ganz neu." in client.get(page.side_by_side_url()).text


def test_more_blocks_cost_no_more_queries(client, page, citizen):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page.side_by_side_url()).status_code == 200
        return len(captured)

    client.force_login(citizen)  # past the page cache
    queries()
    few = queries()
    page.body = [text(str(uuid.uuid4()), f"Absatz {number}") for number in range(60)]
    page.save_revision().publish()
    assert queries() == few


def test_runs_without_partner_share_a_row():
    left = [("1", "a"), ("2", "b"), ("3", "c")]
    right = [("9", "x"), ("3", "z"), ("8", "y")]
    assert aligned(left, right) == [
        Row(["a", "b"], ["x"]),
        Row(["c"], ["z"]),
        Row([], ["y"]),
    ]
