"""What can be done no more: accepting and cancelling once a date is called off or has begun."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from agenda.calendar.models import CancelledDate, Occurrence, TrainingPage
from cms.mail.models import Message
from participation.registrations import jobs, links, rules, services
from participation.registrations.attendance.models import Attendance
from participation.registrations.models import Registration
from tests.calendar.factories import a_calendar, a_training, in_days

from .desk import address, after, an_editor_of
from .factories import a_registration, a_training_with_seats

pytestmark = pytest.mark.django_db
State = Registration.State


def an_offer(hours: int = 24) -> tuple[TrainingPage, Occurrence, Registration]:
    """Return a training of one seat, which somebody is offered."""
    training, occurrence = a_training_with_seats(1, offer_hours=hours)
    seated, waiting = a_registration(occurrence, 1), a_registration(occurrence, 2)
    services.cancel(seated)
    return training, occurrence, fresh(waiting)


def fresh(registration: Registration) -> Registration:
    return Registration.objects.get(pk=registration.pk)


def mails_to(registration: Registration) -> list[str]:
    keys = Message.objects.filter(key__contains=f":{registration.pk}:").order_by("pk")
    return [key.split(":")[0] for key in keys.values_list("key", flat=True)]


def published(training: TrainingPage, *cancelled) -> None:
    page = TrainingPage.objects.get(pk=training.pk)
    page.cancelled_dates = [CancelledDate(date=day, locale=page.locale) for day in cancelled]
    page.save_revision().publish()


def test_an_offer_at_a_date_that_is_called_off_cannot_be_accepted(client, root):
    training, _occurrence, offered = an_offer()
    assert 'value="accept"' in client.get(links.manage_path(offered)).text
    published(training, in_days(10).date())
    assert 'value="accept"' not in client.get(links.manage_path(offered)).text
    jobs.tell_changes()
    answer = client.post(links.manage_path(offered), {"do": "accept"})
    assert answer.status_code == 409
    with pytest.raises(rules.OfferLapsed):
        services.accept(offered)
    assert fresh(offered).state == State.OFFERED
    assert mails_to(offered)[-2:] == ["registration_offered", "registration_called_off"]


def test_nobody_is_blamed_for_not_accepting_what_is_called_off(root):
    training, _occurrence, offered = an_offer()
    published(training, in_days(10).date())
    jobs.tell_changes()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        jobs.lapse_offers()
        jobs.lapse_offers()
        assert fresh(offered).state == State.WAITING
        assert mails_to(offered)[-1] == "registration_called_off"
        published(training)
        assert fresh(offered).state == State.OFFERED, "it takes place after all"


def test_an_offer_ends_with_the_begin_of_a_date_brought_forward(root):
    _training, occurrence, offered = an_offer()
    Occurrence.objects.filter(pk=occurrence.pk).update(
        starts_at=timezone.now() - timedelta(minutes=1)
    )
    with pytest.raises(rules.OfferLapsed):
        services.accept(offered)


def test_who_did_not_come_cannot_cancel_afterwards(client, root):
    training, occurrence = a_training_with_seats(3)
    registration = a_registration(occurrence, 1)
    editor = an_editor_of(training)
    with after(occurrence, days=3):
        client.force_login(editor)
        client.post(address("absences", occurrence.pk), {"action": "note"})
        client.logout()
        for data in ({}, {"do": "cancel"}):
            assert client.post(links.manage_path(registration), data).status_code == 409
        assert 'value="cancel"' not in client.get(links.manage_path(registration)).text
        with pytest.raises(rules.CancellationClosed):
            services.cancel(registration)
    assert fresh(registration).state == State.REGISTERED
    assert mails_to(registration) == ["registration_confirmed"]
    assert Attendance.objects.get().state == Attendance.State.ABSENT


def test_who_cancels_in_time_can_do_so_until_the_begin(client, root):
    _training, occurrence = a_training_with_seats(3)
    early, late = a_registration(occurrence, 1), a_registration(occurrence, 2)
    with time_machine.travel(occurrence.starts_at - timedelta(minutes=1)):
        assert client.post(links.manage_path(early), {"do": "cancel"}).status_code == 302
    with time_machine.travel(occurrence.starts_at + timedelta(minutes=1)):
        assert client.post(links.manage_path(late), {"do": "cancel"}).status_code == 409
    assert (fresh(early).state, fresh(late).state) == (State.CANCELLED, State.REGISTERED)


def test_a_course_can_be_left_as_long_as_a_date_lies_ahead(root):
    course = a_training(a_calendar(), recurrence="FREQ=WEEKLY;COUNT=2", is_course=True)
    first, last = course.occurrences.order_by("starts_at")
    one, other = a_registration(first, 1), a_registration(first, 2)
    course.unpublish()
    with after(first):
        services.cancel(one)
    with after(last), pytest.raises(rules.CancellationClosed):
        services.cancel(other)
    assert fresh(one).state == State.CANCELLED
