"""Directories to test with."""

from itertools import count

from wagtail.models import Page

from agenda.directories.models import DirectoryEntry, DirectoryPage, EntryState
from tests.strategy.factories import published

numbers = count(1)


def a_directory(root: Page, **fields) -> DirectoryPage:
    """Return a published directory below the home page."""
    number = next(numbers)
    values = {"title": f"Börse {number}", "slug": f"boerse-{number}", **fields}
    return published(root, DirectoryPage(**values))


def an_entry(directory: DirectoryPage, *, audiences=(), **fields) -> DirectoryEntry:
    """Return an entry that readers see unless `fields` says otherwise."""
    number = next(numbers)
    values = {
        "title": f"Eintrag {number}",
        "summary": "Was es ist.",
        "state": EntryState.PUBLISHED,
        **fields,
    }
    entry = DirectoryEntry.objects.create(directory=directory, **values)
    entry.audiences.set(audiences)
    return entry
