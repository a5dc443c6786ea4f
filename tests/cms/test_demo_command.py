"""`manage.py demo` with real processes: what it starts, it stops; what fails, it names."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from cms.demo import launch
from cms.demo.processes import ChildEnded, Children

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
# Starts a child of its own, says its number and ignores the polite signal.
STUBBORN_PARENT = [
    sys.executable,
    "-c",
    "import signal, subprocess, sys, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "print(child.pid, flush=True)\n"
    "time.sleep(600)\n",
]


@pytest.fixture
def children(tmp_path):
    children = Children(tmp_path / "log")
    yield children
    children.stop(seconds=1)


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition, *, seconds=30):
    deadline = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
    return result


def is_alive(pid):
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_stop_ends_children_and_what_they_started(children):
    children.start("sleeper", SLEEP, os.environ)
    children.start("stubborn parent", STUBBORN_PARENT, os.environ)
    pids = [child.process.pid for child in children.running]
    log = children.running[1].log
    pids.append(int(wait_for(lambda: log.read_text().strip())))

    children.stop(seconds=1)

    wait_for(lambda: not any(is_alive(pid) for pid in pids), seconds=5)


def test_a_child_that_ends_is_named_with_its_last_words(children):
    complaint = "import sys; sys.exit('the cable is out')"
    children.start("worker", [sys.executable, "-c", complaint], os.environ)

    with pytest.raises(ChildEnded, match=r"The worker ended[\s\S]+the cable is out"):
        children.watch_until(lambda: False, seconds=30)


def test_watching_gives_up_after_its_time(children):
    children.start("sleeper", SLEEP, os.environ)

    assert children.watch_until(lambda: False, seconds=0.3) is False


def test_a_port_in_use_gets_one_clear_sentence(free_port):
    with socket.socket() as server:
        server.bind(("127.0.0.1", free_port))
        server.listen()

        with pytest.raises(launch.CannotStart, match=f"Port {free_port} is already in use"):
            launch.refuse_used_port("127.0.0.1", free_port)


def test_a_full_disk_gets_one_clear_sentence(monkeypatch, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(launch, "NEEDED_MEGABYTES", 10**9)

    with pytest.raises(launch.CannotStart, match="The disk is full"):
        launch.refuse_full_disk()


@pytest.mark.slow
@pytest.mark.xdist_group("demo")
@pytest.mark.parametrize("asked_to_end", [signal.SIGINT, signal.SIGTERM])
def test_the_whole_demo_ends_without_a_trace(running_demo, asked_to_end):
    descendants = running_demo.everything()
    assert any("gunicorn" in " ".join(process.cmdline()) for process in descendants)
    assert any("worker" in process.cmdline() for process in descendants)
    assert running_demo.postgres() is not None

    running_demo.process.send_signal(asked_to_end)

    assert running_demo.process.wait(60) == 0
    assert "Stopped." in running_demo.output.read_text()
    wait_for(lambda: not any(is_alive(process.pid) for process in descendants), seconds=10)
    assert running_demo.postgres() is None


@pytest.mark.slow
@pytest.mark.xdist_group("demo")
def test_a_dead_worker_ends_the_demo_and_is_named(running_demo):
    descendants = running_demo.everything()
    worker = next(process for process in descendants if "worker" in process.cmdline())

    worker.kill()

    assert running_demo.process.wait(60) != 0
    assert "The worker ended unexpectedly" in running_demo.output.read_text()
    wait_for(lambda: not any(is_alive(process.pid) for process in descendants), seconds=10)
    assert running_demo.postgres() is None


class RunningDemo:
    """A demo process with an empty town, started from outside as a person would."""

    def __init__(self, var_dir: Path, port: int) -> None:
        self.var_dir = var_dir
        self.port = port
        self.output = var_dir / "output"
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith("DATABASE_URL")
        } | {
            "VAR_DIR": str(var_dir),
            "DJANGO_SETTINGS_MODULE": "cms.settings.development",
            "SITE_URL": f"http://localhost:{port}",
            "DEMO": "true",
        }
        command = [sys.executable, "manage.py", "demo", "--without-town", "--port", str(port)]
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def answers(self) -> bool:
        assert self.process.poll() is None, self.output.read_text()
        if "Ctrl-C stops everything." not in self.output.read_text():
            return False
        with urllib.request.urlopen(f"http://localhost:{self.port}/", timeout=30) as response:
            return response.status == 200

    def everything(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def postgres(self) -> int | None:
        """The number of our database's living process, if there is one."""
        pid_file = self.var_dir / "postgres" / "postmaster.pid"
        if not pid_file.exists():
            return None
        pid = int(pid_file.read_text().splitlines()[0])
        return pid if is_alive(pid) else None


@pytest.fixture(scope="module")
def prepared_var_dir(tmp_path_factory):
    """Shared by the tests of this file, so that the migrations run once."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture
def running_demo(prepared_var_dir, free_port):
    demo = RunningDemo(prepared_var_dir, free_port)
    try:
        wait_for(demo.answers, seconds=240)
        yield demo
    finally:
        if demo.process.poll() is None:
            demo.process.terminate()
            demo.process.wait(60)
