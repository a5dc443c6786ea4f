"""Read a foreign calendar, in a process of its own that may take only so much.

`read` starts the process and waits for it; the process is this module. It knows neither
database nor secrets, writes no files, and is ended when it takes too long or too much.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from dateutil.relativedelta import relativedelta

from .events import event_of
from .lines import RawEvent, read_lines
from .moments import Unreadable, Zones
from .rules import Window
from .texts import plain

MAX_BYTES = 5 * 1024 * 1024
MAX_MEMORY = 768 * 1024 * 1024
MAX_CPU_SECONDS = 20
MAX_SECONDS = 30
MAX_ANSWER = 24 * 1024 * 1024
# Events of which every one has a slow rule must not take the time of all together.
SECONDS_FOR_EVENTS = 15
# Each becomes a row: what a small file can name must not fill the database.
MAX_DATES_OF_FILE = 50_000
MAX_REFUSED = 500
MONTHS = 24
ROOT = Path(__file__).resolve().parents[3]


class NotRead(Exception):
    """The file could not be read; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read(data: bytes, *, time_zone: str, now: datetime) -> dict:
    """Return events, what was refused and whether the file is complete; raise NotRead."""
    if len(data) > MAX_BYTES:
        raise NotRead("size")
    command = [sys.executable, "-m", __name__, time_zone, now.astimezone(UTC).isoformat()]
    written, is_well = _answer_of(command, data)
    if not is_well:
        raise NotRead("slow")
    answer = json.loads(written)
    if not answer["is_calendar"]:
        raise NotRead("calendar")
    return answer


def _answer_of(command: list[str], data: bytes) -> tuple[bytes, bool]:
    """Return what the process writes, at most so much, and whether it ended well in time."""
    # None of the secrets in our environment belongs into a process that reads foreign files.
    environment = {"PATH": os.defpath, "PYTHONIOENCODING": "utf-8"}
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        with subprocess.Popen(
            command,
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=environment,
        ) as process:
            watch = threading.Timer(MAX_SECONDS, process.kill)
            watch.start()
            try:
                written = process.stdout.read(MAX_ANSWER + 1)
                if len(written) > MAX_ANSWER:
                    process.kill()
                return written, process.wait() == 0
            finally:
                watch.cancel()
                process.kill()


def read_here(data: bytes, *, time_zone: str, now: datetime) -> dict:
    """Return what the file says, without any limit but those of its parts."""
    raw = read_lines(data)
    zones = Zones(raw.zones, time_zone)
    # Whole months, so that a list of dates does not change every day.
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    window = Window(month, month + relativedelta(months=MONTHS + 1))
    answer = {
        "is_calendar": raw.is_calendar,
        "is_complete": raw.is_complete,
        "number_of_dates": 0,
        "uids": sorted({_uid(event) for event in raw.events + raw.unclosed}),
        "events": [],
        "past": [],
        "private": [],
        "refused": [],
        "broken_lines": raw.broken[:MAX_REFUSED],
    }
    if raw.has_too_many:
        answer["refused"].append({"uid": "", "title": "", "line": 0, "reason": "too_many"})
    answer["refused"] += [_refusal(event, "unclosed") for event in raw.unclosed]
    ends_at = time.monotonic() + SECONDS_FOR_EVENTS
    for uid, events in _by_uid(raw.events, answer).items():
        _add(answer, uid, events, zones, window, is_late=time.monotonic() > ends_at)
    answer["refused"] = answer["refused"][:MAX_REFUSED]
    return answer


def _by_uid(events: list[RawEvent], answer: dict) -> dict[str, list[RawEvent]]:
    found: dict[str, list[RawEvent]] = {}
    for event in events:
        if uid := _uid(event):
            found.setdefault(uid, []).append(event)
        else:
            answer["refused"].append(_refusal(event, "uid"))
    return found


def _uid(event: RawEvent) -> str:
    return plain(event.value("UID"), 255)


def _add(answer, uid: str, events: list[RawEvent], zones: Zones, window: Window, *, is_late):
    try:
        if is_late:
            raise Unreadable("slow")
        event = event_of(uid, events, zones, window)
        if event:
            answer["number_of_dates"] += _number_of_dates(answer, event)
    except Unreadable as error:
        answer["refused"].append(_refusal(events[0], str(error)))
        if str(error) == "private":
            answer["private"].append(uid)
    except (ValueError, OverflowError, ArithmeticError):
        answer["refused"].append(_refusal(events[0], "date"))
    else:
        if event:
            answer["events"].append(event)
        else:
            answer["past"].append(uid)


def _number_of_dates(answer: dict, event: dict) -> int:
    number = event.pop("number_of_dates")
    if answer["number_of_dates"] + number > MAX_DATES_OF_FILE:
        raise Unreadable("too_many_dates")
    return number


def _refusal(event: RawEvent, reason: str) -> dict:
    # Not even a report tells what a private event is about.
    title = "" if reason == "private" else event.value("SUMMARY")
    return {
        "uid": _uid(event),
        "title": " ".join(plain(title, 200).split()),
        "line": event.number,
        "reason": reason,
    }


def main() -> None:
    """Read standard input within the limits and write the answer as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    now = datetime.fromisoformat(sys.argv[2])
    sys.stdout.write(json.dumps(read_here(data, time_zone=sys.argv[1], now=now)))


if __name__ == "__main__":
    main()
