"""A server of other people, and pages that link to it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from cms.content.link_check import checking
from home.models import StandardPage
from tests.strategy.factories import published


class Handler(BaseHTTPRequestHandler):
    """Answers as its path says."""

    def do_HEAD(self) -> None:
        self._do()

    def do_GET(self) -> None:
        self._do()

    def _do(self) -> None:
        self.server.asked.append((self.command, self.path))
        self.server.agents.add(self.headers["User-Agent"])
        name = self.path.partition("?")[0].split("/")[1].replace(".", "_")
        try:
            getattr(self, f"answer_{name}")()
        except OSError:
            return

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def answer_robots_txt(self) -> None:
        if self.server.robots_status:
            self.answer(self.server.robots_status)
        elif self.server.robots:
            self.answer(200, self.server.robots.encode())
        else:
            self.answer(404)

    def answer_ok(self) -> None:
        self.answer(200, b"da")

    def answer_once(self) -> None:
        """Be away until the server is mended."""
        self.answer(200 if self.server.is_mended else 404)

    def answer_status(self) -> None:
        self.answer(int(self.path.split("/")[2]))

    def answer_nohead(self) -> None:
        self.answer(200 if self.command == "GET" else 501)

    def answer_cuthead(self) -> None:
        if self.command == "GET":
            self.answer(200)
        else:
            self.close_connection = True

    def answer_loop(self) -> None:
        self.answer(302, Location="/loop")

    def answer_moved(self) -> None:
        hops = int(self.path.split("/")[2])
        self.answer(301, Location=f"/moved/{hops - 1}" if hops > 1 else "/ok")

    def answer_inwards(self) -> None:
        self.answer(302, Location="http://169.254.169.254/latest/")

    def answer_away(self) -> None:
        self.answer(302, Location=f"{self.server.other}/status/404")

    def answer_nowhere(self) -> None:
        self.answer(302, Location="http://[")

    def answer_endless(self) -> None:
        if self.command == "HEAD":
            self.answer(405)
            return
        self.send_response(200)
        self.end_headers()
        while not self.server.done.is_set():
            self.wfile.write(b"x" * 65536)

    def answer_silent(self) -> None:
        self.server.done.wait(10)

    def log_message(self, *args) -> None:
        """Keep the output of the tests clean."""


@pytest.fixture
def server(settings, monkeypatch) -> Iterator[ThreadingHTTPServer]:
    """A server on this machine that the tests may ask."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.agents, server.done = [], set(), threading.Event()
    server.robots, server.robots_status, server.is_mended = "", 0, False
    server.url = f"http://127.0.0.1:{server.server_port}"
    settings.FETCHABLE_TEST_SERVERS = {("127.0.0.1", server.server_port)}
    settings.LINK_CHECK = True
    monkeypatch.setattr(checking, "PAUSE", 0)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.done.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def page_with(root):
    """Make a public page with these links in its text."""
    count = iter(range(1, 1000))

    def make(*links: str, parent=None, **fields) -> StandardPage:
        number = next(count)
        text = " ".join(links)
        body = [("text", f"<p>{text}</p>")]
        page = StandardPage(
            **{"title": f"Seite {number}", "slug": f"seite-{number}", "body": body, **fields}
        )
        return published(parent or root, page)

    return make


def to(url: str) -> str:
    return f'<a href="{url}">hier</a>'


def to_page(page) -> str:
    return f'<a linktype="page" id="{getattr(page, "pk", page)}">hier</a>'


def to_document(document) -> str:
    return f'<a linktype="document" id="{getattr(document, "pk", document)}">hier</a>'
