"""Fixtures for every test."""

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from wagtail.models import Locale, Site

from participation.accounts.models import User

pytest_plugins = ["tests.smtp"]


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


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
