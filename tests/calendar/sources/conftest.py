"""A source, and runs of its import."""

import pytest

from agenda.calendar.models import CalendarSource
from agenda.calendar.sources import importing
from agenda.calendar.sources.fetching import Answer
from agenda.calendar.sources.importing import import_source

from ..factories import a_calendar
from .files import a_file


@pytest.fixture
def source(db) -> CalendarSource:
    """The calendar of a library, whose events are published at once."""
    return CalendarSource.objects.create(
        name="Bücherei", url="https://example.org/a.ics", calendar_page=a_calendar(), publishes=True
    )


@pytest.fixture
def imported(source, monkeypatch):
    """Import these events as the whole calendar and return the report."""

    def run(*events: str, **options):
        data = a_file(*events, **options)
        monkeypatch.setattr(importing, "fetch", lambda *args, **kwargs: Answer(data))
        return import_source(source, is_forced=True)

    return run
