"""Fixtures for every test."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.utils import translation
from pytest_django.plugin import blocking_manager_key
from wagtail.models import Locale, Site

from participation.accounts.models import User

from .snapshot import Snapshot

pytest_plugins = ["tests.smtp"]

COMMITTING = {"transactional_db", "live_server"}
_snapshots: list[Snapshot] = []


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Remember the rows of a new town, and leave them for a run that uses the database again."""
    with django_db_blocker.unblock():
        _snapshots.append(Snapshot())
    yield
    with django_db_blocker.unblock():
        _snapshots.pop().restore()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Put the rows of a new town back after a test that commits; its end empties all tables."""
    try:
        return (yield)
    finally:
        # With the last test the connection has left the test database.
        if nextitem is not None and _commits(item) and _snapshots:
            with item.config.stash[blocking_manager_key].unblock():
                _snapshots[0].restore()


def _commits(item) -> bool:
    marker = item.get_closest_marker("django_db")
    is_marked = marker is not None and marker.kwargs.get("transaction", False)
    return is_marked or bool(COMMITTING & set(getattr(item, "fixturenames", ())))


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture(autouse=True)
def _source_language():
    """Begin in German, whatever page the test before has asked for."""
    translation.deactivate()


@pytest.fixture
def german(db) -> Locale:
    """The locale of the source language."""
    return Locale.objects.get(language_code="de")


@pytest.fixture
def root(db):
    """The home page of the default site."""
    return Site.objects.get(is_default_site=True).root_page.specific


@pytest.fixture
def citizen(db) -> User:
    """Somebody without any rights in the admin."""
    return User.objects.create_user("karin.vogt@mail.example", display_name="Karin Vogt")


@pytest.fixture
def editor(db) -> User:
    """Somebody who writes and publishes pages."""
    user = User.objects.create_user("redaktion@auenbrueck.example", display_name="Redaktion")
    user.groups.add(Group.objects.get(name="Editors"))
    return user
