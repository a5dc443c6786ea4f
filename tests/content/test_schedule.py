"""Repeated jobs run when they are due, once, and commit what they do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep

import pytest
from django.db import connection, transaction

from cms.content import schedule
from cms.content.models import ScheduledJob
from cms.content.schedule import Job


@pytest.fixture
def runs(monkeypatch) -> list[bool]:
    """Declare one slow job that notes whether it runs inside a transaction."""
    runs: list[bool] = []

    def work() -> None:
        runs.append(connection.in_atomic_block)
        sleep(0.5)

    job = Job("tests.work", timedelta(hours=1), work)
    monkeypatch.setattr(schedule, "declared_jobs", lambda: [job])
    return runs


@pytest.mark.django_db(transaction=True)
def test_job_commits_by_itself_and_is_not_due_again_at_once(runs):
    assert schedule.run_due_jobs() == ["tests.work"]
    assert schedule.run_due_jobs() == []
    assert runs == [False]


@pytest.mark.django_db(transaction=True)
def test_two_workers_run_a_job_once(runs):
    def work(_worker) -> list[str]:
        try:
            return schedule.run_due_jobs()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, range(4)))
    assert len(runs) == 1


@pytest.mark.django_db(transaction=True)
def test_failure_is_noted_without_its_words_and_stops_nothing(monkeypatch):
    def fail() -> None:
        raise ValueError("karin.vogt@mail.example")

    jobs = [Job("tests.fail", timedelta(hours=1), fail)]
    monkeypatch.setattr(schedule, "declared_jobs", lambda: jobs)
    assert schedule.run_due_jobs() == ["tests.fail"]
    assert ScheduledJob.objects.get(name="tests.fail").last_error == "ValueError"
    with transaction.atomic():
        assert ScheduledJob.objects.exists()
