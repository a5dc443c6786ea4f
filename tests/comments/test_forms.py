"""Writing comments and answers, without an account and with one."""

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from cms.content.models.pages import Participation
from cms.mail.models import Message
from participation.accounts import contributions
from participation.comments.models import Comment

from .factories import State, a_comment, a_page, an_office, form_data

pytestmark = pytest.mark.django_db

AWKWARD = [
    "",
    "x" * 10_000,
    "null\x00byte",
    "<script>alert(1)</script>",
    "\u202eהפוך\u202c",
    "😀" * 50,
    "Zeile\r\nBcc: jemand@example.com",
]


def form_of(page) -> str:
    return reverse("comment_form", kwargs={"key": page.translation_key})


def reply_to(comment) -> str:
    return reverse("comment_reply", kwargs={"pk": comment.pk})


def test_the_page_leads_to_the_form(client, page):
    assert form_of(page) in client.get(page.url).text
    answer = client.get(form_of(page))
    assert page.title in answer.text
    assert "csrfmiddlewaretoken" in answer.text


def test_a_comment_waits_for_its_author_and_then_for_a_moderator(client, page, commits):
    answer = client.post(form_of(page), form_data())
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200
    comment = Comment.objects.get()
    assert comment.state == State.UNCONFIRMED
    assert Message.objects.get().recipient == "nele@mail.example"
    contributions.confirm(comment)
    comment.refresh_from_db()
    assert comment.state == State.SUBMITTED
    assert comment.text not in client.get(page.url).text
    with commits():
        contributions.publish(comment)
    assert comment.text in client.get(page.url).text


def test_who_is_signed_in_needs_no_link(client, page, citizen):
    client.force_login(citizen)
    assert 'name="email"' not in client.get(form_of(page)).text
    client.post(form_of(page), form_data())
    comment = Comment.objects.get()
    assert (comment.state, comment.author) == (State.SUBMITTED, citizen)
    assert not Message.objects.exists()


def test_the_same_form_sent_twice_is_one_comment_and_one_mail(client, page):
    data = form_data()
    for _repeat in range(2):
        assert client.post(form_of(page), data).status_code == 302
    assert Comment.objects.count() == Message.objects.count() == 1


@pytest.mark.parametrize("field", ["text", "name", "email", "website", "submission_key"])
@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_is_taken_or_refused_in_words(client, page, field, text):
    answer = client.post(form_of(page), form_data(**{field: text}))
    assert answer.status_code in {302, 422}
    assert "<script>alert" not in answer.text
    if answer.status_code == 422:
        assert not Comment.objects.exists()
        if field != "text":
            assert "Das hilft uns im Verein sehr." in answer.text, "typed text is kept"
    else:
        contributions.confirm(Comment.objects.get())
        contributions.publish(Comment.objects.get())
        assert "<script>alert" not in client.get(page.url).text


def test_an_answer_hangs_below_what_it_answers(client, page):
    opening = a_comment(page)
    first = a_comment(page, parent=opening)
    assert first.text in client.get(reply_to(first)).text
    client.post(reply_to(first), form_data())
    answer = Comment.objects.latest("pk")
    assert (answer.parent, answer.root) == (first, opening)
    assert answer.discussion == opening.discussion


@pytest.mark.parametrize("state", [s for s in State if s != State.PUBLISHED])
def test_what_is_not_public_cannot_be_answered(client, page, state):
    assert client.get(reply_to(a_comment(page, state=state))).status_code == 404


def test_nobody_answers_below_a_hidden_comment(client, page):
    opening = a_comment(page, state=State.HIDDEN)
    answer = client.get(reply_to(a_comment(page, parent=opening, text="Geheim")))
    assert answer.status_code == 404
    assert "Geheim" not in answer.text


def test_numbers_that_are_none_are_not_found(client, page):
    assert client.get(f"/diskussion/antwort/{'9' * 30}/").status_code == 404
    assert client.get("/diskussion/nichts/kommentar/").status_code == 404
    address = "/diskussion/00000000-0000-0000-0000-000000000000/kommentar/"
    assert client.post(address, form_data()).status_code == 404


@pytest.mark.parametrize("choice", [Participation.NONE, Participation.IDEAS])
def test_pages_without_comments_have_no_form(client, root, choice):
    page = a_page(root, participation=choice)
    assert client.get(form_of(page)).status_code == 404
    assert client.post(form_of(page), form_data()).status_code == 404
    assert client.get(reply_to(a_comment(page))).status_code == 404


def test_unpublished_pages_have_no_form(client, page):
    page.unpublish()
    assert client.post(form_of(page), form_data()).status_code == 404


def test_private_pages_have_no_form(client, page):
    comment = a_comment(page)
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    for address in (form_of(page), reply_to(comment)):
        assert client.post(address, form_data()).status_code == 404
    assert Comment.objects.count() == 1


def test_the_city_answers_officially_and_at_once(client, page, moderator):
    opening, office = a_comment(page), an_office()
    client.force_login(moderator)
    data = form_data(office=str(office.pk))
    for _repeat in range(2):
        answer = client.post(reply_to(opening), data)
        assert answer["Location"] == page.url
    official = Comment.objects.get(is_official=True)
    assert (official.state, official.parent, official.author) == (
        State.PUBLISHED,
        opening,
        moderator,
    )
    assert "Digitalbüro" in client.get(page.url).text


def test_nobody_else_answers_officially(client, page, citizen, editor):
    opening, office = a_comment(page), an_office()
    for person in (citizen, editor):
        client.force_login(person)
        assert 'name="office"' not in client.get(reply_to(opening)).text
        client.post(reply_to(opening), form_data(office=str(office.pk)))
    assert Comment.objects.filter(is_official=True).count() == 0
    assert Comment.objects.filter(state=State.SUBMITTED).count() == 2


def test_forms_set_no_trap_for_the_cache(client, page):
    assert "no-store" in client.get(form_of(page))["Cache-Control"]
    assert not client.get(page.url).cookies
