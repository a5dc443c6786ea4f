"""An office reports on its measures: after the reminder, and by keyboard from its desk."""

import re

import pytest
from playwright.sync_api import Page, expect

from .axe import violations
from .test_errands import PASSWORD, newest_mail_link

OFFICE = "netze@auenbrueck.example"
SUBJECT = "Bitte melden"
AS_PLANNED = "Alles wie geplant"
DUE = "Update fällig seit"
NETWORK = "/agenda/infrastruktur/krisennetz/"
SENSORS = "/agenda/infrastruktur/lorawan-netz/"


def where_it_stands(html: str) -> str:
    """Return the part of a measure's public page that tells how far it is."""
    return re.search(r'aria-labelledby="stand">.*?</section>', html, re.DOTALL).group()


def sign_in(page: Page) -> None:
    page.locator("[name=username]").fill(OFFICE)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")


def tab_to(page: Page, name: str) -> None:
    """Press the Tab key until what is called `name` has the focus."""
    for _step in range(80):
        page.keyboard.press("Tab")
        focused = page.locator("*:focus")
        labels = focused.evaluate_all(
            """nodes => nodes.map(node => (node.getAttribute('aria-labelledby') || '')
                .split(' ').map(id => document.getElementById(id)?.textContent || '')
                .join(' ') || node.textContent || '')"""
        )
        if labels and " ".join(labels[0].split()) == name:
            return
    pytest.fail(f"{name!r} cannot be reached with the Tab key.")


def test_office_updates_its_measure_after_the_reminder(page_without_script, town):
    page = page_without_script
    assert DUE in where_it_stands(town.get(NETWORK))

    page.goto(newest_mail_link(page, SUBJECT))
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Krisenfestes Netz")
    page.get_by_role("group", name="Technik bestellt").get_by_role("checkbox").check()
    page.locator("[name=title]").fill("Sechs Notstromgeräte sind bestellt")
    page.locator("[name=text]").fill("Sie kommen im Frühjahr.\n\nDann wird geübt.")
    page.locator("button[name=send]").click()
    expect(page).to_have_url(re.compile("/admin/$"))

    public = town.get(NETWORK)
    assert "Sechs Notstromgeräte sind bestellt" in public
    assert "Dann wird geübt." in public
    assert DUE not in where_it_stands(public)


def test_office_says_by_keyboard_that_all_goes_as_planned(page, town):
    assert DUE in where_it_stands(town.get(SENSORS))

    page.goto("/admin/login/")
    page.locator("[name=username]").focus()
    page.keyboard.type(OFFICE)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#my-measures-section")).to_contain_text("Funknetz für Sensoren")
    tab_to(page, f"{AS_PLANNED} Funknetz für Sensoren (LoRaWAN)")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.locator(".messages")).to_contain_text("Funknetz für Sensoren")
    assert DUE not in where_it_stands(town.get(SENSORS))


def test_axe_finds_nothing_on_the_desk(page):
    page.goto("/admin/login/")
    sign_in(page)
    expect(page.locator("#my-measures-section")).to_be_visible()
    assert violations(page, "#my-measures-section") == []
    page.goto("/admin/my-measures/")
    assert violations(page, ".nice-padding") == []
    page.locator(".nice-padding table a").first.click()
    expect(page.locator("button[name=send]")).to_be_visible()
    assert violations(page, "main .nice-padding form") == []
