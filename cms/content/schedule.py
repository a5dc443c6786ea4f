"""Repeated jobs: rooms declare them in their jobs.py, `manage.py worker` runs what is due."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from .models import ScheduledJob

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """A function that the worker calls every `interval`."""

    name: str
    interval: timedelta
    function: Callable[[], object]


_jobs: dict[str, Job] = {}


def every(**interval: float) -> Callable:
    """Declare the decorated function as a repeated job; takes the arguments of timedelta."""

    def declare(function: Callable[[], object]) -> Callable[[], object]:
        name = f"{function.__module__}.{function.__qualname__}"
        _jobs[name] = Job(name, timedelta(**interval), function)
        return function

    return declare


def declared_jobs() -> list[Job]:
    """Return every job of every installed app."""
    autodiscover_modules("jobs")
    return list(_jobs.values())


def run_due_jobs() -> list[str]:
    """Run each job that is due and that no other worker runs now; return their names."""
    return [job.name for job in declared_jobs() if _run_if_due(job)]


def _run_if_due(job: Job) -> bool:
    with only_here(job.name) as is_ours:
        if not is_ours or not _take(job):
            return False
        # In no transaction of ours: a job commits what it has done, bit by bit.
        try:
            job.function()
            error = ""
        except Exception as problem:
            # Its words may repeat personal data; kind and place are enough to find it.
            error = type(problem).__name__
            logger.error("The job %s failed: %s", job.name, error)
        ScheduledJob.objects.filter(name=job.name).update(last_error=error)
    return True


@contextmanager
def only_here(name: str) -> Iterator[bool]:
    """Hold what has this name for this process, if no other one does; yield whether it is held."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name])
        (is_held,) = cursor.fetchone()
    try:
        yield is_held
    finally:
        # A connection that broke meanwhile has let go of the lock already.
        if is_held:
            with suppress(DatabaseError, InterfaceError), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])


def _take(job: Job) -> bool:
    """Note that the job starts now; return False if it is not due."""
    now = timezone.now()
    row, _created = ScheduledJob.objects.get_or_create(name=job.name)
    if row.last_started_at and row.last_started_at + job.interval > now:
        return False
    row.last_started_at = now
    row.save(update_fields=["last_started_at"])
    return True
