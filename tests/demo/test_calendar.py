"""The demo town's calendar holds together: nobody meets at a closed door."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale

from agenda.calendar.demo_dates import QUIET_DAYS
from agenda.calendar.models import EventPage, Occurrence, TrainingPage
from agenda.calendar.opening import public_holidays
from participation.accounts.models import User
from participation.registrations.attendance import statistics
from participation.registrations.attendance.models import Attendance
from participation.registrations.models import Answer, Registration

pytestmark = pytest.mark.django_db


def held(**conditions):
    return Occurrence.objects.filter(is_cancelled=False, **conditions)


def day_of(occurrence: Occurrence):
    return timezone.localtime(occurrence.starts_at).date()


def test_nothing_takes_place_on_holidays(demo_town):
    today = timezone.localdate()
    off = public_holidays(today - timedelta(days=60), today + timedelta(days=400))
    days = [day_of(occurrence) for occurrence in held()]
    assert len(days) > 80
    assert [day for day in days if day in off or (day.month, day.day) in QUIET_DAYS] == []


def test_a_course_keeps_the_number_of_its_sessions(demo_town):
    course = TrainingPage.objects.get(slug="tablet-grundkurs")
    assert "sechs Terminen" in course.title
    assert course.occurrences.count() == 6


def test_nothing_takes_place_while_its_place_is_closed(demo_town):
    places = {}
    at_closed_door = []
    for occurrence in held().with_events(Locale.get_default()):
        if venue := occurrence.venue:
            closures = places.setdefault(
                venue.pk, list(venue.opening_exceptions.filter(opens_at=None))
            )
            day = day_of(occurrence)
            at_closed_door += [c for c in closures if c.first_day <= day <= c.last_day]
    assert sum(map(len, places.values())) >= 4
    assert at_closed_door == []


def test_one_date_is_moved_and_says_why_in_both_languages(demo_town, client):
    [moved] = Occurrence.objects.exclude(moved_from=None)
    assert moved.starts_at > timezone.now()
    assert day_of(moved) != timezone.localtime(moved.moved_from).date()
    pages = EventPage.objects.filter(translation_key=moved.event_key)
    reasons = {page.locale.language_code: page.moved_dates.get().reason for page in pages}
    assert set(reasons) == {"de", "en"}
    for page in pages:
        html = client.get(page.url, headers={"authorization": "past the cache"}).content.decode()
        assert reasons[page.locale.language_code] in html


def test_people_answered_what_the_trainings_ask(demo_town):
    asked = {question for page in trainings() for question in page.questions.all()}
    answered = set(Answer.objects.values_list("question_key", flat=True))
    assert {question.translation_key for question in asked} == answered
    required = {question.translation_key for question in asked if question.is_required}
    course = TrainingPage.objects.get(slug="tablet-grundkurs")
    people = Registration.objects.filter(occurrence__in=course.occurrences)
    assert people.count() > 3
    for registration in people:
        assert required <= set(registration.answers.values_list("question_key", flat=True))


def test_the_desk_noted_who_came_and_the_statistics_say_it(demo_town):
    past = [o for page in trainings() for o in page.occurrences.past() if not o.is_cancelled]
    assert len(past) >= 3
    for occurrence in past:
        states = Attendance.objects.filter(occurrence=occurrence).values_list("state", flat=True)
        assert {"present", "absent"} == set(states)
    editor = User.objects.get(email="redaktion@auenbrueck.example")
    years = statistics.years_of(editor)
    assert years[0] in {past[0].starts_at.year, past[-1].starts_at.year, timezone.now().year}
    total = statistics.statistics_of(editor, years[-1]).total
    assert total.counts[statistics.PRESENT] >= 5
    assert total.cells[1] == str(total.counts[statistics.PRESENT])


def trainings():
    return TrainingPage.objects.filter(live=True, locale__language_code="de")
