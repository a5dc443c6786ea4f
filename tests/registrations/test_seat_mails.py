"""Mails about seats over real SMTP: calendar files, changes and reminders."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format
from icalendar import Calendar

from agenda.calendar.feeds import uid
from agenda.calendar.models import CancelledDate, EventPage, MovedDate, TrainingPage
from cms.mail import services as mail
from cms.mail.models import Message
from participation.registrations import followup, jobs, services
from participation.registrations.models import Registration
from tests.calendar.factories import a_calendar, a_place, a_training, in_days

from .factories import a_person, a_registration, a_training_with_seats

pytestmark = pytest.mark.django_db
State = Registration.State


def delivered(mailbox) -> list[EmailMessage]:
    """Send what waits; return what arrived since the last time."""
    seen = len(mailbox.messages)
    mail.deliver_due()
    return mailbox.messages[seen:]


def files_of(message: EmailMessage) -> list[tuple[str, Calendar]]:
    """Return the method in the header and the parsed file, of each calendar file."""
    parts = [p for p in message.iter_attachments() if p.get_content_type() == "text/calendar"]
    return [
        (part["Content-Type"].params["method"], Calendar.from_ical(part.get_content()))
        for part in parts
    ]


def the_file_of(message: EmailMessage) -> tuple[str, str, int]:
    """Return method, UID and SEQUENCE of the message's only calendar file."""
    [(method, calendar)] = files_of(message)
    [event] = calendar.events
    assert calendar["METHOD"] == method
    assert event["STATUS"] == ("CANCELLED" if method == "CANCEL" else "CONFIRMED")
    assert event["ATTENDEE"] == f"mailto:{message['To']}"
    assert event["ORGANIZER"].startswith("mailto:")
    return method, str(event["UID"]), int(event["SEQUENCE"])


def page_of(training) -> TrainingPage:
    return TrainingPage.objects.get(pk=training.pk)


def call_off(training, days: int = 10) -> None:
    page = page_of(training)
    date = in_days(days).date()
    page.cancelled_dates.add(CancelledDate(date=date, reason="Wasserrohrbruch", locale=page.locale))
    page.save_revision().publish()


def test_seat_change_and_cancellation_speak_of_one_calendar_entry(mailbox, root):
    training, occurrence = a_training_with_seats(5, online_url="https://video.example/x")
    registration = a_registration(occurrence, 1)
    [confirmed] = delivered(mailbox)
    name = uid(occurrence)
    assert the_file_of(confirmed) == ("REQUEST", name, 0)
    [(_method, calendar)] = files_of(confirmed)
    assert calendar.events[0].start == occurrence.starts_at
    assert calendar.events[0].end == occurrence.ends_at
    assert "https://video.example/x" in calendar.events[0]["DESCRIPTION"]

    page = page_of(training)
    page.starts_at, page.ends_at = in_days(11), in_days(11) + timedelta(hours=1)
    page.save_revision().publish()
    jobs.tell_changes()
    jobs.tell_changes()
    [moved] = delivered(mailbox)
    method, moved_uid, sequence = the_file_of(moved)
    assert (method, moved_uid) == ("REQUEST", name)
    assert sequence > 0
    assert files_of(moved)[0][1].events[0].start == page.starts_at

    page.place = a_place()
    page.save_revision().publish()
    jobs.tell_changes()
    [elsewhere] = delivered(mailbox)
    assert "Stadtbibliothek" in elsewhere.get_body(("plain",)).get_content()
    later = the_file_of(elsewhere)[2]
    assert later > sequence

    services.cancel(registration)
    [cancelled] = delivered(mailbox)
    method, cancelled_uid, last = the_file_of(cancelled)
    assert (method, cancelled_uid) == ("CANCEL", name)
    assert last > later

    services.register(occurrence, person=registration.person, name="Ich")
    [again] = delivered(mailbox)
    method, again_uid, newest = the_file_of(again)
    assert (method, again_uid) == ("REQUEST", name)
    assert newest > last


def test_a_moved_date_is_told_with_its_place_and_reason(mailbox, root):
    training = a_training(a_calendar(), recurrence="FREQ=WEEKLY;COUNT=3", is_course=True)
    a_registration(training.occurrences.first(), 1)
    [confirmed] = delivered(mailbox)
    numbers = [int(file.events[0]["SEQUENCE"]) for _method, file in files_of(confirmed)]
    page, place = page_of(training), a_place()
    page.moved_dates.add(
        MovedDate(
            date=in_days(17).date(),
            starts_at=in_days(18, 10),
            ends_at=in_days(18, 12),
            place=place,
            reason="Feiertag",
            locale=page.locale,
        )
    )
    page.save_revision().publish()
    jobs.tell_changes()
    jobs.tell_changes()
    [told] = delivered(mailbox)
    text = told.get_body(("plain",)).get_content()
    assert "Feiertag" in text
    assert date_format(in_days(18, 10), "l, j. F Y, H:i") in text
    assert text.count("Stadtbibliothek") == 2
    methods, files = zip(*files_of(told), strict=True)
    assert set(methods) == {"REQUEST"}
    events = [file.events[0] for file in files]
    assert [event.get("LOCATION", "") for event in events] == [
        "",
        f"{place.name}, {place.address}",
        "",
    ]
    assert events[1].start == in_days(18, 10)
    assert all(
        int(event["SEQUENCE"]) > number for event, number in zip(events, numbers, strict=True)
    )


def test_everybody_hears_that_it_is_called_off(mailbox, root):
    training, occurrence = a_training_with_seats(1)
    for number in range(3):
        a_registration(occurrence, number)
    delivered(mailbox)
    call_off(training)
    jobs.tell_changes()
    jobs.tell_changes()
    messages = delivered(mailbox)
    assert len({message["To"] for message in messages}) == len(messages) == 3
    assert [len(files_of(message)) for message in messages] == [1, 0, 0]
    assert the_file_of(messages[0])[0] == "CANCEL"


def test_a_deleted_training_tells_its_people(mailbox, root):
    training, occurrence = a_training_with_seats(1)
    a_registration(occurrence, 1)
    delivered(mailbox)
    EventPage.objects.get(pk=training.pk).specific.delete()
    jobs.tell_changes()
    jobs.tell_changes()
    [message] = delivered(mailbox)
    assert training.title in message["Subject"]
    assert the_file_of(message)[0] == "CANCEL"


def test_words_alone_are_no_change(mailbox, root):
    training, occurrence = a_training_with_seats(1)
    a_registration(occurrence, 1)
    delivered(mailbox)
    page = page_of(training)
    page.summary, page.title = "Neu gesagt", "Neuer Titel"
    page.save_revision().publish()
    jobs.tell_changes()
    assert delivered(mailbox) == []


def test_who_waits_and_who_has_an_offer_gets_no_link_and_no_file(mailbox, root):
    _training, occurrence = a_training_with_seats(
        1, online_url="https://video.example/x", offer_hours=5
    )
    seated = a_registration(occurrence, 1)
    a_registration(occurrence, 2)
    services.cancel(seated)
    messages = [m for m in delivered(mailbox) if m["To"] == "person2@mail.example"]
    assert len(messages) == 2
    for message in messages:
        assert "video.example" not in message.as_string()
        assert "video.example" not in message.get_body(("plain",)).get_content()
        assert files_of(message) == []


def test_a_session_of_a_course_that_is_called_off_leaves_the_others(mailbox, root):
    training = a_training(a_calendar(), recurrence="FREQ=WEEKLY;COUNT=3", is_course=True)
    registration = a_registration(training.occurrences.first(), 1)
    [confirmed] = delivered(mailbox)
    assert [method for method, _calendar in files_of(confirmed)] == ["REQUEST"] * 3
    call_off(training, days=17)
    jobs.tell_changes()
    [changed] = delivered(mailbox)
    methods = [method for method, _calendar in files_of(changed)]
    assert methods == ["REQUEST", "CANCEL", "REQUEST"]
    registration.refresh_from_db()
    assert registration.state == State.REGISTERED

    page = page_of(training)
    page.recurrence = "FREQ=WEEKLY;COUNT=2"
    page.save_revision().publish()
    jobs.tell_changes()
    [shorter] = delivered(mailbox)
    gone = [calendar for method, calendar in files_of(shorter) if method == "CANCEL"]
    assert len(gone) == 2


def test_a_reminder_comes_once_before_each_date(mailbox, root):
    _training, occurrence = a_training_with_seats(1, reminder_days=2)
    a_registration(occurrence, 1)
    a_registration(occurrence, 2)
    delivered(mailbox)
    jobs.remind()
    assert delivered(mailbox) == []
    with time_machine.travel(occurrence.starts_at - timedelta(days=1)):
        jobs.remind()
        jobs.remind()
        [reminder] = delivered(mailbox)
        assert reminder["To"] == "person1@mail.example"
        assert the_file_of(reminder)[0] == "REQUEST"


def test_a_reminder_of_a_course_speaks_of_the_date_that_is_near(mailbox, root):
    course = a_training(
        a_calendar(), recurrence="FREQ=WEEKLY;COUNT=4", is_course=True, reminder_days=2
    )
    dates = list(course.occurrences.order_by("starts_at"))
    a_registration(dates[0], 1)
    delivered(mailbox)
    for near in (dates[0], dates[2]):
        with time_machine.travel(near.starts_at - timedelta(days=1)):
            jobs.remind()
            jobs.remind()
            [reminder] = delivered(mailbox)
        text = reminder.get_body(("plain",)).get_content()
        told = [day for day in dates if words_for(day) in text]
        assert told == [near]
        assert date_format(timezone.localtime(near.starts_at), "l, j. F") in reminder["Subject"]
        assert the_file_of(reminder)[:2] == ("REQUEST", uid(near))


def test_a_second_reminder_leaves_out_what_the_first_one_told(mailbox, root):
    course = a_training(
        a_calendar(), recurrence="FREQ=WEEKLY;COUNT=4", is_course=True, reminder_days=10
    )
    dates = list(course.occurrences.order_by("starts_at"))
    a_registration(dates[0], 1)
    delivered(mailbox)
    with time_machine.travel(dates[0].starts_at - timedelta(days=1)):
        jobs.remind()
        [reminder] = delivered(mailbox)
        assert len(files_of(reminder)) == 1
    with time_machine.travel(dates[1].starts_at - timedelta(days=1)):
        jobs.remind()
        [reminder] = delivered(mailbox)
        assert the_file_of(reminder)[1] == uid(dates[2])


def words_for(occurrence) -> str:
    return date_format(timezone.localtime(occurrence.starts_at), "l, j. F Y, H:i")


def test_who_registers_at_the_last_moment_needs_no_reminder(mailbox, root):
    _training, occurrence = a_training_with_seats(1, starts_at=in_days(1))
    a_registration(occurrence, 1)
    delivered(mailbox)
    jobs.remind()
    assert delivered(mailbox) == []


def test_no_reminder_of_what_is_called_off_or_not_wished(mailbox, root):
    training, occurrence = a_training_with_seats(1, reminder_days=0)
    a_registration(occurrence, 1)
    with time_machine.travel(timezone.now() + timedelta(days=9)):
        jobs.remind()
    TrainingPage.objects.filter(pk=training.pk).update(reminder_days=3)
    occurrence.is_cancelled = True
    occurrence.save()
    with time_machine.travel(timezone.now() + timedelta(days=9)):
        jobs.remind()
    assert not Message.objects.filter(key__startswith="registration_reminder").exists()


def test_looking_for_changes_costs_the_same_for_many_people(root):
    _training, occurrence = a_training_with_seats(50)
    a_registration(occurrence, 1)
    with CaptureQueriesContext(connection) as few:
        followup.tell_changes()
    for number in range(2, 9):
        person = a_person(number)
        services.register(occurrence, person=person, name=person.display_name)
    with CaptureQueriesContext(connection) as many:
        followup.tell_changes()
    assert len(many) == len(few)
