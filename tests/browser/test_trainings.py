"""Trainings in a browser: their dates in words, the form of a course, and the desk on a phone."""

import psycopg
from playwright.sync_api import Page, expect

from .axe import violations
from .conftest import PHONE
from .test_errands import confirm_by_mail, sign_in_by_code, staff_page

EDITOR = "redaktion@auenbrueck.example"
MEMBER = "mehmet.kaya@sv-lohe.example"
RULE = "FREQ=MONTHLY;BYDAY=1WE;COUNT=3"
FIRST_DAYS = ["Mittwoch, 3. März 2027", "Mittwoch, 7. April 2027", "Mittwoch, 5. Mai 2027"]


def type_into(page: Page, name: str, text: str) -> None:
    page.locator(f"[name={name}]").focus()
    page.keyboard.type(text)


def type_moment(page: Page, name: str, day: str, time: str) -> None:
    """Write into the browser's own field for a day and a time.

    Which of day and month it wants first is for the browser's language to say: both are the same.
    """
    page.locator(f"[name={name}]").focus()
    page.keyboard.type(day)
    page.keyboard.press("ArrowRight")
    page.keyboard.type(time)


def type_own_rule(page: Page) -> None:
    """Choose a rule of one's own from the list, and write it."""
    page.locator("[name=repeat]").focus()
    page.keyboard.press("End")
    type_into(page, "recurrence", RULE)
    page.keyboard.press("Tab")


def expect_dates(page: Page) -> None:
    dates = page.locator("[data-dates-preview] li")
    expect(dates).to_have_count(len(FIRST_DAYS))
    for number, words in enumerate(FIRST_DAYS):
        expect(dates.nth(number)).to_contain_text(words)
    assert violations(page, "[data-dates-preview]") == []


def expect_no_sideways_scrolling(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_an_editor_types_a_rule_and_reads_its_dates(browser, town):
    with psycopg.connect(town.database_url) as connection:
        [calendar] = connection.execute(
            "SELECT page.id FROM wagtailcore_page page JOIN wagtailcore_locale locale"
            " ON locale.id = page.locale_id JOIN calendar_calendarpage calendar"
            " ON calendar.basepage_ptr_id = page.id WHERE locale.language_code = 'de'"
        ).fetchone()
    editor = staff_page(browser, town, EDITOR)
    editor.goto(f"/admin/pages/add/calendar/eventpage/{calendar}/")
    type_into(editor, "starts_at", "2027-03-03 18:00")
    editor.keyboard.press("Tab")
    type_into(editor, "ends_at", "2027-03-03 19:30")
    editor.keyboard.press("Tab")
    type_own_rule(editor)
    expect_dates(editor)
    editor.context.close()


def test_an_association_types_a_rule_and_reads_its_dates(page, browser, town):
    sign_in_by_code(page, browser, town, MEMBER)
    page.goto("/konto/")
    page.get_by_role("link", name="Veranstaltung einreichen").first.click()
    type_moment(page, "starts_at", "03032027", "1800")
    type_moment(page, "ends_at", "03032027", "1930")
    type_own_rule(page)
    expect_dates(page)
    assert violations(page) == []


def test_two_people_register_for_a_course_and_one_of_them_comes(page, town):
    page.set_viewport_size(PHONE)
    page.goto("/kalender/tablet-grundkurs/")
    page.get_by_role("main").locator("a[href*='/anmeldung/termin/']").first.click()
    expect(page.get_by_label("ab und zu")).to_be_visible()
    assert violations(page) == []
    expect_no_sideways_scrolling(page)

    page.get_by_label("Ihr Name").fill("Ewa Testperson")
    page.get_by_label("E-Mail-Adresse").fill("ewa.testperson@mail.example")
    page.locator("[name=seats]").fill("2")
    page.locator("[name=companions]").fill("Jan Testperson")
    send = page.get_by_role("main").locator("form button[type=submit]")
    send.click()
    expect(page.locator("[role=alert]").first).to_be_visible()
    assert violations(page) == []
    page.get_by_label("ab und zu").check()
    send.click()
    confirm_by_mail(page, "Bestätig")

    expect(page.get_by_role("main")).to_contain_text("Jan Testperson")
    assert violations(page) == []
    page.goto(page.url + "personen/")
    assert violations(page) == []
    expect_no_sideways_scrolling(page)
    page.locator("[name=seats]").fill("1")
    page.locator("[name=companions]").fill("")
    send.click()
    expect(page.get_by_role("main")).not_to_contain_text("Jan Testperson")


def test_the_desk_checks_somebody_in_by_keyboard_on_a_phone(browser, town):
    desk = staff_page(browser, town, EDITOR)
    desk.set_viewport_size(PHONE)
    desk.goto("/admin/trainings/?when=past&q=Smartphone-Sprechstunde")
    assert violations(desk, ".desk") == []
    with desk.expect_navigation():
        desk.locator(".desk table a").first.click()
    date = desk.url
    assert violations(desk, ".desk") == []
    desk.goto(date + "sheet/")
    expect(desk.locator("table").first).to_be_visible()
    assert violations(desk) == []

    desk.goto(date + "check-in/")
    assert violations(desk, ".desk") == []
    expect_no_sideways_scrolling(desk)
    missing = desk.locator(".desk__person:not(.desk__person--present) strong").first.inner_text()
    desk.locator("#desk-q").focus()
    desk.keyboard.type(missing)
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    person = desk.locator(".desk__person", has_text=missing)
    desk.locator("#desk-q").focus()
    for _step in range(10):
        desk.keyboard.press("Tab")
        if person.locator("button:focus").count():
            break
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    expect(desk.locator(".messages")).to_contain_text(missing)
    expect(desk.locator(".desk__person--present", has_text=missing)).to_be_visible()
    desk.context.close()
