"""Offices are asked for news that are due: in one mail, once a month, by one worker."""

import threading
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale

from agenda.strategy import services
from agenda.strategy.desk import with_recipients
from agenda.strategy.models import MeasurePage, MeasureUpdate, Status, UpdateReminder
from agenda.strategy.reminders import recipient_of, remind
from cms.content.models import ContactPerson
from cms.mail.models import Message
from participation.accounts.models import User

from .factories import a_field, a_measure, an_agenda

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(root):
    return a_field(an_agenda(root))


@pytest.fixture
def officer(db) -> User:
    person = User.objects.create_user("bau@auenbrueck.example", display_name="Bauamt")
    person.groups.add(Group.objects.get(name="Office"))
    return person


@pytest.fixture
def contact(db) -> ContactPerson:
    return ContactPerson.objects.create(
        slug="labor", name="Ada Beispiel", office="Digitalbüro", email="ada@auenbrueck.example"
    )


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def due_measure(field, *, told: int = 100, **fields) -> MeasurePage:
    """Return a measure whose last news are `told` days old."""
    update = MeasureUpdate(title="Begonnen", date=days_ago(told))
    return a_measure(field, updates=[update], **fields)


def after(days: int):
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=True)


def test_one_mail_lists_all_that_is_due(field, officer):
    first = due_measure(field, title="Radweg", responsible=officer, told=130)
    second = due_measure(field, title="Brücke <neu>", responsible=officer)
    due_measure(field, title="Frisch", responsible=officer, told=10)
    due_measure(field, title="Beendet", responsible=officer, status=Status.DONE)

    assert remind() == 1

    message = Message.objects.get()
    assert message.recipient == officer.email
    assert message.key == f"measure-update-due:{first.translation_key}:{days_ago(40)}:1"
    for measure in (first, second):
        assert measure.title in message.text
        assert f"/my-measures/{measure.translation_key}/" in message.text
    assert "Brücke &lt;neu&gt;" in message.html
    assert "Frisch" not in message.text
    assert "Beendet" not in message.text


def test_asking_again_waits_a_month_and_ends_with_the_report(field, officer):
    measure = due_measure(field, responsible=officer, told=95)
    asked = []
    for day in (0, 1, 20, 25, 26, 54, 55):
        with after(day):
            asked.append(remind())
    assert asked == [1, 0, 0, 1, 0, 0, 1]

    services.report(measure, by=officer)
    with after(85):
        assert remind() == 0


def test_measures_that_become_due_one_by_one_make_one_mail_a_week(field, officer):
    for told in (96, 93, 92, 91):
        due_measure(field, responsible=officer, told=told)
    due_measure(field, responsible=officer, told=88)
    asked = []
    for day in range(10):
        with after(day):
            asked.append(remind())
    assert asked == [1, 0, 0, 0, 0, 0, 0, 1, 0, 0]


def test_each_person_is_asked_in_their_language(field, officer):
    english = User.objects.create_superuser("jo@auenbrueck.example", language="en")
    due_measure(field, responsible=officer)
    due_measure(field, title="Radweg", responsible=english)
    assert remind() == 2
    message = Message.objects.get(recipient=english.email)
    assert message.language == "en"
    assert "Please report: how far is “Radweg”?" in message.subject


@pytest.mark.parametrize("case", ["none", "inactive", "without access"])
def test_without_a_responsible_person_the_contact_is_asked(field, officer, citizen, contact, case):
    officer.is_active = False
    officer.save()
    person = {"none": None, "inactive": officer, "without access": citizen}[case]
    measure = due_measure(field, responsible=person, contact=contact)
    assert remind() == 1
    message = Message.objects.get()
    assert message.recipient == contact.email
    assert measure.full_url in message.text
    assert "/my-measures/" not in message.text


def test_nobody_is_asked_where_nobody_answers(field):
    due_measure(field)
    [measure] = with_recipients(MeasurePage.objects.all())
    assert recipient_of(measure) is None
    assert remind() == 0
    assert not UpdateReminder.objects.exists()


def test_a_measure_in_three_languages_is_asked_for_once(field, officer):
    measure = due_measure(field, responsible=officer)
    translation = measure.copy_for_translation(
        Locale.objects.get(language_code="en"), copy_parents=True
    )
    translation.save_revision().publish()
    remind()
    message = Message.objects.get()
    assert message.text.count("/my-measures/") == 1


def test_drafts_owe_nothing(field, officer):
    due_measure(field, responsible=officer).unpublish()
    assert remind() == 0


def test_old_reminders_are_forgotten(field, officer):
    due_measure(field, responsible=officer)
    remind()
    UpdateReminder.objects.update(sent_at=timezone.now() - timedelta(days=61))
    remind()
    assert not UpdateReminder.objects.filter(
        sent_at__lt=timezone.now() - timedelta(days=60)
    ).exists()


def test_queries_do_not_grow_with_measures(field, officer):
    def queries() -> int:
        UpdateReminder.objects.all().delete()
        Message.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            remind()
        texts = [query["sql"] for query in captured]
        return len([text for text in texts if "strategy_updatereminder" not in text])

    due_measure(field, responsible=officer)
    queries()
    before = queries()
    for _number in range(4):
        due_measure(field, responsible=officer)
    # Only the notes of what was asked, and their savepoints, are one for each measure.
    assert queries() - before <= 2 * 4


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_ask_once(field, officer):
    for number in range(3):
        due_measure(field, title=f"Maßnahme {number}", responsible=officer)
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
    assert UpdateReminder.objects.count() == 3
