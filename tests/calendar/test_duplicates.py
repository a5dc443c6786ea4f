"""An event once more, on new dates."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.models import GroupPagePermission

from agenda.calendar.duplication import DATE_RELATIONS
from agenda.calendar.models import (
    CancelledDate,
    EventPage,
    ExtraDate,
    SkippedDate,
    TrainingPage,
    TrainingQuestion,
)
from participation.accounts.models import User

from .factories import a_calendar, a_training, an_event, in_days

pytestmark = pytest.mark.django_db
FORMAT = "%Y-%m-%d %H:%M"


def an_author(page, *permissions: str) -> User:
    group = Group.objects.create(name="Kalender")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in permissions:
        permission = Permission.objects.get(codename=codename)
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user = User.objects.create_user("kalender@stadt.example")
    user.groups.add(group)
    return user


def form(starts_at, **fields) -> dict:
    return {
        "title": "Tablet-Kurs im Herbst",
        "starts_at": timezone.localtime(starts_at).strftime(FORMAT),
        "ends_at": timezone.localtime(starts_at + timedelta(hours=3)).strftime(FORMAT),
    } | fields


@pytest.fixture
def calendar(root):
    return a_calendar()


@pytest.fixture
def training(calendar):
    return a_training(
        calendar,
        capacity=12,
        requirements="Tablet",
        recurrence="FREQ=WEEKLY;COUNT=4",
        registration_closes_at=in_days(8),
    )


@pytest.fixture
def author(client, calendar):
    """Sign somebody in who may add and change events."""
    client.force_login(an_author(calendar, "add_page", "change_page", "publish_page"))
    return client


def url(page) -> str:
    return reverse("duplicate_event", args=[page.pk])


def test_copy_is_a_draft_with_new_dates_and_a_key_of_its_own(author, training):
    assert training.title in author.get(url(training)).text
    answer = author.post(url(training), form(in_days(100), keeps_repetition="on"))
    copy = TrainingPage.objects.exclude(pk=training.pk).get()
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[copy.pk])
    draft = copy.get_latest_revision_as_object()
    assert not copy.live
    assert copy.translation_key != training.translation_key
    assert not copy.occurrences.exists()
    for page in (copy, draft):
        assert (page.title, page.starts_at) == ("Tablet-Kurs im Herbst", in_days(100))
        assert (page.capacity, page.requirements) == (12, "Tablet")
        assert page.recurrence == "FREQ=WEEKLY;COUNT=4"
        assert page.registration_closes_at == in_days(98)
    copy.get_latest_revision().publish()
    assert copy.occurrences.count() == 4
    assert training.occurrences.count() == 4


def test_the_copy_does_not_end_when_the_old_page_does(author, training):
    training.expire_at = in_days(20)
    training.save_revision().publish()
    author.post(url(training), form(in_days(100)))
    copy = TrainingPage.objects.exclude(pk=training.pk).get()
    assert copy.expire_at is None
    assert copy.get_latest_revision_as_object().expire_at is None


def test_an_impossible_year_is_refused(author, training):
    answer = author.post(url(training), form(in_days(100)) | {"starts_at": "0001-01-01 00:00"})
    assert "starts_at" in answer.context["form"].errors
    assert TrainingPage.objects.count() == 1


def test_exceptions_of_the_old_dates_are_left_behind(author, training):
    page = TrainingPage.objects.get(pk=training.pk)
    page.cancelled_dates.add(CancelledDate(date=in_days(17).date(), locale=page.locale))
    page.skipped_dates.add(SkippedDate(date=in_days(24).date()))
    page.extra_dates.add(ExtraDate(starts_at=in_days(12), ends_at=in_days(12, 20)))
    page.save_revision().publish()
    author.post(url(training), form(in_days(100), keeps_repetition="on"))
    copy = TrainingPage.objects.exclude(pk=training.pk).get()
    copy.get_latest_revision().publish()
    copy = TrainingPage.objects.get(pk=copy.pk)
    assert [copy.cancelled_dates.count(), copy.skipped_dates.count()] == [0, 0]
    assert copy.occurrences.filter(is_cancelled=False).count() == 4
    assert training.occurrences.filter(is_cancelled=True).count() == 1


def test_questions_are_copied_with_keys_of_their_own(author, training):
    page = TrainingPage.objects.get(pk=training.pk)
    page.questions.add(TrainingQuestion(label="Vorwissen?", locale=page.locale))
    page.save_revision().publish()
    author.post(url(training), form(in_days(100)))
    copy = TrainingPage.objects.exclude(pk=training.pk).get()
    copy.get_latest_revision().publish()
    [old], [new] = page.questions.all(), TrainingPage.objects.get(pk=copy.pk).questions.all()
    assert new.label == "Vorwissen?"
    assert new.translation_key != old.translation_key


def test_every_list_of_single_dates_is_known():
    relations = {relation.get_accessor_name() for relation in get_all_child_relations(EventPage)}
    assert {name for name in relations if name.endswith("_dates")} == set(DATE_RELATIONS)


def test_what_waits_as_a_draft_is_copied_too(author, training):
    page = TrainingPage.objects.get(pk=training.pk)
    page.requirements = "Laptop"
    page.save_revision()
    author.post(url(training), form(in_days(100)))
    draft = TrainingPage.objects.exclude(pk=training.pk).get().get_latest_revision_as_object()
    assert (draft.requirements, draft.recurrence) == ("Laptop", "")


def test_the_same_title_gets_another_address(author, training):
    for _time in range(2):
        author.post(url(training), form(in_days(100), title=training.title))
    slugs = set(TrainingPage.objects.values_list("slug", flat=True))
    assert len(slugs) == 3


def test_plain_event_is_duplicated_as_such(author, calendar):
    event = an_event(calendar)
    author.post(url(event), form(in_days(50)))
    copy = EventPage.objects.exclude(pk=event.pk).get()
    assert not copy.is_training


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("", {"title": ""}),
        ("", {"title": "x" * 300}),
        ("", {"starts_at": "morgen"}),
        ("", {"ends_at": "2020-01-01 10:00"}),
        ("", {"starts_at": "1999-01-01 10:00", "ends_at": "1999-01-01 11:00"}),
        ("FREQ=WEEKLY;UNTIL=20270101", {"keeps_repetition": "on"}),
    ],
)
def test_dates_that_cannot_be_are_refused(author, training, rule, changes):
    page = TrainingPage.objects.get(pk=training.pk)
    page.recurrence = rule
    page.save_revision().publish()
    answer = author.post(url(training), form(in_days(500)) | changes)
    assert answer.status_code == 422
    assert TrainingPage.objects.count() == 1


@pytest.mark.parametrize("permissions", [(), ("change_page",)])
def test_who_may_not_add_events_cannot_duplicate_one(client, calendar, training, permissions):
    client.force_login(an_author(calendar, *permissions))
    assert client.get(url(training)).status_code == 302
    client.post(url(training), form(in_days(100)))
    assert TrainingPage.objects.count() == 1


def test_button_stands_on_events_for_those_who_may(author, training, calendar):
    edit = reverse("wagtailadmin_pages:edit", args=[training.pk])
    assert url(training) in author.get(edit).text
    explorer = reverse("wagtailadmin_pages:edit", args=[calendar.pk])
    assert "/duplicate/" not in author.get(explorer).text
