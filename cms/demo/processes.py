"""Child processes that live and end with the process that started them."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NamedTuple

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked this process to end."""


class ChildEnded(Exception):
    """A child process ended by itself; the message names it and quotes its last words."""


class Child(NamedTuple):
    """A running child, the name people know it by and the file it writes to."""

    name: str
    process: subprocess.Popen
    log: Path


@contextmanager
def stop_on_signal() -> Iterator[None]:
    """Turn Ctrl-C, SIGTERM and a closed terminal into one `Stopped` for the block inside."""

    def stop(number: int, frame: FrameType | None) -> None:
        ignore_stop_signals()
        raise Stopped

    before = {number: signal.signal(number, stop) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def ignore_stop_signals() -> None:
    """From here on nothing interrupts the orderly end, not even a second Ctrl-C."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)


class Children:
    """The children of one run: started one by one, watched, and all stopped together."""

    def __init__(self, log_dir: Path) -> None:
        self.log_dir = log_dir
        self.running: list[Child] = []

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start `command`; its output goes to a file of its own."""
        self.log_dir.mkdir(parents=True, exist_ok=True)
        path = self.log_dir / f"{name.replace(' ', '-')}.log"
        with path.open("wb") as log:
            process = subprocess.Popen(
                command,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # A session of its own: Ctrl-C reaches us alone, and we end it with its children.
                start_new_session=True,
            )
        self.running.append(Child(name, process, path))

    def check(self) -> None:
        """Raise ChildEnded if one of the children is gone."""
        for child in self.running:
            if (status := child.process.poll()) is not None:
                raise ChildEnded(
                    f"The {child.name} ended unexpectedly (status {status}). "
                    f"Its last words, from {child.log}:\n{last_lines(child.log)}"
                )

    def watch_until(self, done: Callable[[], bool], *, seconds: float | None = None) -> bool:
        """Watch the children until `done()`; return False if it takes longer than `seconds`."""
        started_at = time.monotonic()
        while not done():
            self.check()
            if seconds is not None and time.monotonic() - started_at > seconds:
                return False
            time.sleep(0.2)
        return True

    def stop(self, *, seconds: float = 10) -> None:
        """Ask every child to end, and end by force what has not done so after `seconds`."""
        for child in self.running:
            send(child, signal.SIGTERM)
        deadline = time.monotonic() + seconds
        for child in self.running:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.1, deadline - time.monotonic()))
            # What the child itself started is in its session and may have outlived it.
            send(child, signal.SIGKILL)
            child.process.wait()
        self.running.clear()


def send(child: Child, number: signal.Signals) -> None:
    # PermissionError is macOS's word for a group in which only zombies are left.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process.pid, number)


def last_lines(path: Path, count: int = 15) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-count:])
