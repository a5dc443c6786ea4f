"""The discussion below a page, as readers see it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from cms.content.models.pages import Participation
from participation.comments import threads
from participation.comments.models import Comment

from .factories import State, a_comment, a_page, an_office

pytestmark = pytest.mark.django_db


def test_a_page_shows_its_comments_and_their_answers(client, page):
    opening = a_comment(page, text="Wo ist der Plan?")
    answer = a_comment(page, parent=opening, text="Im Rathaus.")
    a_comment(page, parent=answer, text="Danke!")
    html = client.get(page.url).text
    assert html.index("Wo ist der Plan?") < html.index("Im Rathaus.") < html.index("Danke!")
    assert html.count('class="comment__replies"') == 2


@pytest.mark.parametrize("state", [s for s in State if s != State.PUBLISHED])
def test_only_what_is_published_is_shown(client, page, state):
    a_comment(page, text="Noch nicht entschieden", state=state)
    assert "Noch nicht entschieden" not in client.get(page.url).text


def test_below_a_hidden_comment_everything_is_hidden(client, page):
    opening = a_comment(page, state=State.HIDDEN)
    a_comment(page, parent=opening, text="Antwort darauf")
    seen = a_comment(page)
    hidden = a_comment(page, parent=seen, state=State.HIDDEN)
    a_comment(page, parent=hidden, text="Antwort auf die Antwort")
    html = client.get(page.url).text
    assert "Antwort darauf" not in html
    assert "Antwort auf die Antwort" not in html
    assert Comment.objects.about(page.translation_key).visible().get() == seen


@pytest.mark.parametrize("choice", [Participation.NONE, Participation.IDEAS])
def test_a_page_without_comments_shows_none(client, root, choice):
    page = a_page(root, participation=choice)
    a_comment(page, text="Aus früherer Zeit")
    assert "Aus früherer Zeit" not in client.get(page.url).text


def test_the_choice_is_taken_from_the_page_above(client, page):
    child = a_page(page, participation=Participation.INHERIT)
    a_comment(child, text="Auch hier")
    assert "Auch hier" in client.get(child.url).text


def test_all_languages_share_one_conversation(client, page):
    english = Locale.objects.get(language_code="en")
    translation = page.copy_for_translation(english, copy_parents=True)
    translation.save_revision().publish()
    a_comment(page, text="Guten Tag", language="de")
    a_comment(translation, text="Good morning", language="en")
    for address in (page.url, translation.url):
        html = client.get(address).text
        assert '<div class="comment__text" lang="de"><p>Guten Tag' in html
        assert '<div class="comment__text" lang="en"><p>Good morning' in html


def test_what_people_wrote_is_text_and_nothing_else(client, page):
    a_comment(page, text="<script>alert(1)</script>", author_name="<b>Nele</b>")
    html = client.get(page.url).text
    assert "<script>alert" not in html
    assert "<b>Nele" not in html


def test_an_official_answer_names_the_office(client, page):
    opening = a_comment(page)
    a_comment(page, parent=opening, is_official=True, office=an_office())
    html = client.get(page.url).text
    assert "comment--official" in html
    assert "Digitalbüro" in html


def test_long_discussions_are_turned_like_pages(client, page, monkeypatch):
    monkeypatch.setattr(threads, "PER_PAGE", 2)
    oldest, *_rest = [a_comment(page, text=f"Nummer {number}") for number in range(5)]
    assert "Nummer 0" not in client.get(page.url).text
    assert "Nummer 0" in client.get(f"{page.url}?kommentare=3").text
    for nonsense in ("0", "-1", "x", "9" * 30, "%00"):
        assert client.get(f"{page.url}?kommentare={nonsense}").status_code in {200, 400}
    answer = a_comment(page, parent=oldest)
    assert threads.permalink(answer) == f"{page.url}?kommentare=3#comment-{answer.pk}"
    assert threads.permalink(a_comment(page)).startswith(f"{page.url}#")


def test_comments_of_a_page_that_is_not_public_have_no_address(page):
    comment = a_comment(page)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert threads.permalink(comment) == ""


def test_more_comments_cost_no_more_queries(client, page, citizen):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page.url).status_code == 200
        return len(captured)

    def talk(number: int) -> None:
        for _comment in range(number):
            answer = a_comment(page, parent=a_comment(page), is_official=True, office=an_office())
            a_comment(page, parent=answer)

    talk(3)
    client.force_login(citizen)  # past the page cache
    queries()
    few = queries()
    talk(30)
    assert queries() == few
