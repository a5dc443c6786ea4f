"""Seats are given for the dates as the page has them now, not as they were before."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from agenda.calendar.models import CancelledDate, ExtraDate
from agenda.calendar.services import sync_all
from cms.mail.models import Message
from participation.registrations.models import Registration
from tests.calendar.factories import in_days

from .factories import a_full_training, a_registration, a_training_with_seats

pytestmark = pytest.mark.django_db
State = Registration.State


def titles_with_free_seats(client) -> list[str]:
    answer = client.get(reverse("calendar_json"), {"plaetze": "frei"})
    return [event["name"] for event in answer.json()["events"]]


def test_nobody_moves_up_to_a_date_that_is_called_off_in_the_same_breath():
    training, occurrence, _seated = a_full_training()
    waiting = a_registration(occurrence, 1)

    training.capacity = 2
    training.cancelled_dates = [
        CancelledDate(date=occurrence.starts_at.date(), locale=training.locale)
    ]
    training.save_revision().publish()

    waiting.refresh_from_db()
    assert waiting.state == State.WAITING
    assert not Message.objects.filter(key__startswith="registration_moved_up").exists()


def test_whoever_waits_gets_the_seats_that_a_published_page_adds():
    training, occurrence, _seated = a_full_training()
    waiting = a_registration(occurrence, 1)

    training.capacity = 2
    training.save_revision().publish()

    waiting.refresh_from_db()
    assert waiting.state == State.REGISTERED


def test_a_session_added_to_a_full_course_has_no_free_seats(client, settings):
    settings.PAGE_CACHE_SECONDS = 0
    training, occurrence = a_training_with_seats(1, is_course=True)
    a_registration(occurrence, 1)
    assert titles_with_free_seats(client) == []

    training.extra_dates = [ExtraDate(starts_at=in_days(20), ends_at=in_days(20, 20))]
    training.save_revision().publish()

    assert [date.seats_left for date in training.occurrences.order_by("pk")] == [0, 0]
    assert titles_with_free_seats(client) == []


def test_a_session_that_comes_within_the_horizon_has_no_free_seats_either():
    training, occurrence = a_training_with_seats(1, is_course=True)
    training.extra_dates = [ExtraDate(starts_at=in_days(800), ends_at=in_days(800, 20))]
    training.save_revision().publish()
    a_registration(occurrence, 1)
    assert training.occurrences.count() == 1

    with time_machine.travel(occurrence.starts_at - timedelta(days=1), tick=False):
        assert sync_all() == 0
    with time_machine.travel(in_days(90), tick=False):
        assert sync_all() == 1

    assert training.occurrences.order_by("pk").last().seats_left == 0
