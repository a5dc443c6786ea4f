"""Fixtures for comments."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.utils import translation

from participation.accounts.models import User

from .factories import a_page


@pytest.fixture(autouse=True)
def _in_german() -> Iterator[None]:
    """Keep the language of the last request of another test out of this one."""
    with translation.override("de"):
        yield


@pytest.fixture
def page(root):
    """A public page that takes comments."""
    return a_page(root)


@pytest.fixture
def moderator(db) -> User:
    """Somebody who decides on contributions and answers for the city."""
    person = User.objects.create_user("moderation@auenbrueck.example", display_name="Moderation")
    person.groups.add(Group.objects.get(name="Moderator"))
    return person


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """Return blocks at whose end the change counts as committed."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
