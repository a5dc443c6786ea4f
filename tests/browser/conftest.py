"""The demo town as a person meets it: started by its command, used in a real Chromium."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

BASE_DIR = Path(__file__).resolve().parents[2]
START_SECONDS = 420
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items) -> None:
    """All browser tests share one town, so one process runs them."""
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


A_PAGE_OF_EACH_TYPE = """
    SELECT DISTINCT ON (page.content_type_id, locale.language_code)
           locale.language_code, page.url_path
      FROM wagtailcore_page page JOIN wagtailcore_locale locale ON locale.id = page.locale_id
     WHERE page.live AND page.depth > 1
  ORDER BY page.content_type_id, locale.language_code, length(page.url_path) DESC
"""


def _public_path(language: str, url_path: str) -> str:
    # The first part of a url_path is the home page's slug, which no address shows.
    rest = url_path.split("/", 2)[2]
    return f"/{rest}" if language == "de" else f"/{language}/{rest}"


@dataclass(frozen=True)
class Town:
    """A running demo town."""

    url: str
    database_url: str

    def a_page_of_each_type(self) -> list[str]:
        """Return the path of one public page of each type in each language."""
        with psycopg.connect(self.database_url) as connection:
            rows = connection.execute(A_PAGE_OF_EACH_TYPE).fetchall()
        return [_public_path(language, url_path) for language, url_path in rows]

    def get(self, path: str) -> str:
        """Return what an anonymous reader gets at `path`."""
        with urllib.request.urlopen(self.url + path, timeout=60) as answer:
            return answer.read().decode()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of Chromium; without one the browser tests are skipped, or fail."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    if not path or not Path(path).exists():
        reason = "No Chromium found: set CHROMIUM to its path."
        if os.environ.get("REQUIRE_BROWSER_TESTS"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture(scope="session")
def town(tmp_path_factory, chromium) -> Iterator[Town]:
    """Start `manage.py demo` with a data folder of its own, and stop it in the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://localhost:{port}"
    folder = tmp_path_factory.mktemp("town")
    environment = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL"}
    } | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "VAR_DIR": str(folder),
        "DEMO": "true",
        "SITE_URL": url,
    }
    log = (folder / "demo.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, str(BASE_DIR / "manage.py"), "demo", "--port", str(port)],
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_for_welcome(process, folder / "demo.log")
        yield Town(url, f"postgresql://postgres:@/stadtagenda?host={folder}/postgres")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _wait_for_welcome(process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while "Ctrl-C stops everything." not in log.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"The demo town did not start:\n{log.read_text()[-4000:]}")
        time.sleep(0.5)


@pytest.fixture(scope="session")
def browser(chromium) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, town) -> Iterator[Page]:
    """A fresh visitor at a desk; what the browser complains of fails the test."""
    context = browser.new_context(base_url=town.url, locale="de-DE", viewport=DESKTOP)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: _note(message, complaints))
    yield page
    context.close()
    assert not complaints


@pytest.fixture
def page_without_script(browser, town) -> Iterator[Page]:
    """A fresh visitor whose browser runs no script."""
    context = browser.new_context(
        base_url=town.url, locale="de-DE", viewport=DESKTOP, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}


def _note(message, complaints: list[str]) -> None:
    # Chromium reports every status 4xx as an error; forms answer with 422 on purpose.
    if message.type == "error" and "the server responded with a status of 4" not in message.text:
        complaints.append(message.text)
