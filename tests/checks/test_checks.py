"""Guides and services are checked from time to time, and readers see when."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Locale, PageLogEntry, Workflow

from agenda.checks import rules, services
from agenda.checks.models import CheckReminder
from agenda.guides.models import GuidePage
from agenda.services.models import ServicePage
from participation.accounts.models import User
from tests.guides.factories import a_guide, a_guide_index
from tests.services.factories import a_service, a_service_index

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 31)


@pytest.fixture(autouse=True)
def today(settings):
    settings.PAGE_CACHE_SECONDS = 0
    with time_machine.travel("2026-03-31T12:00:00+02:00", tick=True):
        yield TODAY


@pytest.fixture
def index(root):
    return a_guide_index(root)


@pytest.fixture
def guide(index):
    return a_guide(index, title="Passwörter", checked_on=date(2025, 1, 31))


def someone(email: str, *, page, permissions: tuple[str, ...]) -> User:
    """Return somebody with these permissions on `page` who may enter the admin."""
    person = User.objects.create_user(email, display_name=email.split("@")[0])
    group = Group.objects.create(name=email)
    group.permissions.add(
        *Group.objects.get(name="Editors").permissions.filter(codename="access_admin")
    )
    for name in permissions:
        GroupPagePermission.objects.create(group=group, page=page, permission=_permission(name))
    person.groups.add(group)
    return User.objects.get(pk=person.pk)


def _permission(name: str):
    return Permission.objects.get(codename=f"{name}_page", content_type__app_label="wagtailcore")


def stored(page) -> GuidePage:
    return GuidePage.objects.get(pk=page.pk)


def html(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("checked_on", "months"),
    [
        (date(2025, 3, 31), 12),
        (date(2025, 4, 1), 12),
        (date(2026, 2, 28), 1),
        (date(2025, 12, 31), 2),
        (date(2024, 2, 29), 12),
        (None, 12),
    ],
)
def test_database_and_page_agree_on_when_a_check_is_due(index, checked_on, months):
    guide = a_guide(index, checked_on=checked_on, check_every_months=months)
    planned = GuidePage.objects.with_next_check().get(pk=guide.pk)
    assert planned.next_check_on == planned.check_due_on
    is_due = GuidePage.objects.check_is_due().filter(pk=guide.pk).exists()
    assert is_due == (planned.check_due_since is not None)
    assert is_due == (planned.check_due_on <= TODAY)


def test_readers_see_the_last_check_and_that_the_next_is_due(client, guide):
    for rest in ("", "kapitel/mitte/", "alles/"):
        text = html(client, guide.url + rest)
        assert "31. Januar 2025" in text
        assert "31. Januar 2026" in text
    fresh = a_guide(guide.get_parent(), title="Frisch", checked_on=TODAY)
    assert "2027" not in html(client, fresh.url)


def test_services_are_checked_in_the_same_way(client, root, editor):
    service = a_service(a_service_index(root), checked_on=date(2025, 1, 31))
    assert "31. Januar 2026" in html(client, service.url)
    services.confirm(service, by=editor)
    assert "31. Januar 2026" not in html(client, service.url)
    assert ServicePage.objects.get(pk=service.pk).checked_on == TODAY


def test_a_check_lapses_on_stored_pages_too(
    client, index, settings, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE_SECONDS = 10 * 24 * 3600
    guide = a_guide(index, checked_on=date(2025, 4, 2))
    url = f"{guide.url}kapitel/mitte/"
    assert "2. April 2026" not in html(client, url)
    with time_machine.travel("2026-04-02T00:30:00+02:00", tick=True):
        with django_capture_on_commit_callbacks(execute=True):
            services.purge_lapsed()
        assert "2. April 2026" in html(client, url)


def test_one_press_of_the_button_tells_readers_and_the_log(client, guide, editor):
    client.force_login(editor)
    url = reverse("confirm_check", args=[guide.pk])
    edit = reverse("wagtailadmin_pages:edit", args=[guide.pk])
    assert url in html(client, edit)
    assert "Passwörter" in html(client, url)
    assert stored(guide).checked_on == date(2025, 1, 31)

    response = client.post(url)

    assert response.url == edit
    assert stored(guide).checked_on == TODAY
    entry = PageLogEntry.objects.get(page=guide.pk, action="checks.confirm")
    assert entry.user == editor
    assert html(client, reverse("wagtailadmin_pages:history", args=[guide.pk]))


def test_confirming_twice_a_day_is_once(guide, editor):
    services.confirm(guide, by=editor)
    revisions = guide.revisions.count()
    services.confirm(guide, by=editor)
    assert guide.revisions.count() == revisions
    assert PageLogEntry.objects.filter(action="checks.confirm").count() == 1


def test_a_draft_stays_a_draft_and_gets_the_date_too(client, guide, editor):
    draft = stored(guide)
    draft.title = "Geheimer Entwurf"
    draft.save_revision(user=editor)
    Workflow.objects.get().start(draft, editor)

    services.confirm(stored(guide), by=editor)

    page = stored(guide)
    assert page.title == "Passwörter"
    assert page.has_unpublished_changes
    assert page.workflow_in_progress
    latest = page.get_latest_revision_as_object()
    assert (latest.title, latest.checked_on) == ("Geheimer Entwurf", TODAY)
    assert "Geheimer Entwurf" not in html(client, guide.url)


def test_the_check_counts_in_every_language_that_the_person_answers_for(index, guide, editor):
    english = guide.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    english.save_revision().publish()
    only_german = someone("de@auenbrueck.example", page=index, permissions=("change", "publish"))
    services.confirm(guide, by=only_german)
    assert (stored(guide).checked_on, stored(english).checked_on) == (TODAY, date(2025, 1, 31))
    services.confirm(english, by=editor)
    assert stored(english).checked_on == TODAY


@pytest.mark.parametrize(
    ("permissions", "is_responsible", "may"),
    [
        (("publish",), False, True),
        (("change",), False, False),
        (("change",), True, True),
        ((), True, False),
        (("add",), True, False),
    ],
)
def test_who_may_confirm(client, index, guide, permissions, is_responsible, may):
    person = someone("amt@auenbrueck.example", page=index, permissions=permissions)
    if is_responsible:
        GuidePage.objects.filter(pk=guide.pk).update(responsible=person)
    assert rules.may_confirm(person, stored(guide)) == may
    client.force_login(person)
    response = client.post(reverse("confirm_check", args=[guide.pk]))
    assert (stored(guide).checked_on == TODAY) == may
    assert response.status_code == 302
    if not may:
        with pytest.raises(rules.NotAllowed):
            services.confirm(guide, by=person)


def test_what_is_not_public_cannot_be_confirmed(client, guide, editor):
    guide.unpublish()
    with pytest.raises(rules.NotPublic):
        services.confirm(stored(guide), by=editor)
    client.force_login(editor)
    assert client.post(reverse("confirm_check", args=[guide.pk])).status_code == 302
    assert stored(guide).checked_on == date(2025, 1, 31)


@pytest.mark.parametrize("method", ["get", "post"])
def test_other_pages_have_no_check(client, editor, index, method):
    client.force_login(editor)
    for pk in (index.pk, 1, 999999):
        url = reverse("confirm_check", args=[pk])
        assert getattr(client, method)(url).status_code == 404


def test_the_button_leads_back_but_not_to_strangers(client, guide, editor):
    client.force_login(editor)
    url = reverse("confirm_check", args=[guide.pk])
    report = reverse("guides_report:index")
    assert client.post(url, {"next": report}).url == report
    assert "evil" not in client.post(url, {"next": "https://evil.example/"}).url


def test_the_form_refuses_a_check_in_the_future(client, guide, editor):
    client.force_login(editor)
    edit = reverse("wagtailadmin_pages:edit", args=[guide.pk])
    data = {
        "checked_on": (TODAY + timedelta(days=1)).isoformat(),
        "check_every_months": "0",
        "body-count": "0",
    }
    for rows in ("comments", "chapters", "related_pages"):
        data |= {f"{rows}-TOTAL_FORMS": "0", f"{rows}-INITIAL_FORMS": "0"}
    form = client.post(edit, data).context["form"]
    assert "checked_on" in form.errors
    assert "check_every_months" in form.errors


def test_the_report_filters_and_confirms(client, index, guide, editor):
    soon = a_guide(index, title="Bald", checked_on=date(2025, 4, 10), responsible=editor)
    a_guide(index, title="Später", checked_on=TODAY, responsible=editor)
    client.force_login(editor)
    report = reverse("guides_report:index")

    def titles(**query) -> list[str]:
        response = client.get(report, query)
        assert response.status_code == 200
        return [page.title for page in response.context["object_list"]]

    assert titles() == ["Passwörter", "Bald", "Später"]
    assert titles(check="due") == ["Passwörter"]
    assert titles(check="soon") == ["Bald"]
    assert titles(check="current") == ["Später"]
    assert titles(reminded="nobody") == ["Passwörter"]
    assert titles(reminded="somebody") == ["Bald", "Später"]
    assert titles(responsible=editor.pk, check="soon") == ["Bald"]
    assert titles(q="Bald", check="soon") == ["Bald"]
    assert titles(check="nonsense", ordering="nonsense")
    text = html(client, report)
    assert "niemand" in text or "nobody" in text
    assert text.count(f'action="{reverse("confirm_check", args=[soon.pk])}"') == 1
    assert "csrfmiddlewaretoken" in text
    assert client.get(report, {"export": "csv"}).status_code == 200
    assert client.get(reverse("services_report:index")).status_code == 200


def test_the_report_knows_who_lost_the_right_to_edit(client, index, guide, editor, citizen):
    GuidePage.objects.filter(pk=guide.pk).update(responsible=citizen)
    [page] = rules.with_recipients(GuidePage.objects.all())
    assert not page.is_answered_for
    GuidePage.objects.filter(pk=guide.pk).update(responsible=editor)
    [page] = rules.with_recipients(GuidePage.objects.all())
    assert page.is_answered_for


def test_the_queries_of_the_report_do_not_grow(client, index, guide, editor):
    client.force_login(editor)
    url = reverse("guides_report:index")

    def queries() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        # The menu of each row asks wagtail-localize whether the page can be translated.
        theirs = ("wagtail_localize_translatableobject", 'NOT ("wagtailcore_locale"."id" IN')
        texts = [query["sql"] for query in captured]
        return len([text for text in texts if not any(word in text for word in theirs)])

    a_guide(index, checked_on=date(2025, 1, 1), responsible=editor)
    before = queries()
    for _number in range(5):
        a_guide(index, checked_on=date(2025, 1, 1), responsible=editor)
    assert queries() <= before


def test_a_check_ends_its_reminders(guide, editor):
    CheckReminder.objects.create(
        page=guide, person=editor, due_on=date(2026, 1, 31), stage=CheckReminder.Stage.LAPSED
    )
    services.confirm(guide, by=editor)
    assert not CheckReminder.objects.exists()
    assert timezone.localdate() == TODAY


def test_a_check_does_not_make_the_text_look_new(guide, editor):
    before = stored(guide)
    alias = guide.create_alias(parent=guide.get_parent(), update_slug="zweite-adresse")
    services.confirm(guide, by=editor)
    after = stored(guide)
    assert after.checked_on == TODAY
    assert after.last_published_at == before.last_published_at
    assert stored(alias).last_published_at == before.last_published_at
    assert (
        after.get_structured_data()["dateModified"]
        == (before.get_structured_data()["dateModified"])
    )


def test_no_cell_of_the_report_is_run_as_a_formula(client, index, editor):
    a_guide(index, title="=1+1", checked_on=TODAY)
    client.force_login(editor)
    answer = client.get(reverse("guides_report:index"), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert "'=1+1" in text
    assert "\n=1+1" not in text
