"""What is erased when its time is up, and what stays."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from participation.accounts import contributions, jobs
from participation.accounts.models import User
from participation.comments.models import Comment

from .factories import ADDRESS, a_contribution

pytestmark = pytest.mark.django_db


def after(**time):
    return time_machine.travel(timezone.now() + timedelta(**time))


def test_what_nobody_confirms_is_erased_with_its_author():
    a_contribution()
    with after(days=6, hours=23):
        jobs.forget_unconfirmed()
    assert Comment.objects.count() == 1
    with after(days=7, minutes=1):
        jobs.forget_unconfirmed()
    assert not Comment.objects.exists()
    assert not User.objects.filter(email=ADDRESS).exists()


def test_what_was_confirmed_stays():
    contributions.confirm(a_contribution())
    with after(days=400):
        jobs.forget_unconfirmed()
    assert Comment.objects.count() == 1
    assert User.objects.filter(email=ADDRESS).exists()


def test_a_person_stays_as_long_as_something_waits_for_them():
    a_contribution()
    with after(days=5):
        a_contribution(text="Noch etwas")
    with after(days=8):
        jobs.forget_unconfirmed()
    assert Comment.objects.get().text == "Noch etwas"
    assert Comment.objects.get().author.email == ADDRESS


def test_staff_and_people_with_a_password_stay(editor):
    User.objects.create_superuser("admin@mail.example", "a long password")
    User.objects.create_user("password@mail.example", "a long password")
    User.objects.create_user("nothing@mail.example")
    with after(days=400):
        jobs.forget_unconfirmed()
    left = set(User.objects.exclude(is_active=False).values_list("email", flat=True))
    assert {"admin@mail.example", "password@mail.example", editor.email} <= left
    assert "nothing@mail.example" not in left
