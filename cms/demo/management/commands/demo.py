"""`manage.py demo`: the demo town, from an empty database to a page that answers."""

import errno

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from cms.demo import launch
from cms.demo.processes import (
    ChildEnded,
    Children,
    Stopped,
    ignore_stop_signals,
    stop_on_signal,
)

DISK_FULL = "The disk is full: free some space and start again."


class Command(BaseCommand):
    help = "Prepare the demo town, start worker and web server, and stop both on Ctrl-C."
    # The database may be empty: the checks that read it come with the migrations.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument(
            "--without-town", action="store_true", help="start with an empty site instead"
        )

    def handle(self, *, port: int, host: str, without_town: bool, **options: object) -> None:
        children = Children(settings.VAR_DIR / "log")
        with stop_on_signal():
            try:
                self.run(children, host=host, port=port, with_town=not without_town)
            except Stopped:
                self.say("Stopping")
            except (launch.CannotStart, ChildEnded) as problem:
                raise CommandError(str(problem)) from problem
            except (OSError, OperationalError) as problem:
                if is_full_disk(problem):
                    raise CommandError(DISK_FULL) from problem
                raise
            finally:
                ignore_stop_signals()
                children.stop()
                launch.release_database()
        self.say("Stopped.")

    def run(self, children: Children, *, host: str, port: int, with_town: bool) -> None:
        launch.refuse_used_port(host, port)
        launch.refuse_full_disk()
        launch.prepare(self.say, with_town=with_town, port=port)
        self.say("Starting worker and web server")
        launch.start_children(children, host=host, port=port)
        if not children.watch_until(
            lambda: launch.home_page_answers(port), seconds=launch.PATIENCE_SECONDS
        ):
            raise launch.CannotStart(
                f"The home page does not answer; the logs are in {children.log_dir}."
            )
        self.say(launch.welcome(port))
        children.watch_until(lambda: False)

    def say(self, text: str) -> None:
        self.stdout.write(f"· {text}" if text[0].isalpha() else text)
        self.stdout.flush()


def is_full_disk(problem: Exception) -> bool:
    return isinstance(problem.__cause__, psycopg.errors.DiskFull) or (
        isinstance(problem, OSError) and problem.errno == errno.ENOSPC
    )
