"""Views of pages are counted by the day; who reads them is not noted anywhere."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from queue import Queue
from threading import Barrier

import pytest
from django.db import OperationalError
from django.db.models import Count, Sum
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.content import view_counts
from cms.content.jobs import forget_old_views
from cms.content.models import DailyViews
from cms.content.view_counts import ViewBuffer, add_views
from home.models import StandardPage
from tests.guides.factories import a_guide, a_guide_index

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
TODAY = date(2026, 3, 2)
YESTERDAY = date(2026, 3, 1)


@pytest.fixture(params=[600, 0], ids=["cached", "uncached"])
def _cached_or_not(request, settings):
    settings.PAGE_CACHE_SECONDS = request.param


@pytest.fixture
def page(root) -> StandardPage:
    return root.add_child(instance=StandardPage(title="Über uns", slug="ueber-uns"))


@pytest.fixture
def read(client):
    def read(path: str = "/ueber-uns/", agent: str = FIREFOX, **headers):
        return client.get(path, headers={"user-agent": agent, **headers})

    return read


def views(page: Page) -> int:
    return sum(DailyViews.objects.filter(page=page).values_list("views", flat=True))


@pytest.mark.usefixtures("_cached_or_not")
def test_each_reading_counts_for_the_day(read, page):
    for _ in range(3):
        assert read().status_code == 200
    (row,) = DailyViews.objects.all()
    assert (row.page_id, row.day, row.views) == (page.pk, timezone.localdate(), 3)


@pytest.mark.usefixtures("_cached_or_not")
def test_chapter_counts_once_for_its_guide(read, root):
    guide = a_guide(a_guide_index(root))
    for _ in range(2):
        assert read(f"{guide.url}kapitel/mitte/").status_code == 200
    assert views(guide) == 2
    assert DailyViews.objects.count() == 1


@pytest.mark.usefixtures("_cached_or_not")
def test_signed_in_citizen_counts_and_staff_do_not(client, read, page, citizen, editor):
    client.force_login(citizen)
    read()
    client.force_login(editor)
    read()
    assert views(page) == 1


@pytest.mark.usefixtures("_cached_or_not")
def test_page_for_members_only_is_not_counted(client, read, page, citizen):
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    read()
    client.force_login(citizen)
    assert read().status_code == 200
    assert views(page) == 0


@pytest.mark.usefixtures("_cached_or_not")
def test_password_form_in_the_place_of_a_page_is_not_counted(read, page):
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="auen")
    assert read().status_code == 200
    assert views(page) == 0


@pytest.mark.usefixtures("_cached_or_not")
def test_head_prefetch_and_fragment_are_not_counted(client, read, page):
    client.head("/ueber-uns/", headers={"user-agent": FIREFOX})
    read(sec_purpose="prefetch;prerender")
    read(purpose="prefetch")
    read(hx_request="true")
    assert views(page) == 0


@pytest.mark.parametrize(
    "agent",
    [
        "",
        " ",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0)",
        "facebookexternalhit/1.1",
        "curl/8.9.1",
        "python-requests/2.32",
        "Mozilla/5.0 (compatible; Yahoo! Slurp)",
        "SomeSpider",
    ],
)
@pytest.mark.usefixtures("_cached_or_not")
def test_robot_is_not_counted(read, page, agent):
    assert read(agent=agent).status_code == 200
    assert views(page) == 0


def test_telephone_with_bot_in_its_name_is_no_robot(read, page):
    read(agent="Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 Chrome/131")
    assert views(page) == 1


def test_page_that_the_browser_still_has_counts_as_read(read, page, settings):
    settings.PAGE_CACHE_SECONDS = 600
    etag = read()["ETag"]
    assert read(if_none_match=etag).status_code == 304
    assert views(page) == 2


@pytest.mark.usefixtures("_cached_or_not")
def test_missing_page_redirect_and_feed_are_not_counted(read, page, monkeypatch):
    assert read("/gibt-es-nicht/").status_code == 404
    assert read("/ueber-uns").status_code == 301

    def serve_feed(page, request):
        return HttpResponse("<rss/>", content_type="application/rss+xml")

    monkeypatch.setattr(StandardPage, "serve", serve_feed)
    assert read().status_code == 200
    assert views(page) == 0


def test_draft_seen_by_its_editor_is_not_counted(client, editor, page):
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    assert client.get(address, headers={"user-agent": FIREFOX}).status_code == 200
    assert views(page) == 0


@pytest.mark.usefixtures("_cached_or_not")
def test_reader_cannot_see_which_page_was_counted(read, page):
    for _ in range(2):
        answer = read()
        assert not answer.cookies
        assert not any("page" in name.lower() or "view" in name.lower() for name in answer.headers)


def test_nothing_but_page_day_and_number_is_stored():
    assert {field.name for field in DailyViews._meta.fields} == {"id", "page", "day", "views"}


def test_stored_answer_costs_no_query_until_views_are_written(
    read, page, settings, django_assert_num_queries, monkeypatch
):
    settings.PAGE_CACHE_SECONDS, settings.VIEW_COUNT_SECONDS = 600, 30
    buffer = ViewBuffer(add_views)
    monkeypatch.setattr(view_counts, "buffer", buffer)
    read()
    with django_assert_num_queries(0):
        for _ in range(5):
            read()
    # One statement, and the savepoint around it.
    with django_assert_num_queries(3):
        buffer.write_out()
    assert views(page) == 6


def test_views_of_several_days_and_pages_are_added_in_one_go(page, root):
    add_views({(page.pk, YESTERDAY): 2, (page.pk, TODAY): 3})
    add_views({(page.pk, TODAY): 4, (root.pk, TODAY): 1})
    assert set(DailyViews.objects.values_list("page", "day", "views")) == {
        (page.pk, YESTERDAY, 2),
        (page.pk, TODAY, 7),
        (root.pk, TODAY, 1),
    }


def test_page_deleted_meanwhile_takes_no_other_views_with_it(page, root):
    gone = page.pk
    page.delete()
    add_views({(gone, TODAY): 2, (root.pk, TODAY): 3})
    assert list(DailyViews.objects.values_list("page", "views")) == [(root.pk, 3)]


def test_views_wait_while_the_database_is_away(settings):
    settings.VIEW_COUNT_SECONDS = 0
    written, is_away = [], [True]

    def write(counts):
        if is_away[0]:
            raise OperationalError("connection refused")
        written.append(counts)

    buffer = ViewBuffer(write)
    buffer.add(1, TODAY)
    buffer.add(1, TODAY)
    is_away[0] = False
    buffer.add(2, TODAY)
    assert written == [{(1, TODAY): 2, (2, TODAY): 1}]


def test_reader_notices_nothing_while_views_cannot_be_written(read, page, monkeypatch):
    def fail(counts):
        raise OperationalError("connection refused")

    monkeypatch.setattr(view_counts, "buffer", ViewBuffer(fail))
    assert read().status_code == 200


def test_buffer_is_bounded_and_goes_on_counting_what_it_holds(settings, monkeypatch):
    settings.VIEW_COUNT_SECONDS = 30
    monkeypatch.setattr(view_counts, "MAX_BUFFER", 2)
    written = []
    buffer = ViewBuffer(written.append)
    for page_id in (1, 2, 3, 2):
        buffer.add(page_id, TODAY)
    buffer.write_out()
    assert written == [{(1, TODAY): 1, (2, TODAY): 2}]


def test_many_pages_are_written_before_the_time_has_come(settings, monkeypatch):
    settings.VIEW_COUNT_SECONDS = 3600
    monkeypatch.setattr(view_counts, "FULL_BUFFER", 2)
    written = Queue()
    buffer = ViewBuffer(written.put)
    buffer.add(1, TODAY)
    assert written.empty()
    buffer.add(2, TODAY)
    assert written.get(timeout=10) == {(1, TODAY): 1, (2, TODAY): 1}


@pytest.mark.django_db(transaction=True)
def test_no_view_is_lost_or_doubled_among_many_threads_and_processes(root, settings):
    """Each buffer stands for a process; all write to the same rows again and again."""
    settings.VIEW_COUNT_SECONDS = 0.01
    buffers = [ViewBuffer(add_views) for _ in range(3)]
    pages = [
        root.add_child(instance=StandardPage(title=f"Seite {n}", slug=f"seite-{n}"))
        for n in range(4)
    ]
    readers, rounds = 12, 250
    start = Barrier(readers)

    def read_much(reader: int) -> None:
        start.wait()
        for number in range(rounds):
            buffers[reader % 3].add(pages[(reader + number) % 4].pk, TODAY)
            if number % 50 == 0:
                time.sleep(0.01)

    with ThreadPoolExecutor(readers) as pool:
        list(pool.map(read_much, range(readers)))
    for buffer in buffers:
        buffer.write_out(wait_seconds=30)
    totals = DailyViews.objects.aggregate(rows=Count("pk"), views=Sum("views"))
    assert totals == {"rows": len(pages), "views": readers * rounds}


def test_views_older_than_two_years_are_forgotten(page, time_machine):
    time_machine.move_to(datetime(2026, 3, 2, 12, tzinfo=UTC), tick=False)
    kept, forgotten = date(2024, 2, 2), date(2024, 2, 1)
    add_views({(page.pk, kept): 1, (page.pk, forgotten): 1, (page.pk, TODAY): 1})
    forget_old_views()
    assert set(DailyViews.objects.values_list("day", flat=True)) == {kept, TODAY}


def test_views_go_with_their_page(page):
    add_views({(page.pk, TODAY): 1})
    page.delete()
    assert not DailyViews.objects.exists()
