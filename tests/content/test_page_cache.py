"""Cached pages are fast, and never show what should not be seen."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from wagtail.models import PageViewRestriction

from cms.content import page_cache
from cms.content.page_cache import PageCacheMiddleware
from home.models import StandardPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _page_cache_on(settings):
    settings.PAGE_CACHE_SECONDS = 600


@pytest.fixture
def page(root) -> StandardPage:
    return root.add_child(instance=StandardPage(title="Über uns", slug="ueber-uns"))


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_second_reader_costs_no_query(client, page, django_assert_num_queries):
    first = client.get("/ueber-uns/")
    with django_assert_num_queries(0):
        second = client.get("/ueber-uns/")
    assert second.content == first.content
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert second["Content-Language"] == "de"


def test_stored_page_says_how_long_it_is(client, page):
    for _ in range(2):
        answer = client.get("/ueber-uns/")
        assert answer["Content-Length"] == str(len(answer.content))


def test_known_page_is_not_sent_again(client, page):
    etag = client.get("/ueber-uns/")["ETag"]
    answer = client.get("/ueber-uns/", headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_publishing_shows_at_once(client, page, commits):
    client.get("/ueber-uns/")
    with commits():
        page.title = "Wer wir sind"
        page.save_revision().publish()
    assert "Wer wir sind" in client.get("/ueber-uns/").text


def test_draft_never_reaches_the_public(client, page, commits):
    with commits():
        page.title = "Geheimer Entwurf"
        page.save_revision()
    assert "Geheimer Entwurf" not in client.get("/ueber-uns/").text


def test_unpublished_and_deleted_pages_are_gone_at_once(client, page, commits):
    client.get("/ueber-uns/")
    with commits():
        page.unpublish()
    assert client.get("/ueber-uns/").status_code == 404
    with commits():
        page.save_revision().publish()
    assert client.get("/ueber-uns/").status_code == 200
    with commits():
        page.delete()
    assert client.get("/ueber-uns/").status_code == 404


def test_page_made_private_is_closed_at_once(client, page, commits):
    client.get("/ueber-uns/")
    with commits():
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get("/ueber-uns/").status_code == 302


def test_private_page_seen_by_one_is_not_served_to_another(client, page, editor, commits):
    with commits():
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    client.force_login(editor)
    assert client.get("/ueber-uns/").status_code == 200
    client.logout()
    assert client.get("/ueber-uns/").status_code == 302


def test_signed_in_person_neither_reads_nor_fills_the_cache(client, page, editor):
    client.force_login(editor)
    assert "ETag" not in client.get("/ueber-uns/")
    client.logout()
    assert "Redaktion" not in client.get("/ueber-uns/").text


def test_page_rendered_during_a_change_is_not_kept(rf, page, commits):
    """A change commits while the old content is still being rendered."""

    def render_old_content_while_it_changes(request):
        with commits():
            page_cache.purge_site()
        return HttpResponse("old")

    request = rf.get("/ueber-uns/")
    request.user = AnonymousUser()
    assert PageCacheMiddleware(render_old_content_while_it_changes)(request).text == "old"

    def render_new_content(request):
        return HttpResponse("new")

    assert PageCacheMiddleware(render_new_content)(rf.get("/ueber-uns/")).text == "new"


def test_purging_an_address_leaves_others_alone(client, page, root, commits):
    root.add_child(instance=StandardPage(title="Impressum", slug="impressum"))
    client.get("/ueber-uns/")
    kept = client.get("/impressum/")["ETag"]
    with commits():
        page_cache.purge_urls(["/ueber-uns/?seite=2"])
    StandardPage.objects.update(title="Heimlich geändert")
    assert "Heimlich geändert" in client.get("/ueber-uns/").text
    assert client.get("/impressum/")["ETag"] == kept


def test_purging_finds_addresses_with_umlauts(client, root, commits):
    page = root.add_child(instance=StandardPage(title="Für alle", slug="für-alle"))
    assert "%C3%BC" in page.url
    client.get(page.url)
    StandardPage.objects.filter(pk=page.pk).update(title="Heimlich geändert")
    assert "Heimlich geändert" not in client.get(page.url).text
    with commits():
        page_cache.purge_urls([page.url])
    assert "Heimlich geändert" in client.get(page.url).text


def test_each_address_keeps_its_own_answer(client, page):
    assert client.get("/suche/?q=uns").text != client.get("/suche/?q=x").text


def test_form_with_its_cookie_is_never_stored(client):
    assert client.get("/barriere-melden/").cookies
    assert "ETag" not in client.get("/barriere-melden/")


def test_readers_get_no_cookie(client, page):
    for address in ("/", "/ueber-uns/", "/suche/?q=uns", "/seitenuebersicht/", "/gibt-es-nicht/"):
        assert not client.get(address).cookies, address


def test_process_keeps_few_answers_and_only_for_a_while(monkeypatch):
    recent = page_cache.RecentAnswers(size=2)
    for name in ("a", "b", "c"):
        recent.set(name, (name.encode(), {}))
    assert recent.get("a") is None, "the oldest has made room"
    assert recent.get("c") == (b"c", {})
    monkeypatch.setattr(page_cache, "MAX_RECENT_SECONDS", -1)
    assert recent.get("c") is None
