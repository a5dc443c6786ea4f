"""The demo town for tests: loaded once in a session, in a database of its own.

A test that takes `demo_town` sees the town in the place of the empty test database. What
it changes is undone; what other tests do never meets the town.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from wagtail.models import Site

from cms.content.queries import forget_locales


@contextmanager
def _connected_to(database: str) -> Iterator[None]:
    """Let Django's connection lead to another database of the same server inside the block."""
    usual = connections[DEFAULT_DB_ALIAS]
    other = connections.create_connection(DEFAULT_DB_ALIAS)
    other.settings_dict = {**other.settings_dict, "NAME": database}
    connections[DEFAULT_DB_ALIAS] = other
    _forget_what_processes_remember()
    try:
        yield
    finally:
        other.close()
        connections[DEFAULT_DB_ALIAS] = usual
        _forget_what_processes_remember()


def _forget_what_processes_remember() -> None:
    """Ids may differ between the two databases, so nothing is kept from one to the other."""
    cache.clear()
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
    forget_locales()


def _run_beside(statement: str) -> None:
    """Run a statement that concerns whole databases."""
    with _connected_to("postgres"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture(scope="session")
def demo_database(django_db_setup, django_db_blocker) -> Iterator[str]:
    """The name of a database with the whole demo town."""
    with django_db_blocker.unblock():
        empty = connection.settings_dict["NAME"]
        # A database that somebody is connected to cannot be copied.
        connection.close()
        name = f"{empty}_town"
        _run_beside(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        _run_beside(f'CREATE DATABASE "{name}" TEMPLATE "{empty}"')
        with _connected_to(name):
            call_command("load_demo", verbosity=0)
    yield name
    with django_db_blocker.unblock():
        _run_beside(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def demo_town(demo_database, db) -> Iterator[Site]:
    """The site of Auenbrück, for the time of one test."""
    with _connected_to(demo_database), transaction.atomic():
        yield Site.objects.get(is_default_site=True)
        transaction.set_rollback(True)
