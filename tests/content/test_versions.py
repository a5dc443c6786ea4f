"""Editors name versions of a text; everybody compares two of them side by side."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page, PageLogEntry, PageViewRestriction

from cms.content import versions
from cms.content.models import TextVersion
from home.models import StandardPage
from tests.guides.factories import a_guide, a_guide_index

pytestmark = pytest.mark.django_db

numbers = count(1)
OPENING, MIDDLE, END = (str(uuid.UUID(int=number)) for number in (1, 2, 3))


def text(key: str, words: str) -> dict:
    return {"type": "text", "id": key, "value": f"<p>{words}</p>"}


def a_page(root, *blocks: dict, **fields) -> StandardPage:
    """Return a published page with these blocks."""
    number = next(numbers)
    values = {"title": f"Leitbild {number}", "slug": f"leitbild-{number}", **fields}
    page = Page.objects.get(pk=root.pk).specific.add_child(instance=StandardPage(**values))
    return rewritten(page, *blocks)


def rewritten(page: StandardPage, *blocks: dict) -> StandardPage:
    """Publish these blocks as the page's body and return the page as stored."""
    page.body = list(blocks)
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)


def named(page: StandardPage, label: str, day: int = 1, **fields) -> TextVersion:
    return versions.name_version(page, label=label, published_on=date(2026, 1, day), **fields)


@pytest.fixture
def page(root) -> StandardPage:
    """A page with two named versions: the opening changed, the middle went, the end is new."""
    page = a_page(root, text(OPENING, "Wir bauen Brücken."), text(MIDDLE, "Und Stege."))
    named(page, "Entwurf 1")
    page = rewritten(page, text(OPENING, "Wir bauen starke Brücken."), text(END, "Für alle."))
    named(page, "Entwurf 2", day=2)
    return page


def test_the_last_two_versions_stand_side_by_side(client, page):
    answer = client.get(page.versions_url)
    assert [row.change for row in answer.context["rows"]] == ["changed", "removed", "added"]
    assert "<ins>starke </ins>" in answer.text
    assert "<del>Und Stege.</del>" in answer.text
    assert "<ins>Für alle.</ins>" in answer.text


def test_each_changed_paragraph_says_in_words_what_happened(client, page):
    answer = client.get(page.versions_url)
    for row in answer.context["rows"]:
        assert f'<p class="versions__change">{row.change.label}</p>' in answer.text


def test_any_two_can_be_chosen_and_the_text_of_today_is_one_of_them(client, page):
    page = rewritten(page, text(OPENING, "Wir bauen starke Brücken heute."))
    first = page.text_versions.first()
    answer = client.get(page.versions_url, {"alt": first.pk, "neu": "aktuell"})
    assert (answer.context["old"].label, answer.context["new"].value) == ("Entwurf 1", "aktuell")
    assert "heute" in answer.text


def test_a_single_version_is_compared_with_today(client, root):
    page = a_page(root, text(OPENING, "Alt."))
    named(page, "Entwurf 1")
    page = rewritten(page, text(OPENING, "Neu."))
    answer = client.get(page.versions_url)
    assert (answer.context["old"].label, answer.context["new"].value) == ("Entwurf 1", "aktuell")
    assert [row.change for row in answer.context["rows"]] == ["changed"]


@pytest.mark.parametrize(
    "query",
    ["alt=x&neu=", "alt=999999999999999999999", "neu=-1&alt=aktuell", "?alt[]=1"],
)
def test_unknown_versions_are_answered_with_a_page(client, page, query):
    answer = client.get(f"{page.versions_url}?{query}", follow=True)
    assert answer.status_code == 200
    assert len(answer.redirect_chain) == 1
    assert client.get(f"{page.versions_url}?alt=%00").status_code == 400


@pytest.mark.parametrize("addition", ["x=1", "alt=aktuell", "neu=%61ktuell", "utm_source=a&alt=7"])
def test_additions_to_an_address_lead_to_it_without_comparing(client, page, monkeypatch, addition):
    first, last = page.text_versions.all()
    query = f"alt={first.pk}&neu={last.pk}"
    address = f"{page.versions_url}?{query}"
    shown = client.get(address).context["rows"]
    compared = []
    monkeypatch.setattr(versions, "compare", lambda *sides: compared.append(sides) or shown)
    answer = client.get(f"{page.versions_url}?{addition}&{query}")
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert compared == []


def test_a_version_of_another_page_is_not_shown(client, page, root):
    other = a_page(root, text(OPENING, "Geheimnis der anderen Seite"))
    version = named(other, "Fremd")
    assert "Geheimnis" not in client.get(page.versions_url, {"alt": version.pk}, follow=True).text


def test_without_a_named_version_there_is_no_such_page(client, root):
    assert client.get(a_page(root, text(OPENING, "Alt.")).versions_url).status_code == 404


def test_pages_with_addresses_of_their_own_have_versions_too(client, root):
    guide = a_guide(a_guide_index(root), body=[text(OPENING, "Schritt für Schritt.")])
    assert client.get(guide.versions_url).status_code == 404
    named(guide, "Entwurf 1")
    assert "Schritt für Schritt." in client.get(guide.versions_url).text
    assert client.get(f"{guide.url}kapitel/mitte/").status_code == 200


def test_what_was_not_published_is_in_no_version(client, page):
    page.body = [text(OPENING, "Nur ein Entwurf")]
    page.save_revision()
    named(page, "Entwurf 3", day=3)
    answer = client.get(page.versions_url, {"neu": "aktuell"})
    assert "Nur ein Entwurf" not in answer.text
    assert "starke Brücken" in page.text_versions.last().text[0].text


def test_versions_of_an_unpublished_page_are_not_found(client, page):
    page.unpublish()
    assert client.get(page.versions_url).status_code == 404
    with pytest.raises(versions.PageNotPublic):
        named(page, "Entwurf 3")


def test_versions_of_a_private_page_ask_for_the_same_as_the_page(client, page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    answer = client.get(page.versions_url)
    assert answer.status_code == client.get(page.url).status_code == 302
    assert "Br" not in answer.text


def test_text_stays_text(client, root):
    page = a_page(root, {"type": "heading", "id": OPENING, "value": "<script>alert(1)</script>"})
    named(page, "<b>Entwurf</b>", note="<img src=x onerror=alert(1)>")
    page = rewritten(page, {"type": "heading", "id": OPENING, "value": "<script>alert(2)</script>"})
    html = client.get(page.versions_url).text
    assert "alert(" in html
    for markup in ("<script>alert", "<b>Entwurf", "<img src=x"):
        assert markup not in html


def test_the_pages_know_the_versions_of_the_other_languages(
    client, page, django_capture_on_commit_callbacks
):
    locale = Locale.objects.get(language_code="en")
    page.get_parent().get_translation(locale).specific.save_revision().publish()
    english = page.copy_for_translation(locale)
    english.save_revision().publish()
    english = StandardPage.objects.get(pk=english.pk)
    assert english.versions_url not in client.get(page.versions_url).text
    with django_capture_on_commit_callbacks(execute=True):
        named(english, "Draft 1")
    assert english.versions_url in client.get(page.versions_url).text
    assert "Draft 1" in client.get(english.versions_url).text


@pytest.mark.parametrize("slug", ["leitbild", "für-alle"])
def test_naming_shows_at_once_in_the_stored_page(
    client, root, slug, settings, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE_SECONDS = 600
    page = a_page(root, text(OPENING, "Wir bauen Brücken."), slug=slug)
    named(page, "Entwurf 1")
    assert "Entwurf 3" not in client.get(page.versions_url).text
    with django_capture_on_commit_callbacks(execute=True):
        version = named(page, "Entwurf 3", day=3)
    assert "Entwurf 3" in client.get(page.versions_url).text
    with django_capture_on_commit_callbacks(execute=True):
        versions.remove_version(version, by=None)
    assert "Entwurf 3" not in client.get(page.versions_url).text


def test_more_versions_and_paragraphs_cost_no_more_queries(client, page, citizen):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page.versions_url).status_code == 200
        return len(captured)

    client.force_login(citizen)  # past the page cache
    queries()
    few = queries()
    rewritten(page, *(text(str(uuid.uuid4()), f"Absatz {number}") for number in range(60)))
    for number in range(3, 15):
        named(page, f"Entwurf {number}", day=number)
    assert queries() == few
    assert few <= 25


def form_data(**changes: str) -> dict:
    return {"label": "Beschluss", "published_on": "2026-03-01", "note": "Fertig.", **changes}


def test_an_editor_names_what_is_public_and_the_history_tells_it(client, page, editor):
    client.force_login(editor)
    address = reverse("content_versions", args=[page.pk])
    assert address in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert client.get(address).status_code == 200
    assert client.post(address, form_data()).status_code == 302
    version = page.text_versions.get(label="Beschluss")
    assert version.revision_number == page.live_revision_id
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).text
    assert "Beschluss" in history
    client.post(reverse("content_remove_version", args=[page.pk, version.pk]))
    assert not page.text_versions.filter(label="Beschluss").exists()
    assert PageLogEntry.objects.filter(action="content.remove_version").exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"label": "Entwurf 1"},
        {"label": ""},
        {"label": "x" * 81},
        {"label": "a\x00b"},
        {"published_on": "gestern"},
        {"note": "x" * 1_000_000},
    ],
)
def test_bad_names_are_refused_in_words(client, page, editor, changes):
    client.force_login(editor)
    answer = client.post(reverse("content_versions", args=[page.pk]), form_data(**changes))
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert page.text_versions.count() == 2


def test_who_may_not_publish_names_nothing(client, page, citizen):
    version = page.text_versions.first()
    client.force_login(citizen)
    for address in (
        reverse("content_versions", args=[page.pk]),
        reverse("content_remove_version", args=[page.pk, version.pk]),
    ):
        assert client.post(address, form_data()).status_code in {302, 403}
    assert page.text_versions.count() == 2


def test_a_version_is_removed_only_by_way_of_its_own_page(client, page, root, editor):
    other = a_page(root, text(OPENING, "Anders."))
    client.force_login(editor)
    version = page.text_versions.first()
    address = reverse("content_remove_version", args=[other.pk, version.pk])
    assert client.post(address).status_code == 404
    assert client.get(address).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_once_give_one_name_once(root):
    page = a_page(root, text(OPENING, "Gemeinsam."))

    def name(_number: int) -> bool:
        try:
            named(page, "Beschluss")
            return True
        except versions.LabelTaken:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        assert sorted(people.map(name, range(4))) == [False, False, False, True]
    assert page.text_versions.count() == 1
