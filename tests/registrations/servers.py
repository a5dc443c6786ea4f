"""Two gunicorn servers upon the test database, and people who all come at once."""

import asyncio
import contextlib
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.db import connection

BASE_DIR = Path(__file__).resolve().parents[2]
START_SECONDS = 60
CSRF = "s" * 32


@dataclass(frozen=True)
class Answer:
    """What one person's POST met, with the moments of sending and of the answer."""

    path: str
    status: int
    sent_at: float
    answered_at: float

    @property
    def token(self) -> str:
        """Return the signed part of the link."""
        return self.path.rstrip("/").rsplit("/", 1)[-1]


@contextlib.contextmanager
def two_servers(folder: Path, **environment: str) -> Iterator[list[int]]:
    """Run two server processes and yield their ports."""
    ports = [_free_port(), _free_port()]
    processes = [_start(port, folder, environment) for port in ports]
    try:
        for port in ports:
            _wait_for(port, folder)
        yield ports
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)


def rush(ports: list[int], paths: list[str], *, seconds: float) -> list[Answer]:
    """POST to every path, spread over so many seconds and over all servers."""
    return asyncio.run(_rush(ports, paths, seconds))


async def _rush(ports: list[int], paths: list[str], seconds: float) -> list[Answer]:
    chance = random.Random(20)
    posts = (
        _post(ports[number % len(ports)], path, chance.uniform(0, seconds))
        for number, path in enumerate(paths)
    )
    return await asyncio.gather(*posts)


async def _post(port: int, path: str, delay: float) -> Answer:
    await asyncio.sleep(delay)
    body = urlencode({"csrfmiddlewaretoken": CSRF})
    sent_at = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            f"Cookie: {settings.CSRF_COOKIE_NAME}={CSRF}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()
    )
    await writer.drain()
    answer = await reader.read()
    writer.close()
    status = int(answer.split(b" ", 2)[1]) if answer else 0
    return Answer(path, status, sent_at, time.monotonic())


def _start(port: int, folder: Path, environment: dict[str, str]) -> subprocess.Popen:
    command = ["-m", "gunicorn", "cms.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    options = ["--workers", "1", "--threads", "8", "--timeout", "120"]
    database = f"/{connection.settings_dict['NAME']}"
    database_url = urlsplit(settings.DATABASE_URL)._replace(path=database).geturl()
    with (folder / f"{port}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, *command, *options],
            cwd=BASE_DIR,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "cms.settings.test",
                "DATABASE_URL": database_url,
            }
            | environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def _wait_for(port: int, folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    pytest.fail(f"No server:\n{(folder / f'{port}.log').read_text()[-3000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
