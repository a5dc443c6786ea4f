"""Repeated jobs: rooms declare them in their jobs.py, `manage.py worker` runs what is due."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
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
    ScheduledJob.objects.get_or_create(name=job.name)
    with transaction.atomic():
        now = timezone.now()
        # A worker that finds the row locked leaves the job to the one that holds it.
        row = ScheduledJob.objects.select_for_update(skip_locked=True).filter(name=job.name).first()
        if row is None or (row.last_started_at and row.last_started_at + job.interval > now):
            return False
        row.last_started_at = now
        try:
            with transaction.atomic():
                job.function()
            row.last_error = ""
        except Exception as error:
            logger.exception("The job %s failed", job.name)
            row.last_error = f"{type(error).__name__}: {error}"[:2000]
        row.save(update_fields=["last_started_at", "last_error"])
    return True
