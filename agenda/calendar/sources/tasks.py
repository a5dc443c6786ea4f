"""What editors ask the worker to do at once."""

from django_tasks import task

from ..models import CalendarSource, EventPage
from .importing import import_source
from .pages import take_back


@task()
def import_now(source_id: int) -> None:
    """Fetch a source without waiting for its time, also if it says that nothing changed."""
    source = CalendarSource.objects.filter(pk=source_id).first()
    if source:
        import_source(source, is_forced=True)


@task()
def take_back_pages(page_ids: list[int]) -> None:
    """Take back what a source has left that somebody deleted."""
    for page in EventPage.objects.filter(pk__in=page_ids, imported_from=None):
        take_back(page)
