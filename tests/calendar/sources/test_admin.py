"""External calendars in the admin: who may do what, and what the reports say."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission

from agenda.calendar.models import CalendarSource, EventPage
from agenda.calendar.sources import importing
from agenda.calendar.sources.fetching import Answer
from participation.accounts.models import User

from ..factories import a_calendar
from .files import a_file, an_item, soon


@pytest.fixture
def other_calendar(db):
    return a_calendar(title="Vereine", slug="vereine")


@pytest.fixture
def clerk(db, other_calendar) -> User:
    """Somebody who keeps sources, but publishes in another calendar only."""
    group = Group.objects.create(name="Vereinsbüro")
    for codename in ("access_admin", "add_calendarsource", "change_calendarsource",
                     "delete_calendarsource"):  # fmt: skip
        group.permissions.add(Permission.objects.get(codename=codename))
    for codename in ("add_page", "change_page", "publish_page"):
        GroupPagePermission.objects.create(
            group=group,
            page=other_calendar,
            permission=Permission.objects.get(
                codename=codename, content_type__app_label="wagtailcore"
            ),
        )
    user = User.objects.create_user("buero@auenbrueck.example", display_name="Büro")
    user.groups.add(group)
    return user


def address(name: str, source: CalendarSource) -> str:
    if name.startswith("calendar_source"):
        return reverse(name, args=[source.pk])
    return reverse(f"wagtailsnippets_calendar_calendarsource:{name}", args=[source.pk])


OF_ONE_SOURCE = ["calendar_source_reports", "edit", "delete", "history", "usage"]


@pytest.mark.parametrize("name", OF_ONE_SOURCE)
def test_editors_reach_what_others_do_not(client, editor, clerk, citizen, source, name):
    answers = {}
    for person in (editor, clerk, citizen):
        client.force_login(person)
        answers[person] = client.get(address(name, source)).status_code

    assert answers[editor] == 200
    # The admin leads away whoever may not come in.
    assert answers[clerk] in {302, 403}
    assert answers[citizen] in {302, 403}


def test_fetch_now_is_for_those_who_publish_there(
    client, editor, clerk, citizen, source, monkeypatch
):
    asked, url = [], address("calendar_source_fetch", source)

    def fetch(source, *, is_forced: bool) -> Answer:
        asked.append((source.pk, is_forced))
        return Answer(a_file(an_item("a", soon(5))))

    monkeypatch.setattr(importing, "fetch", fetch)
    client.post(url)
    for person in (clerk, citizen):
        client.force_login(person)
        client.post(url)
    assert asked == []

    client.force_login(editor)
    assert client.get(url).status_code == 405
    answer = client.post(url, follow=True)

    assert asked == [(source.pk, True)]
    assert answer.redirect_chain == [(address("calendar_source_reports", source), 302)]
    assert "Termin a" in answer.content.decode()


def test_an_unknown_source_is_not_found(client, editor):
    client.force_login(editor)

    assert client.get(reverse("calendar_source_reports", args=[0])).status_code == 404
    assert client.post(reverse("calendar_source_fetch", args=[0])).status_code == 404


def test_the_list_shows_the_sources_of_calendars_in_which_one_publishes(
    client, editor, clerk, source, other_calendar
):
    CalendarSource.objects.create(
        name="Sportbund", url="https://example.org/b.ics", calendar_page=other_calendar
    )
    url = reverse("wagtailsnippets_calendar_calendarsource:list")
    client.force_login(clerk)
    words = client.get(url).content.decode()
    assert "Sportbund" in words
    assert "Bücherei" not in words

    client.force_login(editor)
    words = client.get(url).content.decode()
    assert "Sportbund" in words
    assert "Bücherei" in words


def test_sources_in_the_list_cost_no_query_each(client, editor, source):
    url = reverse("wagtailsnippets_calendar_calendarsource:list")
    client.force_login(editor)
    client.get(url)
    with_one = queries_of(client, url)
    for number in range(6):
        CalendarSource.objects.create(
            name=f"Verein {number}",
            url="https://example.org/b.ics",
            calendar_page=source.calendar_page,
        )

    assert queries_of(client, url) == with_one


def form_data(calendar_page, **fields) -> dict:
    return {
        "name": "Verein",
        "url": "https://example.org/c.ics",
        "calendar_page": calendar_page.pk,
        "hours": 12,
    } | fields


def test_a_source_goes_only_where_one_may_publish(client, clerk, source, other_calendar):
    client.force_login(clerk)
    url = reverse("wagtailsnippets_calendar_calendarsource:add")

    refused = client.post(url, form_data(source.calendar_page))
    taken = client.post(url, form_data(other_calendar))

    assert "calendar_page" in refused.context["form"].errors
    assert taken.status_code == 302
    assert CalendarSource.objects.get(name="Verein").calendar_page.pk == other_calendar.pk


def test_after_a_change_the_file_is_read_again(client, editor, source):
    CalendarSource.objects.update(etag='"eins"')
    client.force_login(editor)

    answer = client.post(address("edit", source), form_data(source.calendar_page, name="Neu"))

    assert answer.status_code == 302
    source.refresh_from_db()
    assert (source.name, source.etag) == ("Neu", "")


def test_other_addresses_than_those_of_the_web_are_refused(client, editor, source):
    client.force_login(editor)

    for url in ("ftp://example.org/a.ics", "file:///etc/passwd", "webcal://example.org/a.ics"):
        data = form_data(source.calendar_page, url=url)
        answer = client.post(address("edit", source), data)
        assert "url" in answer.context["form"].errors


def test_report_is_shown_to_editors_in_words(source, imported, client, editor):
    imported(an_item("a", soon(5)), "UID:x")
    client.force_login(editor)

    answer = client.get(address("calendar_source_reports", source))

    assert answer.status_code == 200
    assert "Termin a" in answer.content.decode()


def test_reports_cost_no_query_each(source, imported, client, editor):
    imported(an_item("a", soon(5)))
    client.force_login(editor)
    url = address("calendar_source_reports", source)
    client.get(url)
    few = queries_of(client, url)
    for number in range(5, 12):
        imported(*(an_item(str(day), soon(day)) for day in range(4, number)))

    assert queries_of(client, url) == few


def queries_of(client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_only_the_last_reports_are_kept(imported, source):
    for _number in range(23):
        imported()

    assert source.imports.count() == 20


def delete(client, source: CalendarSource, **data):
    return client.post(address("delete", source), data)


def test_deleting_asks_what_becomes_of_the_events(client, editor, source, imported):
    imported(an_item("a", soon(5)))
    client.force_login(editor)
    assert 'name="events"' in client.get(address("delete", source)).text

    answer = delete(client, source)

    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"events"}
    assert CalendarSource.objects.exists()


def test_a_source_without_events_is_deleted_without_asking(client, editor, source):
    client.force_login(editor)
    assert 'name="events"' not in client.get(address("delete", source)).text
    assert delete(client, source).status_code == 302
    assert not CalendarSource.objects.exists()


def test_events_may_stay_without_their_source(client, editor, source, imported):
    imported(an_item("a", soon(5)))
    client.force_login(editor)
    delete(client, source, events="keep")

    assert not CalendarSource.objects.exists()
    assert EventPage.objects.live().count() == 1


def test_events_may_go_with_their_source_but_for_what_was_edited(client, editor, source, imported):
    imported(an_item("a", soon(5)), an_item("b", soon(6)), an_item("c", soon(7)))
    edited = EventPage.objects.get(title="Termin b")
    edited.summary = "Von Hand"
    edited.save_revision().publish()
    CalendarSource.objects.update(publishes=False)
    imported(*(an_item(name, soon(day)) for name, day in zip("abcd", range(5, 9), strict=True)))
    client.force_login(editor)
    delete(client, source, events="take_back")

    assert not CalendarSource.objects.exists()
    assert [page.title for page in EventPage.objects.live()] == ["Termin b"]
    assert set(EventPage.objects.values_list("title", flat=True)) == {
        "Termin a", "Termin b", "Termin c",
    }  # fmt: skip
