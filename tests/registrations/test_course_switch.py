"""What one registration holds for stays as it is once somebody has registered."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import querydict_from_html

from agenda.calendar.models import TrainingPage
from participation.accounts.models import User
from participation.registrations import services
from tests.calendar.factories import a_calendar, a_training

from .factories import a_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def training(root) -> TrainingPage:
    return a_training(a_calendar(), recurrence="FREQ=WEEKLY;COUNT=3", summary="Wir üben.")


def is_course(training: TrainingPage) -> bool:
    return TrainingPage.objects.get(pk=training.pk).is_course


def publish_as_course(client, training: TrainingPage):
    """Tick the box in the editor and publish; return the answer."""
    client.force_login(User.objects.create_superuser("redaktion@stadt.example"))
    address = reverse("wagtailadmin_pages:edit", args=[training.pk])
    html = client.get(address).content.decode()
    data = querydict_from_html(html, form_id="page-edit-form")
    # The script of the editor would add the blocks of the text.
    data["body-count"] = "0"
    data["is_course"] = "on"
    data["action-publish"] = "1"
    return client.post(address, data)


def test_an_editor_may_switch_as_long_as_nobody_has_registered(client, training):
    assert publish_as_course(client, training).status_code == 302
    assert is_course(training)


def test_after_the_first_registration_the_field_says_why_not(client, training):
    services.cancel(a_registration(training.occurrences.first(), 1))
    answer = publish_as_course(client, training)
    assert answer.status_code == 200
    [error] = answer.context["form"].errors["is_course"]
    assert error in answer.content.decode()
    assert not is_course(training)


def test_the_model_refuses_it_too_and_other_changes_stay_possible(training):
    a_registration(training.occurrences.first(), 1)
    page = TrainingPage.objects.get(pk=training.pk)
    page.capacity = 7
    page.save_revision().publish()
    page.is_course = True
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert list(refused.value.message_dict) == ["is_course"]


def test_a_plan_from_before_the_first_registration_is_published_without_the_switch(training):
    page = TrainingPage.objects.get(pk=training.pk)
    page.is_course, page.title = True, "Tablet-Kurs für alle"
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    a_registration(training.occurrences.first(), 1)
    with time_machine.travel(page.go_live_at + timedelta(minutes=1)):
        call_command("publish_scheduled", verbosity=0)
    published = TrainingPage.objects.get(pk=training.pk)
    assert (published.title, published.is_course) == ("Tablet-Kurs für alle", False)
