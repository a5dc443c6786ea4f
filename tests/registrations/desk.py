"""People of the desk and what they see, as the tests need them."""

from datetime import timedelta

import time_machine
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from agenda.calendar.models import Occurrence
from participation.accounts.models import User


def an_editor_of(page, name: str = "redaktion") -> User:
    """Return somebody who may edit this page and what is below, and nothing else."""
    group = Group.objects.create(name=f"Redaktion {name}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group, page=page, permission=Permission.objects.get(codename="change_page")
    )
    user = User.objects.create_user(f"{name}@stadt.example", display_name=name)
    user.groups.add(group)
    return user


def at_the_door(occurrence: Occurrence):
    """Travel to ten minutes before a date begins."""
    return time_machine.travel(occurrence.starts_at - timedelta(minutes=10))


def after(occurrence: Occurrence, days: int = 0):
    """Travel to the time after a date."""
    return time_machine.travel(occurrence.ends_at + timedelta(days=days, minutes=10))


def address(name: str, *args) -> str:
    """Return an address of the desk."""
    return reverse(f"attendance_{name}", args=args)
