"""Stored pages are dropped when their discussion changes, and only then."""

import pytest
from wagtail.models import Locale

from participation.accounts import contributions
from participation.comments import services

from .factories import State, a_comment, a_page, a_waiting_comment, an_office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _page_cache_on(settings):
    settings.PAGE_CACHE_SECONDS = 600


@pytest.fixture
def english(page):
    translation = page.copy_for_translation(
        Locale.objects.get(language_code="en"), copy_parents=True
    )
    translation.save_revision().publish()
    return translation


def test_a_decision_shows_at_once_in_every_language(client, page, english, citizen, commits):
    comment = a_waiting_comment(page, citizen, text="Endlich!")
    for address in (page.url, english.url, f"{page.url}?kommentare=1"):
        assert "Endlich!" not in client.get(address).text
    with commits():
        contributions.publish(comment)
    for address in (page.url, english.url, f"{page.url}?kommentare=1"):
        assert "Endlich!" in client.get(address).text
    with commits():
        contributions.reject(comment, reason="Doch nicht.")
    for address in (page.url, english.url):
        assert "Endlich!" not in client.get(address).text


def test_withdrawing_shows_at_once(client, page, citizen, commits):
    comment = a_comment(page, text="Zu früh gesagt", author=citizen)
    assert "Zu früh gesagt" in client.get(page.url).text
    with commits():
        contributions.withdraw(comment)
    assert "Zu früh gesagt" not in client.get(page.url).text


def test_an_official_answer_shows_at_once(client, page, moderator, commits):
    opening = a_comment(page)
    client.get(page.url)
    with commits():
        services.answer_officially(opening, text="Kommt im Mai.", office=an_office(), by=moderator)
    assert "Kommt im Mai." in client.get(page.url).text


def test_other_pages_stay_stored(client, page, root, citizen, commits, django_assert_num_queries):
    other = a_page(root)
    comment = a_waiting_comment(page, citizen)
    client.get(other.url)
    with commits():
        contributions.publish(comment)
    with django_assert_num_queries(0):
        client.get(other.url)


def test_what_only_waits_leaves_the_page_stored(client, page, commits, django_assert_num_queries):
    client.get(page.url)
    comment = a_comment(page, state=State.UNCONFIRMED, published_at=None)
    with commits():
        contributions.confirm(comment)
    with django_assert_num_queries(0):
        client.get(page.url)
