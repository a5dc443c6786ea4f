"""Fixtures for accounts."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_german() -> Iterator[None]:
    """Keep the language of the last request of another test out of this one."""
    with translation.override("de"):
        yield
