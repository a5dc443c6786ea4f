"""Editors see which links lead nowhere on their pages, and what they can do about it."""

import csv

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission

from cms.content.link_check.collecting import collect_links
from cms.content.models import LinkCheck, LinkProblem, LinkState
from participation.accounts.models import User

from .conftest import to, to_page

pytestmark = pytest.mark.django_db

MAX_QUERIES = 20


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def broken(page_with) -> LinkCheck:
    """A broken address on a public page."""
    page_with(to("https://weg.de/"), title="Mit Fehler")
    collect_links()
    LinkCheck.objects.update(state=LinkState.BROKEN, problem=LinkProblem.NOT_FOUND, status=404)
    return LinkCheck.objects.get()


def listed(client, query: str = "") -> list[str]:
    context = client.get(f"{reverse('link_report')}?{query}").context
    return [link.address for link in context["object_list"]]


def test_the_report_names_link_problem_and_page(desk, broken):
    page = desk.get(reverse("link_report")).text
    edit = reverse("wagtailadmin_pages:edit", args=[broken.uses.get().page_id])
    for words in ("https://weg.de/", "(404)", "Mit Fehler", edit):
        assert words in page
    assert page.count("csrfmiddlewaretoken") >= 3


def test_only_broken_and_unclear_links_are_shown_at_first(desk, broken, page_with):
    page_with(*map(to, ("https://ok.de/", "https://neu.de/", "https://unklar.de/")))
    collect_links()
    for address, state in (("https://ok.de/", "ok"), ("https://unklar.de/", "unclear")):
        LinkCheck.objects.filter(address=address).update(state=state)
    assert listed(desk) == ["https://weg.de/", "https://unklar.de/"]
    assert listed(desk, "state=ok") == ["https://ok.de/"]
    assert listed(desk, "state=waiting&kind=web") == ["https://neu.de/"]
    assert listed(desk, "q=weg") == ["https://weg.de/"]
    assert listed(desk, "state=x&kind=x&p=99&ordering=x") == listed(desk)


def test_a_link_can_be_ignored_and_taken_back(desk, broken):
    path = reverse("ignore_link", args=[broken.pk])
    assert desk.post(path, {"ignore": "1"}).status_code == 302
    assert listed(desk) == []
    assert listed(desk, "state=ignored") == ["https://weg.de/"]
    desk.post(path, {"ignore": "0"})
    assert listed(desk) == ["https://weg.de/"]


def test_check_again_asks_at_once(desk, page_with, server):
    page_with(to(f"{server.url}/once"))
    collect_links()
    link = LinkCheck.objects.get()
    LinkCheck.objects.update(state=LinkState.BROKEN)
    server.is_mended = True
    assert desk.post(reverse("check_link", args=[link.pk])).status_code == 302
    link.refresh_from_db()
    assert link.state == LinkState.OK
    asked = len(server.asked)
    desk.post(reverse("check_link", args=[link.pk]))
    assert len(server.asked) == asked


def test_check_all_again_sees_what_was_mended_inside(desk, page_with):
    hidden = page_with()
    hidden.unpublish()
    page = page_with(to_page(hidden))
    collect_links()
    assert listed(desk) == [str(hidden.pk)]
    assert hidden.title in desk.get(reverse("link_report")).text
    page.body = []
    page.save_revision().publish()
    desk.post(reverse("check_all_links"))
    assert listed(desk) == []


def test_buttons_change_by_post_only(desk, broken):
    for path in (
        reverse("check_all_links"),
        reverse("check_link", args=[broken.pk]),
        reverse("ignore_link", args=[broken.pk]),
    ):
        assert desk.get(path).status_code == 405
    assert desk.post(reverse("ignore_link", args=[10**9])).status_code == 404


@pytest.fixture
def helper(root, page_with) -> User:
    """Somebody who may change one page only."""
    user = User.objects.create_user("hilfe@auenbrueck.example", display_name="Hilfe")
    group = Group.objects.create(name="Hilfe")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    page = page_with(to("https://eigen.de/"), title="Eigene Seite")
    GroupPagePermission.objects.create(group=group, page=page, permission=change)
    user.groups.add(group)
    return user


def test_nobody_sees_or_changes_links_of_pages_of_others(client, helper, page_with):
    page_with(to("https://fremd.de/"), to("https://eigen.de/"), title="Fremde Seite")
    collect_links()
    LinkCheck.objects.update(state=LinkState.BROKEN)
    client.force_login(helper)
    assert listed(client) == ["https://eigen.de/"]
    assert "Fremde Seite" not in client.get(reverse("link_report")).text
    foreign = LinkCheck.objects.get(address="https://fremd.de/")
    for name in ("ignore_link", "check_link"):
        path = reverse(name, args=[foreign.pk])
        assert client.post(path, {"ignore": "1"}).status_code in {302, 403}
    foreign.refresh_from_db()
    assert not foreign.is_ignored
    assert foreign.checked_at is None


def test_people_without_pages_see_no_report(client, citizen, broken):
    client.force_login(citizen)
    assert client.get(reverse("link_report")).status_code == 302
    client.post(reverse("ignore_link", args=[broken.pk]), {"ignore": "1"})
    broken.refresh_from_db()
    assert not broken.is_ignored


def test_the_report_can_be_exported(desk, broken):
    answer = desk.get(reverse("link_report") + "?export=csv")
    rows = list(csv.reader(answer.getvalue().decode().splitlines()))
    assert rows[1][0] == "https://weg.de/"
    assert rows[1][4:6] == ["404", "Mit Fehler"]
    assert desk.get(reverse("link_report") + "?export=xlsx").status_code == 200


def test_many_rows_ask_as_often_as_one(desk, broken, page_with):
    desk.get(reverse("link_report"))
    with CaptureQueriesContext(connection) as few:
        desk.get(reverse("link_report"))
    for number in range(5):
        page_with(to(f"https://weg.de/{number}"), to("https://weg.de/"))
    collect_links()
    LinkCheck.objects.update(state=LinkState.BROKEN)
    with CaptureQueriesContext(connection) as many:
        desk.get(reverse("link_report"))
    assert len(many) <= len(few) <= MAX_QUERIES


def test_the_report_says_when_no_server_is_asked(desk, settings):
    settings.LINK_CHECK = False
    assert "LINK_CHECK" in desk.get(reverse("link_report")).text
    settings.LINK_CHECK = True
    assert "LINK_CHECK" not in desk.get(reverse("link_report")).text
