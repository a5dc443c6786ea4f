"""A course has an end, and its page is for one run only."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import querydict_from_html

from agenda.calendar.models import TrainingPage
from agenda.calendar.models.seats import MAX_COURSE_DATES
from participation.accounts.models import User
from participation.registrations.models import Registration
from tests.calendar.factories import a_calendar, a_training, in_days

from .factories import a_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(root) -> TrainingPage:
    return a_training(
        a_calendar(), recurrence="FREQ=WEEKLY;COUNT=3", is_course=True, summary="Wir üben."
    )


def publish(client, training: TrainingPage, **changes):
    """Change the page in the editor and publish it; return the answer."""
    client.force_login(User.objects.create_superuser(f"chef{timezone.now():%f}@stadt.example"))
    address = reverse("wagtailadmin_pages:edit", args=[training.pk])
    data = querydict_from_html(client.get(address).text, form_id="page-edit-form")
    # The script of the editor would add the blocks of the text.
    data["body-count"] = "0"
    data["is_course"] = data["takes_registrations"] = "on"
    for name, value in changes.items():
        data[name] = value
    data["action-publish"] = "1"
    return client.post(address, data)


def as_dates(starts_at) -> dict[str, str]:
    ends_at = starts_at + timedelta(hours=2)
    return {"starts_at": f"{starts_at:%Y-%m-%d %H:%M}", "ends_at": f"{ends_at:%Y-%m-%d %H:%M}"}


@pytest.mark.parametrize(
    ("rule", "is_sound"),
    [
        ("FREQ=WEEKLY", False),
        (f"FREQ=WEEKLY;COUNT={MAX_COURSE_DATES}", True),
        (f"FREQ=WEEKLY;COUNT={MAX_COURSE_DATES + 1}", False),
        ("FREQ=DAILY;UNTIL={soon}", True),
        ("FREQ=DAILY;UNTIL={soon}T220000Z", True),
        ("FREQ=DAILY;UNTIL={later}", False),
        ("FREQ=MONTHLY;UNTIL={years}", False),
        ("FREQ=YEARLY;COUNT=3", False),
        ("", True),
    ],
)
def test_a_course_ends_after_a_number_of_dates(course, rule, is_sound):
    days = {"soon": 40, "later": 100, "years": 1000}
    rule = rule.format(**{name: f"{in_days(number):%Y%m%d}" for name, number in days.items()})
    course.recurrence = rule
    if is_sound:
        course.full_clean()
        return
    with pytest.raises(ValidationError) as refused:
        course.full_clean()
    assert list(refused.value.message_dict) == ["recurrence"]
    course.is_course = False
    course.full_clean()


def test_the_editor_learns_beside_the_repetition_that_a_course_needs_an_end(client, course):
    answer = publish(client, course, repeat="weekly", repeat_ends="never")
    assert answer.status_code == 200
    [error] = answer.context["form"].errors["repeat"]
    assert error in answer.text


@pytest.mark.parametrize("people", [0, 1])
def test_a_course_that_was_held_is_not_held_again_on_its_page(client, course, people):
    for number in range(people):
        a_registration(course.occurrences.first(), number)
    last = course.occurrences.order_by("starts_at").last()
    with time_machine.travel(last.ends_at + timedelta(days=100)):
        answer = publish(client, course, **as_dates(in_days(14)))
        assert answer.status_code == 200
        [error] = answer.context["form"].errors["starts_at"]
        assert error in answer.text
        assert not course.occurrences.upcoming().exists()
        assert publish(client, course, title="Neuer Titel").status_code == 302


def test_a_plan_for_the_time_after_the_begin_is_refused_too(client, course):
    last = course.occurrences.order_by("starts_at").last()
    go_live_at = f"{last.ends_at + timedelta(days=1):%Y-%m-%d %H:%M}"
    answer = publish(client, course, **as_dates(in_days(60)), go_live_at=go_live_at)
    assert list(answer.context["form"].errors) == ["starts_at"]


def test_a_course_may_be_put_off_before_it_begins(client, course):
    registration = a_registration(course.occurrences.first(), 1)
    assert publish(client, course, **as_dates(in_days(60))).status_code == 302
    assert course.occurrences.upcoming().filter(is_cancelled=False).count() == 3
    registration.refresh_from_db()
    assert registration.state == Registration.State.REGISTERED
