"""Who answers for a page is reminded before its check lapses and when it has: once each."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission, Locale

from agenda.checks import services
from agenda.checks.models import CheckReminder
from agenda.checks.reminders import remind
from agenda.checks.rules import with_recipients
from agenda.guides.models import GuidePage
from cms.mail import services as mail
from cms.mail.models import Message
from participation.accounts.models import User
from tests.guides.factories import a_guide, a_guide_index
from tests.services.factories import a_service, a_service_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(root):
    return a_guide_index(root)


def guide_due(index, days: int, **fields) -> GuidePage:
    """Return a guide whose check is due in so many days."""
    guide = a_guide(index, checked_on=timezone.localdate(), **fields)
    shift = timezone.localdate() + timedelta(days=days) - guide.check_due_on
    GuidePage.objects.filter(pk=guide.pk).update(checked_on=guide.checked_on + shift)
    guide = GuidePage.objects.get(pk=guide.pk)
    assert guide.check_due_on == timezone.localdate() + timedelta(days=days)
    return guide


def after(days: int):
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=True)


def test_one_mail_tells_of_all_checks(mailbox, root, index, editor):
    guide = guide_due(index, 10, title="Passwörter <neu>", responsible=editor)
    service = a_service(
        a_service_index(root),
        title="Hundesteuer",
        responsible=editor,
        checked_on=timezone.localdate() - timedelta(days=500),
    )
    guide_due(index, 40, title="Viel später", responsible=editor)
    guide_due(index, -10, title="Ohne Verantwortliche")

    assert remind() == 1
    mail.deliver_due()

    [arrived] = mailbox.messages
    assert arrived["To"] == editor.email
    text = arrived.get_body(("plain",)).get_content()
    for page in (guide, service):
        assert page.title in text
        assert f"/pages/{page.pk}/geprueft/" in text
    assert "Viel später" not in text
    assert "Ohne Verantwortliche" not in text
    page = arrived.get_body(("html",)).get_content()
    assert "Passwörter &lt;neu&gt;" in page


def test_the_job_twice_makes_one_mail(index, editor):
    guide_due(index, 5, responsible=editor)
    assert [remind(), remind()] == [1, 0]
    assert Message.objects.count() == 1


def test_one_is_reminded_before_and_on_the_day_and_not_again(index, editor):
    guide_due(index, 20, responsible=editor)
    asked = []
    for day in (0, 5, 6, 7, 19, 20, 21, 60):
        with after(day):
            asked.append(remind())
    assert asked == [0, 0, 1, 0, 0, 1, 0, 0]


def test_a_check_ends_the_reminders_until_the_next(index, editor):
    guide = guide_due(index, 3, responsible=editor)
    assert remind() == 1
    services.confirm(guide, by=editor)
    with after(10):
        assert remind() == 0
    with after(360):
        assert remind() == 1


def test_who_takes_over_is_reminded_too(index, editor):
    guide = guide_due(index, -3, responsible=editor)
    assert remind() == 1
    other = User.objects.create_superuser("neu@auenbrueck.example", language="en")
    GuidePage.objects.filter(pk=guide.pk).update(responsible=other)
    assert remind() == 1
    message = Message.objects.get(recipient=other.email)
    assert message.language == "en"
    assert "Please check: is" in message.subject


@pytest.mark.parametrize("case", ["nobody", "inactive", "without rights", "draft"])
def test_who_is_not_reminded(index, editor, citizen, case):
    person = {"nobody": None, "without rights": citizen}.get(case, editor)
    guide = guide_due(index, -3, responsible=person)
    if case == "inactive":
        editor.is_active = False
        editor.save()
    if case == "draft":
        guide.unpublish()
    assert remind() == 0
    assert not Message.objects.exists()


def test_a_guide_in_several_languages_is_asked_for_once(index, editor):
    guide = guide_due(index, -3, responsible=editor)
    translation = guide.copy_for_translation(
        Locale.objects.get(language_code="en"), copy_parents=True
    )
    translation.save_revision().publish()
    assert remind() == 1
    assert Message.objects.get().text.count("/geprueft/") == 1
    assert CheckReminder.objects.count() == 1


def test_queries_do_not_grow_with_pages(index, editor):
    def queries() -> int:
        CheckReminder.objects.all().delete()
        Message.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            remind()
        return len([query for query in captured if "checks_checkreminder" not in query["sql"]])

    guide_due(index, -3, responsible=editor)
    queries()
    before = queries()
    for _number in range(4):
        guide_due(index, -3, responsible=editor)
    # Only the notes of what was asked, and their savepoints, are one for each page.
    assert queries() - before <= 2 * 4


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_ask_once(index, editor):
    for number in range(3):
        guide_due(index, -3, title=f"Heft {number}", responsible=editor)
    gate, mails, failures = threading.Barrier(2), [], []

    def work() -> None:
        try:
            gate.wait(timeout=30)
            mails.append(remind())
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert sorted(mails) == [0, 1]
    assert Message.objects.count() == 1
    assert CheckReminder.objects.count() == 3


def test_a_second_round_of_the_same_check_is_sent_again(index, editor):
    guide = guide_due(index, -3, responsible=editor)
    checked_on = guide.checked_on
    assert remind() == 1
    services.confirm(guide, by=editor)
    GuidePage.objects.filter(pk=guide.pk).update(checked_on=checked_on)
    other = guide_due(index, -3, title="Kam dazu", responsible=editor)
    assert remind() == 1
    assert Message.objects.count() == 2
    text = Message.objects.order_by("-pk").first().text
    assert guide.title in text
    assert other.title in text


def test_who_answers_for_a_translation_only_is_reminded_of_it(index, editor):
    guide = guide_due(index, -3)
    translation = guide.copy_for_translation(
        Locale.objects.get(language_code="en"), copy_parents=True
    )
    translation.responsible = editor
    translation.save_revision().publish()
    assert with_recipients(GuidePage.objects.all()).get(is_answered_for=True) == translation
    assert remind() == 1
    assert f"/pages/{translation.pk}/geprueft/" in Message.objects.get().text


def test_finding_who_is_reminded_takes_as_many_questions_for_many_people(index, editor):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert all(page.is_answered_for for page in with_recipients(GuidePage.objects.all()))
        return len(captured)

    guide_due(index, -3, responsible=editor)
    before = queries()
    for number in range(4):
        person = User.objects.create_user(f"amt{number}@auenbrueck.example")
        person.groups.set(editor.groups.all())
        guide_due(index, -3, responsible=person)
    assert queries() == before


def test_who_may_only_add_pages_is_reminded_of_the_own_ones(index, citizen):
    group = Group.objects.create(name="Schreibende")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    add = Permission.objects.get(codename="add_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(group=group, page=index, permission=add)
    citizen.groups.add(group)
    own = guide_due(index, -3, responsible=citizen, owner=citizen)
    guide_due(index, -3, responsible=citizen)
    assert with_recipients(GuidePage.objects.all()).get(is_answered_for=True) == own
