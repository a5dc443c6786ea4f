"""Published events have dates, and the dates follow the pages."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from wagtail.models import Locale, Page

from agenda.calendar import services
from agenda.calendar.models import CancelledDate, EventPage, Occurrence, TrainingPage
from agenda.calendar.queries import public_event, upcoming_occurrences

from .factories import a_calendar, a_training, an_event, in_days

pytestmark = pytest.mark.django_db


@pytest.fixture
def calendar(root):
    return a_calendar()


def starts_of(event) -> list:
    return list(event.occurrences.order_by("starts_at").values_list("starts_at", flat=True))


def publish_with(event, **changes):
    page = EventPage.objects.get(pk=event.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def test_publishing_a_series_writes_its_dates(calendar):
    event = an_event(calendar, recurrence="FREQ=WEEKLY;COUNT=4")
    assert starts_of(event) == [in_days(10 + 7 * week) for week in range(4)]


def test_publishing_again_changes_nothing(calendar):
    event = an_event(calendar, recurrence="FREQ=WEEKLY;COUNT=4")
    before = list(event.occurrences.values())
    publish_with(event, summary="Neu")
    assert list(event.occurrences.values()) == before


def test_a_moved_evening_keeps_its_rows_and_counts_the_change(calendar):
    event = an_event(calendar, recurrence="FREQ=WEEKLY;COUNT=3")
    ids = list(event.occurrences.values_list("pk", flat=True))
    publish_with(event, starts_at=in_days(10, 19), ends_at=in_days(10, 21))
    assert list(event.occurrences.values_list("pk", flat=True)) == ids
    assert set(event.occurrences.values_list("sequence", flat=True)) == {1}
    assert starts_of(event)[0] == in_days(10, 19)


def test_a_single_date_keeps_its_row_on_another_day(calendar):
    event = an_event(calendar)
    row = event.occurrences.get()
    publish_with(event, starts_at=in_days(20), ends_at=in_days(20, 20))
    assert event.occurrences.get().pk == row.pk
    assert event.occurrences.get().starts_at == in_days(20)


def test_dates_that_are_no_longer_planned_go_and_past_ones_stay(calendar):
    event = an_event(calendar, starts_at=in_days(-8), recurrence="FREQ=WEEKLY;COUNT=5")
    publish_with(event, recurrence="FREQ=WEEKLY;COUNT=3")
    assert starts_of(event) == [in_days(-8), in_days(-1), in_days(6)]
    publish_with(event, starts_at=in_days(30), ends_at=in_days(30, 20), recurrence="")
    assert starts_of(event) == [in_days(-8), in_days(-1), in_days(30)]


def test_a_cancelled_date_stays_visible_with_its_reason(calendar):
    event = an_event(calendar, recurrence="FREQ=WEEKLY;COUNT=3")
    page = EventPage.objects.get(pk=event.pk)
    page.cancelled_dates.add(
        CancelledDate(date=in_days(17).date(), reason="Wasserschaden", locale=page.locale)
    )
    page.save_revision().publish()
    cancelled = event.occurrences.get(is_cancelled=True)
    assert cancelled.starts_at == in_days(17)
    assert (cancelled.cancellation_reason, cancelled.sequence) == ("Wasserschaden", 1)


def test_languages_share_the_dates(calendar, root):
    english = Locale.objects.get_or_create(language_code="en")[0]
    if not root.has_translation(english):
        root.copy_for_translation(english).save_revision().publish()
    calendar.copy_for_translation(english).save_revision().publish()
    event = an_event(calendar)
    translation = event.copy_for_translation(english)
    translation.title = "Evening"
    translation.save_revision().publish()
    assert Occurrence.objects.count() == 1
    assert [o.event.title for o in upcoming_occurrences(english, 5)] == ["Evening"]
    assert public_event(event.translation_key, english).pk == translation.pk
    Page.objects.get(pk=translation.pk).specific.unpublish()
    assert upcoming_occurrences(english, 5) == []
    assert public_event(event.translation_key, english).pk == event.pk


def test_unpublished_events_show_no_dates_and_deleted_ones_have_none(calendar):
    event = an_event(calendar)
    event.specific.unpublish()
    assert not Occurrence.objects.public(calendar.locale).exists()
    Page.objects.get(pk=event.pk).delete()
    assert not Occurrence.objects.exists()


def test_deleting_the_calendar_deletes_the_dates(calendar):
    an_event(calendar)
    Page.objects.get(pk=calendar.pk).delete()
    assert not Occurrence.objects.exists()


def test_the_horizon_moves_on_every_day(calendar):
    event = an_event(calendar, recurrence="FREQ=MONTHLY")
    before = event.occurrences.count()
    assert services.sync_all() == 0
    with time_machine.travel(timezone.now() + timedelta(days=62), tick=False):
        assert services.sync_all() == 1
    assert event.occurrences.count() == before + 2


def test_a_training_has_dates_like_any_event(calendar):
    training = a_training(calendar, capacity=5)
    [occurrence] = upcoming_occurrences(calendar.locale, 5)
    assert occurrence.event.pk == training.pk
    assert occurrence.event.is_training
    assert occurrence.event.kind_name == TrainingPage._meta.verbose_name


def test_upcoming_dates_cost_the_same_whatever_their_number(
    calendar, django_assert_max_num_queries
):
    for _number in range(3):
        an_event(calendar, recurrence="FREQ=WEEKLY;COUNT=10")
    with django_assert_max_num_queries(8):
        for occurrence in upcoming_occurrences(calendar.locale, 30):
            assert occurrence.event.url
            assert list(occurrence.event.audiences.all()) == []


@pytest.mark.django_db(transaction=True)
def test_two_editors_publishing_at_once_write_each_date_once(root):
    event = an_event(a_calendar(), recurrence="FREQ=WEEKLY;COUNT=5", publish=False)
    EventPage.objects.filter(pk=event.pk).update(live=True)
    failures = []

    def sync():
        try:
            services.sync_occurrences(EventPage.objects.get(pk=event.pk))
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=sync) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert event.occurrences.count() == 5
