"""Take the gallery of the demo town: every kind of page, on a desk and on a phone.

`make screenshots` runs it against a demo that is running, and writes to docs/screenshots.
"""

import argparse
import os
import re
import sys
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from cms.demo.logins import ADMINISTRATOR, ASSOCIATION_MEMBER  # noqa: E402

GALLERY = PROJECT / "docs" / "screenshots"
SCREENS = {
    "desktop": {"width": 1280, "height": 900},
    "phone": {"width": 390, "height": 844},
}
# What is shown: the first address of the sitemap that fits.
PAGES = {
    "home": r"/",
    "agenda": r"/agenda/",
    "board": r"/agenda/tafel/",
    "schedule": r"/agenda/zeitplan/",
    "field": r"/agenda/verwaltung/",
    "measure": r"/agenda/verwaltung/online-termine/",
    "vision": r"/agenda/leitbild/",
    "guide": r"/handreichungen/sichere-passwoerter/",
    "journey": r"/handreichungen/neu-in-der-stadt/",
    "audience": r"/fuer-wen/fuer-senioren/",
    "services": r"/online-dienste/",
    "service": r"/online-dienste/wohnung-ummelden/",
    "calendar": r"/kalender/",
    "training": r"/kalender/tablet-grundkurs/",
    "place": r"/orte/digitallabor/",
    "ideas": r"/(?:[\w-]+/)*digital-im-quartier/",
}
FIRST_IDEA = ".idea-card a"
DISCUSSION = ".comments"
CODE_SUBJECT = "Ihr Code für die Anmeldung"
SUBMIT_EVENT = "Veranstaltung einreichen"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class NothingToShow(Exception):
    """The town lacks a page of the gallery; the message names it."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--to", type=Path, default=GALLERY)
    options = parser.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    try:
        addresses = find_pages(f"http://localhost:{options.port}")
        with sync_playwright() as playwright:
            chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            for screen, viewport in SCREENS.items():
                take_all(browser, screen, viewport, addresses, options.to)
            browser.close()
    except NothingToShow as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def find_pages(address: str) -> dict[str, str]:
    """The address of every page of the gallery, from the town's sitemap."""
    try:
        with urllib.request.urlopen(f"{address}/sitemap.xml", timeout=60) as answer:  # noqa: S310
            locations = re.findall(r"<loc>https?://[^/]+([^<]*)</loc>", answer.read().decode())
    except urllib.error.URLError as error:
        message = f"No town answers at {address}: start it with make demo."
        raise NothingToShow(message) from error
    found = {}
    for name, pattern in PAGES.items():
        paths = [path for path in locations if re.fullmatch(pattern, path)]
        if not paths:
            raise NothingToShow(f"The town has no page for the picture '{name}' ({pattern}).")
        found[name] = address + paths[0]
    return found


def take_all(
    browser: Browser, screen: str, viewport: dict, addresses: dict[str, str], folder: Path
) -> None:
    context = browser.new_context(viewport=viewport, locale="de-DE", reduced_motion="reduce")
    page = context.new_page()

    def keep(name: str) -> None:
        page.screenshot(path=folder / f"{name}-{screen}.png")
        print(f"{name}-{screen}.png")

    for name, address in addresses.items():
        show(page, address)
        keep(name)
    page.locator(FIRST_IDEA).first.click()
    keep("idea")
    show(page, addresses["agenda"])
    page.locator(DISCUSSION).first.scroll_into_view_if_needed()
    keep("discussion")
    sign_in(page, addresses["home"] + "admin/")
    keep("admin")
    context.close()
    context = browser.new_context(viewport=viewport, locale="de-DE", reduced_motion="reduce")
    page = context.new_page()
    open_submission_form(page, addresses["home"])
    keep("submission")
    context.close()


def show(page: Page, address: str) -> None:
    answer = page.goto(address, wait_until="networkidle")
    if not answer or not answer.ok:
        raise NothingToShow(f"{address} answers with an error.")


def sign_in(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    page.locator("input[name=username]").fill(ADMINISTRATOR.email)
    page.locator("input[name=password]").fill(ADMINISTRATOR.password)
    page.locator("button[type=submit]").click()
    page.wait_for_load_state("networkidle")


def open_submission_form(page: Page, home: str) -> None:
    """Sign a member in by the code that the demo's mailbox shows, and open the form."""
    page.goto(f"{home}konto/anmelden/", wait_until="networkidle")
    page.locator("main input[type=email]").fill(ASSOCIATION_MEMBER.email)
    page.locator("main button[type=submit]").first.click()
    mailbox = page.context.new_page()
    mailbox.goto(f"{home}demo/mail/")
    mailbox.get_by_role("link", name=CODE_SUBJECT).first.click()
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", mailbox.locator("main .panel").inner_text())
    mailbox.close()
    page.locator("main input[name=code]").fill(code.group())
    page.locator("main button[type=submit]").first.click()
    page.goto(f"{home}konto/", wait_until="networkidle")
    page.get_by_role("link", name=SUBMIT_EVENT).first.click()
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    sys.exit(main())
