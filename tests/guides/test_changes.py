"""Editors tell in words what is new in a guide; readers see it once it is published."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Locale, PageLogEntry, Workflow

from agenda.checks import services as checks
from agenda.guides import services
from agenda.guides.models import ChangeNote, GuidePage

from .factories import a_guide, a_guide_index

pytestmark = pytest.mark.django_db

NOTE = "Neues Kapitel über Passkeys."


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    settings.PAGE_CACHE_SECONDS = 0


@pytest.fixture
def guide(root):
    return a_guide(a_guide_index(root), title="Passwörter")


def stored(guide) -> GuidePage:
    return GuidePage.objects.get(pk=guide.pk)


def draft_with_note(guide, text: str = NOTE, **fields):
    """Return a new revision that carries a note."""
    page = stored(guide).get_latest_revision_as_object()
    page.change_note = text
    for name, value in fields.items():
        setattr(page, name, value)
    return page.save_revision()


def notes(guide) -> list[str]:
    return [note.text for note in ChangeNote.objects.filter(guide=guide)]


def html(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_note_is_public_once_published_and_its_field_is_empty_again(client, guide):
    revision = draft_with_note(guide)
    assert NOTE not in html(client, guide.url)
    revision.publish()
    assert html(client, guide.url).count(NOTE) == 1
    page = stored(guide)
    assert page.change_note == ""
    assert page.get_latest_revision_as_object().change_note == ""
    assert ChangeNote.objects.get().date == timezone.localdate()


def test_small_corrections_are_not_told(client, guide):
    draft_with_note(guide, "  ").publish()
    assert notes(guide) == []
    assert 'id="neuigkeiten"' not in html(client, guide.url)


def test_publishing_again_makes_no_twin(guide):
    revision = draft_with_note(guide)
    revision.publish()
    revision.publish()
    stale = guide.revisions.get(pk=revision.pk)
    stale.content["change_note"] = NOTE
    stale.publish()
    stored(guide).get_latest_revision().publish()
    assert notes(guide) == [NOTE]


def test_the_same_words_may_be_told_of_another_change(guide):
    draft_with_note(guide).publish()
    draft_with_note(guide).publish()
    assert notes(guide) == [NOTE, NOTE]


def test_a_workflow_publishes_the_note(client, guide, editor, admin_user):
    draft_with_note(guide)
    state = Workflow.objects.get().start(stored(guide), editor)
    assert NOTE not in html(client, guide.url)
    state.current_task_state.approve(user=admin_user)
    assert notes(guide) == [NOTE]
    assert NOTE in html(client, guide.url)


def test_the_schedule_publishes_the_note_and_a_later_draft_does_not_repeat_it(client, guide):
    later = timezone.now() + timedelta(days=2)
    draft_with_note(guide, go_live_at=later).publish()
    assert notes(guide) == []
    assert NOTE not in html(client, guide.url)
    on_top = stored(guide).get_latest_revision_as_object()
    on_top.go_live_at = None
    on_top = on_top.save_revision()
    with time_machine.travel(later + timedelta(minutes=1), tick=True):
        call_command("publish_scheduled", verbosity=0)
        assert notes(guide) == [NOTE]
        assert ChangeNote.objects.get().date == timezone.localdate()
        assert NOTE in html(client, guide.url)
        guide.revisions.get(pk=on_top.pk).publish()
    assert notes(guide) == [NOTE]


def test_confirming_a_check_leaves_the_note_of_a_draft_alone(client, guide, editor):
    GuidePage.objects.filter(pk=guide.pk).update(checked_on=date(2020, 1, 1))
    draft_with_note(guide)
    checks.confirm(stored(guide), by=editor)
    assert notes(guide) == []
    assert NOTE not in html(client, guide.url)
    stored(guide).get_latest_revision().publish()
    assert notes(guide) == [NOTE]


def test_each_language_tells_its_own_changes(client, guide):
    draft = GuidePage.objects.get(pk=guide.pk)
    draft.change_note = NOTE
    draft.save()
    english = draft.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    assert english.change_note == ""
    english.save_revision().publish()
    assert notes(english) == []
    draft_with_note(english, "A new chapter.").publish()
    assert notes(english) == ["A new chapter."]
    assert notes(guide) == []


def test_an_alias_shows_the_changes_of_its_source(client, guide, root):
    alias = guide.create_alias(update_slug="kopie")
    draft_with_note(guide).publish()
    alias = GuidePage.objects.get(pk=alias.pk)
    assert alias.change_note == ""
    assert [note.text for note in alias.changes()] == [NOTE]
    assert ChangeNote.objects.count() == 1


def test_older_changes_are_folded_away(client, guide):
    for number in range(7):
        day = date(2026, 1, 1) + timedelta(days=number)
        ChangeNote.objects.create(guide=guide, text=f"Änderung {number} <b>", date=day)
    text = html(client, guide.url)
    told, folded = re.search(r'id="neuigkeiten"(.*?)<details>(.*?)</details>', text, re.S).groups()
    assert re.findall(r"Änderung (\d)", told) == ["6", "5", "4", "3", "2"]
    assert re.findall(r"Änderung (\d)", folded) == ["1", "0"]
    assert "&lt;b&gt;" in told


def test_the_form_of_the_editor_asks_for_the_note(client, guide, editor):
    client.force_login(editor)
    text = html(client, reverse("wagtailadmin_pages:edit", args=[guide.pk]))
    assert 'name="change_note"' in text


def told(guide) -> ChangeNote:
    """Return the note of a guide whose change was published."""
    draft_with_note(guide).publish()
    return ChangeNote.objects.get(guide=guide)


def test_a_note_is_corrected_and_deleted_by_who_may_publish(
    client, guide, editor, settings, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE_SECONDS = 600
    note = told(guide)
    client.force_login(editor)
    edit = html(client, reverse("wagtailadmin_pages:edit", args=[guide.pk]))
    changes = reverse("guide_changes", args=[guide.pk])
    form = reverse("guide_change", args=[guide.pk, note.pk])
    assert changes in edit
    assert form in html(client, changes)
    assert NOTE in html(client, form)
    client.logout()
    assert NOTE in html(client, guide.url)

    client.force_login(editor)
    with django_capture_on_commit_callbacks(execute=True):
        data = {"date": note.date.isoformat(), "text": "Richtig geschrieben."}
        assert client.post(form, data).url == changes
    client.logout()
    text = html(client, guide.url)
    assert "Richtig geschrieben." in text
    assert NOTE not in text

    client.force_login(editor)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(form, {"delete": "1"}).url == changes
    client.logout()
    assert "Richtig geschrieben." not in html(client, guide.url)
    entries = PageLogEntry.objects.filter(page=guide.pk, user=editor)
    assert set(entries.values_list("action", flat=True)) >= {
        "guides.correct_note",
        "guides.delete_note",
    }
    client.force_login(editor)
    assert html(client, reverse("wagtailadmin_pages:history", args=[guide.pk]))
    assert client.post(form, {"delete": "1"}).status_code == 404


@pytest.mark.parametrize("data", [{}, {"text": ""}, {"text": "x", "date": "gestern"}])
def test_a_note_does_not_lose_its_words_by_mistake(client, guide, editor, data):
    note = told(guide)
    client.force_login(editor)
    assert client.post(reverse("guide_change", args=[guide.pk, note.pk]), data).status_code == 200
    assert notes(guide) == [NOTE]


def test_who_may_not_publish_corrects_no_note(client, guide, citizen):
    note = told(guide)
    group = Group.objects.create(name="Schreibende")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=guide, permission=change)
    citizen.groups.add(group)
    client.force_login(citizen)
    url = reverse("guide_change", args=[guide.pk, note.pk])
    assert client.post(url, {"delete": "1"}).status_code == 302
    with pytest.raises(services.NotAllowed):
        services.delete_note(note, by=citizen)
    assert notes(guide) == [NOTE]
    assert reverse("guide_changes", args=[guide.pk]) not in html(
        client, reverse("wagtailadmin_pages:edit", args=[guide.pk])
    )
