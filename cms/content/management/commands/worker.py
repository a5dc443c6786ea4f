"""The one background process: the task queue and everything that is due."""

import signal
import threading
import uuid

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker

from cms.content.schedule import run_due_jobs


class Command(BaseCommand):
    help = "Run queued tasks and repeated jobs until stopped."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, then stop.")
        parser.add_argument("--interval", type=float, default=1.0, help="Seconds between looks.")

    def handle(self, *, once: bool, interval: float, **options) -> None:
        stopped = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for name in (signal.SIGINT, signal.SIGTERM):
                signal.signal(name, lambda *_: stopped.set())
        while not stopped.is_set():
            close_old_connections()
            run_due_jobs()
            run_queued_tasks()
            if once:
                return
            stopped.wait(interval)


def run_queued_tasks() -> None:
    """Run what the task queue holds, unless tasks run at once by the settings."""
    if "database" not in settings.TASKS["default"]["BACKEND"].lower():
        return
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=uuid.uuid4().hex,
        excluded_queue_names=[],
    ).run()
