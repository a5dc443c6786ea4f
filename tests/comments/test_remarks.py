"""Remarks on single paragraphs, and what becomes of them when the paragraph changes."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Locale, PageViewRestriction

from cms.content.models.pages import Participation
from cms.content.passages import QUOTE_LENGTH, Passage
from home.models import StandardPage
from participation.accounts import contributions
from participation.comments import threads
from participation.comments.models import Comment

from .factories import State, a_comment, a_page, form_data

pytestmark = pytest.mark.django_db

FIRST, SECOND, HEADING = (uuid.UUID(int=number) for number in (1, 2, 3))


def blocks(*texts: str) -> list[dict]:
    """Return a body whose paragraphs have the ids FIRST, SECOND and so on."""
    return [
        {"type": "text", "id": str(uuid.UUID(int=number)), "value": f"<p>{text}</p>"}
        for number, text in enumerate(texts, start=1)
    ]


def rewritten(page: StandardPage, body: list[dict]) -> StandardPage:
    page.body = body
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)


@pytest.fixture
def page(root) -> StandardPage:
    """A public page of two paragraphs on which people may remark."""
    return a_page(root, allows_remarks=True, body=blocks("Brücken bauen.", "Stege auch."))


@pytest.fixture
def english(page) -> StandardPage:
    """The same page in English."""
    locale = Locale.objects.get(language_code="en")
    page.get_parent().get_translation(locale).specific.save_revision().publish()
    translation = page.copy_for_translation(locale)
    return rewritten(translation, blocks("Building bridges.", "Footbridges too."))


def a_remark(page: StandardPage, block_id: uuid.UUID = FIRST, **fields) -> Comment:
    """Return a published remark on the paragraph as it reads now."""
    [passage] = [item for item in page.passages() if item.id == str(block_id)]
    words = {
        "quoted_text": passage.quote,
        "quoted_digest": passage.digest,
        "quoted_language": page.locale.language_code,
    }
    return a_comment(page, block_id=block_id, **words | fields)


def form_of(page: StandardPage, block_id: object = FIRST) -> str:
    return f"{reverse('comment_form', kwargs={'key': page.translation_key})}?absatz={block_id}"


def seen(page: StandardPage, query: str = "") -> str:
    """Return the page as somebody without the page cache sees it."""
    client = Client()
    client.force_login(contributions.User.objects.get_or_create(email="leser@mail.example")[0])
    return client.get(f"{page.url}{query}").text


def test_each_paragraph_leads_to_a_form_that_quotes_it(client, page):
    html = client.get(page.url).text
    for block_id, words in ((FIRST, "Brücken bauen."), (SECOND, "Stege auch.")):
        assert f'id="absatz-{block_id}"' in html
        assert f'href="{form_of(page, block_id)}"' in html
        assert words in client.get(form_of(page, block_id)).text


def test_a_remark_keeps_the_paragraph_and_its_wording(client, page, commits):
    assert client.post(form_of(page), form_data()).status_code == 302
    remark = Comment.objects.get()
    assert (remark.block_id, remark.quoted_text) == (FIRST, "Brücken bauen.")
    contributions.confirm(remark)
    assert "remark__count" not in client.get(page.url).text
    with commits():
        contributions.publish(remark)
    html = client.get(page.url).text
    assert f'<a href="#absatz-{FIRST}"><q>Brücken bauen.</q></a>' in html
    assert f'class="remark__count" href="?absatz={FIRST}#kommentare"' in html


@pytest.mark.parametrize("state", [s for s in State if s != State.PUBLISHED])
def test_what_is_not_published_is_neither_seen_nor_counted(client, page, state):
    a_remark(page, state=state, text="Noch geheim", quoted_text="Auch geheim")
    html = client.get(f"{page.url}?absatz={FIRST}").text
    assert "geheim" not in html
    assert "remark__count" not in html


def test_answers_belong_to_the_remark_and_are_not_counted_beside_the_paragraph(client, page):
    remark = a_remark(page, text="Mehr davon")
    a_comment(page, parent=remark, text="Gern")
    a_comment(page, text="Zur ganzen Seite")
    html = client.get(f"{page.url}?absatz={FIRST}").text
    assert "Mehr davon" in html
    assert "Gern" in html
    assert "Zur ganzen Seite" not in html
    assert html.count("remark__count") == 1
    assert "1 " in html.split("remark__count")[1].split("</a>")[0]


def test_an_answer_never_points_at_a_paragraph(page):
    remark = a_remark(page)
    with pytest.raises(IntegrityError):
        a_comment(page, parent=remark, block_id=FIRST)


def test_an_answer_through_a_tampered_address_stays_an_answer(client, page):
    remark = a_remark(page)
    address = reverse("comment_reply", kwargs={"pk": remark.pk})
    assert client.post(f"{address}?absatz={SECOND}", form_data()).status_code == 302
    assert Comment.objects.latest("pk").block_id is None


def test_a_changed_paragraph_shows_the_old_wording(page):
    remark = a_remark(page)
    rewritten(page, blocks("Tunnel graben.", "Stege auch."))
    html = seen(page)
    assert f'<a href="#absatz-{FIRST}"><q lang="de">{remark.quoted_text}</q></a>' in html
    assert gettext("On an earlier version:") in html


def test_a_change_far_into_the_paragraph_is_noticed(page):
    page = rewritten(page, blocks("Wort " * QUOTE_LENGTH + "ja"))
    a_remark(page)
    assert '<q lang="de">' not in seen(page)
    page = rewritten(page, blocks("Wort " * QUOTE_LENGTH + "nein"))
    assert '<q lang="de">' in seen(page)


def test_a_paragraph_that_is_gone_leaves_its_remark_in_the_discussion(client, page):
    a_remark(page, SECOND, text="Schade drum")
    page = rewritten(page, blocks("Brücken bauen."))
    html = seen(page)
    assert "Schade drum" in html
    assert '<q lang="de">Stege auch.</q>' in html
    assert f"#absatz-{SECOND}" not in html
    assert "Schade drum" in seen(page, f"?absatz={SECOND}")


def test_a_paragraph_that_went_while_somebody_wrote_costs_no_word(client, page):
    page = rewritten(page, blocks("Brücken bauen."))
    assert client.get(form_of(page, SECOND)).status_code == 200
    assert client.post(form_of(page, SECOND), form_data()).status_code == 302
    assert Comment.objects.get().block_id is None


def filled(client: Client, address: str) -> dict:
    """Return what a browser sends from this form: what people fill in, and what is hidden."""
    hidden = client.get(address).context["form"].initial
    return form_data(**{name: value for name, value in hidden.items() if name == "quotation"})


def test_a_remark_is_kept_with_the_wording_that_its_writer_saw(client, page):
    data = filled(client, form_of(page))
    page = rewritten(page, blocks("Tunnel graben.", "Stege auch."))
    again = client.post(form_of(page), data | {"text": ""})
    assert again.status_code == 422
    assert "Brücken bauen." in again.text
    assert client.post(form_of(page), data).status_code == 302
    remark = Comment.objects.get()
    assert (remark.block_id, remark.quoted_text) == (FIRST, "Brücken bauen.")
    contributions.confirm(remark)
    contributions.publish(remark)
    assert f'<a href="#absatz-{FIRST}"><q lang="de">Brücken bauen.</q></a>' in seen(page)


def test_a_paragraph_that_went_meanwhile_is_still_quoted(client, page):
    data = filled(client, form_of(page, SECOND))
    rewritten(page, blocks("Brücken bauen."))
    assert client.post(form_of(page, SECOND), data).status_code == 302
    assert Comment.objects.get().quoted_text == "Stege auch."


def test_the_carried_wording_is_of_this_paragraph_of_this_page_only(client, page, root):
    other = a_page(root, allows_remarks=True, body=blocks("Fremde Worte."))
    for address in (form_of(page, SECOND), form_of(other)):
        data = filled(client, address)
        assert client.post(form_of(page), data).status_code == 302
        assert Comment.objects.latest("pk").quoted_text == "Brücken bauen."


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "1" * 100_000])
def test_wordings_that_we_did_not_sign_are_not_kept(client, page, token):
    assert client.post(form_of(page), form_data(quotation=token)).status_code == 302
    assert Comment.objects.get().quoted_text == "Brücken bauen."


def test_no_wording_is_kept_once_remarks_are_closed(client, page):
    data = filled(client, form_of(page))
    page.allows_remarks = False
    page.save_revision().publish()
    assert client.post(form_of(page), data).status_code == 302
    assert Comment.objects.get().block_id is None


def test_a_quote_is_in_the_language_of_the_page_it_was_taken_from(client, page, english, moderator):
    with translation.override("en"):
        address = form_of(page)
    assert address.startswith("/en/")
    english.unpublish()
    assert '<blockquote lang="de"><p>Brücken bauen.' in client.get(address).text
    assert client.post(address, filled(client, address)).status_code == 302
    remark = Comment.objects.get()
    assert (remark.language, remark.quoted_language) == ("en", "de")
    contributions.confirm(remark)
    client.force_login(moderator)
    assert '<q lang="de">Brücken bauen.</q>' in client.get(reverse("moderation_queue")).text
    contributions.publish(remark)
    page = rewritten(page, blocks("Tunnel graben."))
    assert '<q lang="de">Brücken bauen.</q>' in seen(page)


def test_a_german_remark_stands_beside_the_english_paragraph(page, english):
    a_remark(page, text="Endlich!", language="de")
    html = seen(english)
    assert '<div class="comment__text" lang="de"><p>Endlich!' in html
    assert f'<a href="#absatz-{FIRST}"><q>Building bridges.</q></a>' in html
    assert html.count("remark__count") == 1
    assert "Endlich!" in seen(english, f"?absatz={FIRST}")


def test_a_remark_goes_out_of_date_with_its_own_language_only(page, english):
    a_remark(page, text="Endlich!", language="de")
    rewritten(english, blocks("Bridges for all.", "Footbridges too."))
    assert "<q>Bridges for all.</q>" in seen(english)
    rewritten(page, blocks("Tunnel graben.", "Stege auch."))
    assert '<q lang="de">Brücken bauen.</q>' in seen(english)


FOREIGN = ["", "x", "%00", "1" * 5000, "'; drop", str(uuid.UUID(int=99)), "{}", "absatz"]


@pytest.mark.parametrize("value", FOREIGN)
def test_foreign_paragraphs_are_answered_without_one(client, page, value):
    a_remark(page, text="Trotzdem da")
    assert client.get(form_of(page, value)).status_code in {200, 400}
    assert client.post(form_of(page, value), form_data()).status_code in {302, 400}
    assert not Comment.objects.exclude(block_id=None).exclude(block_id=FIRST).exists()
    answer = client.get(f"{page.url}?absatz={value}")
    assert answer.status_code in {200, 400}
    assert answer.status_code == 400 or "Trotzdem da" in answer.text


def test_headings_take_no_remarks(client, root):
    heading = {"type": "heading", "id": str(HEADING), "value": "Worum es geht"}
    page = a_page(root, allows_remarks=True, body=[heading, *blocks("Brücken.")])
    assert str(form_of(page, HEADING)) not in client.get(page.url).text
    client.post(form_of(page, HEADING), form_data())
    assert Comment.objects.get().block_id is None


@pytest.mark.parametrize(
    "fields", [{"allows_remarks": False}, {"participation": Participation.NONE}]
)
def test_only_where_the_editor_wants_remarks(client, root, fields):
    page = a_page(root, **{"allows_remarks": True, "body": blocks("Brücken.")} | fields)
    assert 'class="remark"' not in client.get(page.url).text
    answer = client.post(form_of(page), form_data())
    assert answer.status_code == (302 if page.allows_comments() else 404)
    assert not Comment.objects.exclude(block_id=None).exists()


def test_private_and_unpublished_pages_take_no_remarks(client, page):
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(form_of(page)).status_code == 404
    assert client.post(form_of(page), form_data()).status_code == 404
    restriction.delete()
    page.unpublish()
    assert client.post(form_of(page), form_data()).status_code == 404
    assert not Comment.objects.exists()


def test_quoted_and_written_text_stays_text(client, root):
    body = [{"type": "quote", "id": str(FIRST), "value": {"text": "<script>alert(1)</script>"}}]
    page = a_page(root, allows_remarks=True, body=body)
    a_remark(page, text="<img src=x onerror=alert(2)>")
    for address in (page.url, f"{page.url}?absatz={FIRST}", form_of(page)):
        html = client.get(address).text
        assert "alert(1)" in html
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_a_paragraph_of_a_megabyte_is_quoted_in_short(client, page):
    page = rewritten(page, blocks("Sehr lang. " * 100_000))
    assert client.post(form_of(page), form_data()).status_code == 302
    assert len(Comment.objects.get().quoted_text) == QUOTE_LENGTH
    assert client.post(form_of(page), form_data(text="x" * 1_000_000)).status_code == 422


def test_moderators_see_what_the_remark_is_about(client, page, moderator, citizen):
    a_remark(page, state=State.SUBMITTED, author=citizen, published_at=None)
    client.force_login(moderator)
    assert '<q lang="de">Brücken bauen.</q>' in client.get(reverse("moderation_queue")).text


def test_pages_of_remarks_on_one_paragraph_stay_with_it(client, page, monkeypatch):
    monkeypatch.setattr(threads, "PER_PAGE", 2)
    for number in range(3):
        a_remark(page, text=f"Nummer {number}")
        a_comment(page, text="Nebenbei")
    html = client.get(f"{page.url}?absatz={FIRST}").text
    assert f"?absatz={FIRST}&amp;kommentare=2" in html
    second = client.get(f"{page.url}?absatz={FIRST}&kommentare=2").text
    assert "Nummer 0" in second
    assert "Nebenbei" not in second


def test_more_paragraphs_and_remarks_cost_no_more_queries(client, page, english, citizen):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page.url).status_code == 200
        return len(captured)

    a_remark(page)
    client.force_login(citizen)  # past the page cache
    queries()
    few = queries()
    page = rewritten(page, blocks(*(f"Absatz {number}" for number in range(80))))
    for number in range(1, 60):
        a_remark(page, uuid.UUID(int=number))
    assert queries() == few
    assert few <= 25


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_twice_at_once_is_one_remark(page):
    data = form_data()

    def send(_number: int) -> int:
        try:
            return Client().post(form_of(page), data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as people:
        assert set(people.map(send, range(2))) == {302}
    remark = Comment.objects.get()
    assert remark.block_id == FIRST


def test_any_wording_has_a_digest_that_spaces_do_not_change():
    one, other = Passage("a", "text", "Eins  zwei\n\ndrei"), Passage("a", "text", "Eins zwei drei")
    assert one.digest == other.digest
    assert one.digest != Passage("a", "text", "Eins zwei").digest
