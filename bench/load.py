"""A small HTTP client that asks for one page again and again over open connections."""

import socket
import threading
import time
from dataclasses import dataclass


class WrongAnswer(Exception):
    """The server answered something else than the page; the message quotes it."""


@dataclass
class Load:
    """How many answers came in how many seconds."""

    answers: int
    seconds: float

    @property
    def per_second(self) -> float:
        return self.answers / self.seconds


def run_load(port: int, path: str, *, seconds: float, connections: int = 4) -> Load:
    """Ask for `path` over `connections` open connections for `seconds`."""
    counts = [0] * connections
    problems: list[Exception] = []
    started_at = time.perf_counter()
    ends_at = started_at + seconds

    def ask(index: int) -> None:
        try:
            counts[index] = ask_until(port, path, ends_at)
        except (OSError, WrongAnswer) as problem:
            problems.append(problem)

    threads = [threading.Thread(target=ask, args=[index]) for index in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    return Load(sum(counts), time.perf_counter() - started_at)


def ask_until(port: int, path: str, ends_at: float) -> int:
    request = (
        f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: text/html\r\n\r\n"
    ).encode()
    count = 0
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while time.perf_counter() < ends_at:
            connection.sendall(request)
            if read_answer(connection):
                connection.close()
                return count + 1 + ask_until(port, path, ends_at)
            count += 1
    return count


def read_answer(connection: socket.socket) -> bool:
    """Read one whole answer; return True if the server closes the connection after it."""
    data = b""
    while (end := data.find(b"\r\n\r\n")) < 0:
        if not (piece := connection.recv(65536)):
            raise WrongAnswer("the connection closed in the middle of an answer")
        data += piece
    head = data[:end].lower()
    if not head.startswith((b"http/1.1 200", b"http/1.0 200")):
        raise WrongAnswer(data[:200].decode(errors="replace"))
    marker = head.find(b"content-length:")
    if marker < 0:
        raise WrongAnswer("the answer does not say how long it is")
    missing = int(head[marker + 15 :].split(b"\r\n", 1)[0]) - (len(data) - end - 4)
    while missing > 0:
        if not (piece := connection.recv(min(missing, 65536))):
            raise WrongAnswer("the connection closed in the middle of a page")
        missing -= len(piece)
    return b"connection: close" in head
