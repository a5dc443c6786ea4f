"""Fixtures for every test."""

import pytest
from django.core.cache import cache
from wagtail.models import Locale, Site


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
