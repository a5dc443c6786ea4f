"""People's errands from start to end, as they happen in a browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from .axe import violations

PASSWORD = "auenbrueck-demo"


def newest_mail_link(page: Page, subject: str) -> str:
    """Return the link in the newest mail with this subject, as the demo's mailbox shows it."""
    page.goto("/demo/mail/")
    page.get_by_role("link", name=re.compile(subject, re.IGNORECASE)).first.click()
    text = page.locator("main .panel").first.inner_text()
    return re.search(r"https?://\S+", text).group()


def write_comment(page: Page, path: str, text: str) -> None:
    page.goto(path)
    page.get_by_role("link", name="Kommentar schreiben").first.click()
    page.get_by_label("Ihr Kommentar").fill(text)
    page.get_by_label("Ihr Name").fill("Testperson Ä.")
    page.get_by_label("E-Mail-Adresse").fill("test.person@mail.example")
    page.get_by_role("button", name="Kommentar absenden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vielen Dank")


def confirm_by_mail(page: Page, subject: str) -> None:
    page.goto(newest_mail_link(page, subject))
    page.get_by_role("main").get_by_role("button").first.click()


def sign_in_by_code(page: Page, browser, town, email: str) -> None:
    page.goto("/konto/")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_role("main").get_by_role("button").first.click()
    code_page = browser.new_context(base_url=town.url).new_page()
    code_page.goto("/demo/mail/")
    code_page.get_by_role("link", name="Ihr Code für die Anmeldung").first.click()
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", code_page.locator("main .panel").inner_text())
    code_page.context.close()
    page.locator("[name=code]").fill(code.group())
    page.get_by_role("main").get_by_role("button").first.click()


def staff_page(browser, town, email: str) -> Page:
    page = browser.new_context(base_url=town.url, locale="de-DE").new_page()
    page.goto("/admin/login/")
    page.locator("[name=username]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").first.click()
    expect(page).to_have_url(re.compile("/admin/$"))
    return page


@pytest.mark.parametrize("with_script", [True, False], ids=["script", "no-script"])
def test_citizen_comments_without_an_account(request, browser, town, with_script):
    page = request.getfixturevalue("page" if with_script else "page_without_script")
    path = "/agenda/verwaltung/online-termine/"
    text = f"Das hat mir sehr geholfen ({'mit' if with_script else 'ohne'} Skript)."

    write_comment(page, path, text)
    assert text not in town.get(path), "nobody sees it before it is confirmed and approved"
    confirm_by_mail(page, "Bestätig")
    assert text not in town.get(path), "nobody sees it before it is approved"

    moderator = staff_page(browser, town, "moderation@auenbrueck.example")
    moderator.goto("/admin/moderation/")
    item = moderator.locator("section", has_text=text)
    item.get_by_role("button", name="Veröffentlichen", exact=True).first.click()
    moderator.context.close()

    assert text in town.get(path)


def test_citizen_brings_in_an_idea(page, browser, town):
    page.goto("/mitmachen/digital-im-quartier/")
    page.get_by_role("link", name="Idee einbringen").first.click()
    page.get_by_label("Ihre Idee in einem Satz").fill("Trinkbrunnen mit Wasserstand im Netz")
    page.get_by_label("Beschreiben Sie Ihre Idee").fill(
        "Die drei Brunnen melden, ob sie laufen. So weiß man im Sommer, wo es Wasser gibt."
    )
    page.get_by_label("Ihr Name").fill("Testperson Ö.")
    page.get_by_label("E-Mail-Adresse").fill("idee.person@mail.example")
    page.get_by_role("button", name="Idee absenden").click()
    confirm_by_mail(page, "Bestätig")

    moderator = staff_page(browser, town, "moderation@auenbrueck.example")
    moderator.goto("/admin/moderation/")
    item = moderator.locator("section", has_text="Trinkbrunnen")
    item.get_by_role("button", name="Veröffentlichen", exact=True).first.click()
    moderator.context.close()

    page.goto("/ideen/")
    page.get_by_role("link", name="Trinkbrunnen mit Wasserstand im Netz").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Trinkbrunnen")


def test_association_submits_an_event_and_editors_publish_it(page, browser, town):
    sign_in_by_code(page, browser, town, "mehmet.kaya@sv-lohe.example")

    page.goto("/konto/")
    page.get_by_role("link", name="Veranstaltung einreichen").first.click()
    page.get_by_label("Titel").fill("Lauftreff mit Stirnlampe")
    page.get_by_label("In ein, zwei Sätzen").fill("Eine Runde an der Lohe, langsam und hell.")
    page.locator("[name=text]").fill("Treffpunkt ist die Halle am Brückenfeld.")
    page.locator("[name=starts_at]").fill("2027-03-02T18:00")
    page.locator("[name=ends_at]").fill("2027-03-02T19:30")
    page.get_by_role("button", name="Zur Freigabe einreichen").click()
    expect(page.get_by_text("Lauftreff mit Stirnlampe", exact=True).first).to_be_visible()
    assert "Lauftreff mit Stirnlampe" not in town.get("/kalender/?von=2027-03-01&bis=2027-03-03")

    editor = staff_page(browser, town, "redaktion@auenbrueck.example")
    editor.goto("/admin/")
    editor.get_by_role("link", name="Lauftreff mit Stirnlampe").first.click()
    editor.get_by_role(
        "button", name=re.compile("Weitere Aktionen|More actions|Mehr")
    ).first.click()
    editor.get_by_role(
        "button", name=re.compile("^Freigeben|^Genehmigen|^Bestätigen|^Approve")
    ).first.click()
    editor.wait_for_load_state("networkidle")
    editor.context.close()

    assert "Lauftreff mit Stirnlampe" in town.get("/kalender/?von=2027-03-01&bis=2027-03-03")


def test_editor_publishes_a_page(browser, town):
    editor = staff_page(browser, town, "redaktion@auenbrueck.example")
    editor.goto("/admin/pages/")
    editor.get_by_role("link", name="Digitale Agenda Auenbrück", exact=True).first.click()
    parent = re.search(r"/pages/(\d+)/", editor.url).group(1)
    editor.goto(f"/admin/pages/add/home/standardpage/{parent}/")
    editor.locator("[name=title]").fill("Neues aus dem Rathaus")
    editor.locator("[name=summary]").fill("Was diese Woche beschlossen wurde.")
    expect(editor.locator("[name=slug]")).to_have_value("neues-aus-dem-rathaus")
    # The button lies in a menu that opens over the footer.
    with editor.expect_navigation():
        editor.locator("button[name=action-publish]").first.evaluate("node => node.click()")
    editor.context.close()
    assert "Was diese Woche beschlossen wurde." in town.get("/neues-aus-dem-rathaus/")


@pytest.mark.parametrize("field_id", ["site-search", "search-words"])
def test_suggestions_appear_while_typing_and_are_reached_by_keyboard(page, town, field_id):
    page.goto("/suche/")
    field = page.locator(f"#{field_id}")
    field.press_sequentially("smartph")
    suggestion = page.locator(".suggestions a", has_text="Smartphone – die ersten Schritte")
    expect(suggestion).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(suggestion).to_have_count(0)
    expect(field).to_be_focused()
    field.press_sequentially("one")
    expect(suggestion).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(".suggestions a").first).to_be_focused()
    suggestion.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Smartphone")


def test_search_forgives_without_script(page_without_script, town):
    page = page_without_script
    page.goto("/suche/")
    page.locator("#search-words").fill("pasword")
    page.locator("#search-words").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Sichere Passwörter")
