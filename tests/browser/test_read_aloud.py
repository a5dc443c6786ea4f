"""Pages are read aloud by the browser's own voices, by keyboard, and only where it has one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

SCRIPT = Path(__file__).parents[2] / "static" / "src" / "js" / "read-aloud.js"
ADDRESS = "http://stadt.example/"
MAIN = """
<h1>Das Amt</h1>
<nav><p>Weiter</p></nav>
<p>Die Stadt·bibliothek hat ein <dfn class="glossary-word"><button>WLAN</button></dfn>.</p>
<ul><li>Eins <p>Zwei</p></li></ul>
<div popover><p>Erklärung</p></div>
<details><summary>Frage</summary><p>Antwort</p></details>
"""
# A browser's voice, which says when it has finished only if the test lets it.
VOICE = """
window.said = [];
const voices = [VOICES];
class FakeUtterance extends EventTarget {
  constructor(text) { super(); this.text = text; }
}
const synthesis = new EventTarget();
Object.assign(synthesis, {
  getVoices: () => voices,
  speak: (utterance) => { window.said.push(utterance.text); window.current = utterance; },
  cancel: () => { window.current?.dispatchEvent(new Event("error")); window.current = null; },
});
window.finish = () => window.current.dispatchEvent(new Event("end"));
Object.defineProperty(window, "speechSynthesis", { value: synthesis });
window.SpeechSynthesisUtterance = FakeUtterance;
"""


def shown(browser, language: str, voices: str) -> Page:
    page = browser.new_page()
    page.add_init_script(VOICE.replace("VOICES", voices))
    box = render_to_string("components/read_aloud.html")
    html = f'<!doctype html><html lang="{language}"><body><main>{box}{MAIN}</main></body></html>'
    page.route(
        f"{ADDRESS}**",
        lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"),
    )
    page.goto(ADDRESS)
    page.add_script_tag(content=SCRIPT.read_text("utf-8"))
    return page


@pytest.fixture
def page(browser) -> Iterator[Page]:
    """A German page in a browser with a German voice."""
    page = shown(browser, "de", '{ lang: "de-DE", localService: true }')
    yield page
    page.close()


def test_the_main_content_is_read_in_order_and_nothing_twice(page):
    page.get_by_role("button", name="Vorlesen").click()
    for _number in range(5):
        page.evaluate("finish()")
    assert page.evaluate("said") == [
        "Das Amt",
        "Die Stadtbibliothek hat ein WLAN.",
        "Eins",
        "Zwei",
        "Frage",
    ]
    expect(page.get_by_role("status")).to_have_text("Beendet")
    expect(page.locator(".is-read-aloud")).to_have_count(0)


def test_it_is_started_paused_and_stopped_by_keyboard(page):
    page.get_by_role("button", name="Vorlesen").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Wird vorgelesen")
    expect(page.get_by_role("button", name="Pause")).to_be_focused()
    expect(page.locator(".is-read-aloud")).to_have_text("Das Amt")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause", pressed=True)).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("Angehalten")
    page.keyboard.press("Space")
    assert page.evaluate("said") == ["Das Amt", "Das Amt"]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Beendet")
    expect(page.get_by_role("button", name="Vorlesen")).to_be_focused()


@pytest.mark.parametrize("voices", ["", '{ lang: "fr-FR", localService: true }'])
def test_without_a_voice_of_the_language_there_is_no_button(browser, voices):
    page = shown(browser, "de", voices)
    expect(page.locator("[data-read-aloud]")).to_be_hidden()
    page.close()
