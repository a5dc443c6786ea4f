"""Checklists keep their ticks in the browser, work by keyboard, and stay a list without script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, expect

from agenda.guides.ways import WayStep
from cms.content.blocks import ChecklistBlock

from .axe import violations

STATIC = Path(__file__).parents[2] / "static"
SCRIPT = STATIC / "src" / "js" / "checklist.js"
ADDRESS = "http://stadt.example/"
ENTRIES = [
    {"type": "item", "id": "eins", "value": {"text": "Ausweis einstecken", "help": "Gültig?"}},
    {"type": "item", "id": "zwei", "value": {"text": "Termin notieren", "help": ""}},
    {"type": "item", "id": "drei", "value": {"text": "Foto machen", "help": ""}},
]
NO_STORAGE = """
Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no"); } });
"""


def html(copies: int = 1) -> str:
    block = ChecklistBlock()
    checklist = block.render(block.to_python({"title": "Vorher", "entries": ENTRIES})) * copies
    steps = [
        WayStep(number, "", f"schritt-{number}", title, "", [], [])
        for number, title in enumerate(("Erst", "Dann", "Zuletzt"), start=1)
    ]
    page = render_to_string("guides/journey_steps.html", {"way": steps})
    style = '<link rel="stylesheet" href="/main.css">'
    return (
        f'<!doctype html><html lang="de"><head><title>Liste</title>{style}</head>'
        f"<body><main><h1>Seite</h1><h2>Liste</h2>{checklist}{page}</main></body></html>"
    )


def answer(route) -> None:
    copies = 2 if route.request.url.endswith("zweimal/") else 1
    if route.request.url.endswith(".css"):
        css = STATIC / "build" / "css" / "main.css"
        route.fulfill(body=css.read_text("utf-8"), content_type="text/css")
    elif route.request.url.endswith(".js"):
        route.fulfill(body=SCRIPT.read_text("utf-8"), content_type="text/javascript")
    else:
        body = html(copies).replace("</head>", '<script src="/checklist.js" defer></script></head>')
        route.fulfill(body=body, content_type="text/html; charset=utf-8")


def shown(context, script: str = "", address: str = ADDRESS) -> Page:
    page = context.new_page()
    if script:
        page.add_init_script(script)
    page.route(f"{ADDRESS}**", answer)
    page.goto(address)
    return page


@pytest.fixture
def context(browser) -> Iterator:
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def page(context) -> Page:
    return shown(context)


def test_ticks_are_counted_and_still_there_after_a_while(page):
    expect(page.get_by_role("status")).to_have_text("0 von 3 erledigt")
    page.get_by_label("Ausweis einstecken").check()
    page.get_by_text("Foto machen").click()
    expect(page.get_by_role("status")).to_have_text("2 von 3 erledigt")
    page.reload()
    expect(page.get_by_label("Ausweis einstecken")).to_be_checked()
    expect(page.get_by_label("Termin notieren")).not_to_be_checked()
    expect(page.get_by_role("status")).to_have_text("2 von 3 erledigt")
    expect(page.locator("[data-checklist-kept]")).to_be_visible()
    assert page.context.cookies() == []


def test_everything_goes_by_keyboard_and_back_to_the_start(page):
    page.get_by_label("Ausweis einstecken").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_have_text("2 von 3 erledigt")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    reset = page.get_by_role("button", name="Zurücksetzen Vorher")
    expect(reset).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("0 von 3 erledigt")
    expect(reset).to_be_focused()
    assert page.evaluate("localStorage.length") == 0


def test_help_is_read_with_its_box(page):
    expect(page.get_by_label("Ausweis einstecken")).to_have_accessible_description("Gültig?")


def test_a_second_tab_follows(context, page):
    other = shown(context)
    page.get_by_label("Foto machen").check()
    expect(other.get_by_label("Foto machen")).to_be_checked()
    expect(other.get_by_role("status")).to_have_text("1 von 3 erledigt")


def test_without_storage_ticks_last_for_the_page_and_it_says_so(context):
    page = shown(context, NO_STORAGE)
    page.get_by_label("Foto machen").check()
    expect(page.get_by_role("status")).to_have_text("1 von 3 erledigt")
    expect(page.locator("[data-checklist-lost]")).to_be_visible()
    expect(page.locator("[data-checklist-kept]")).to_be_hidden()


@pytest.mark.parametrize("script", ["", NO_STORAGE])
def test_two_copies_of_a_list_on_one_page_have_boxes_of_their_own_and_agree(context, script):
    page = shown(context, script, f"{ADDRESS}zweimal/")
    first, second = page.locator("[data-checklist]").all()
    ids = page.evaluate("[...document.querySelectorAll('main [id]')].map((found) => found.id)")
    assert len(ids) == len(set(ids))
    second.get_by_text("Ausweis einstecken").click()
    for copy in (first, second):
        expect(copy.get_by_label("Ausweis einstecken")).to_be_checked()
        expect(copy.get_by_label("Ausweis einstecken")).to_have_accessible_description("Gültig?")
        expect(copy.get_by_role("status")).to_have_text("1 von 3 erledigt")
    first.get_by_role("button", name="Zurücksetzen Vorher").click()
    expect(second.get_by_label("Ausweis einstecken")).not_to_be_checked()
    expect(second.get_by_role("status")).to_have_text("0 von 3 erledigt")
    assert violations(page, "main") == []


def test_without_script_it_is_a_list_with_empty_boxes(browser):
    context = browser.new_context(java_script_enabled=False)
    page = shown(context)
    expect(page.locator(".checklist li")).to_have_count(3)
    expect(page.locator("span.checklist__box")).to_have_count(3)
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.locator(".checklist__foot")).to_be_hidden()
    context.close()


def test_paper_shows_boxes_and_all_steps_but_no_buttons(page):
    page.get_by_label("Foto machen").check()
    page.emulate_media(media="print")
    expect(page.get_by_label("Foto machen")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.locator(".journey-steps__content").last).to_be_visible()


def test_all_steps_open_and_close_at_once(page):
    steps = page.locator(".journey-steps details")
    expect(page.locator(".journey-steps details[open]")).to_have_count(1)
    page.get_by_role("button", name="Alle Schritte zeigen").click()
    expect(page.locator(".journey-steps details[open]")).to_have_count(3)
    page.get_by_role("button", name="Alle Schritte verbergen").click()
    expect(page.locator(".journey-steps details[open]")).to_have_count(0)
    expect(steps).to_have_count(3)


def test_the_address_of_a_step_opens_it(page):
    page.goto(f"{ADDRESS}#schritt-3")
    expect(page.locator("#schritt-3")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser, scheme):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 640})
    page = shown(context)
    assert violations(page, "main") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()
