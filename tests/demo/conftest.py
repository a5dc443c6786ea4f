"""The town for the tests of this folder; one process runs them, so that it is loaded once."""

from pathlib import Path

import pytest

from tests.demo_town import demo_database, demo_town

__all__ = ["demo_database", "demo_town"]


def pytest_collection_modifyitems(items) -> None:
    """Keep what needs the town together under pytest-xdist."""
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.xdist_group("demo_town"))
