"""What editors ask the worker to do at once."""

from django_tasks import task

from ..models import CalendarSource
from .importing import import_source


@task()
def import_now(source_id: int) -> None:
    """Fetch a source without waiting for its time, also if it says that nothing changed."""
    source = CalendarSource.objects.filter(pk=source_id).first()
    if source:
        import_source(source, is_forced=True)
