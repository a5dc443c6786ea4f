"""axe-core finds nothing: on every page type and language, light and dark, small and large."""

import pytest

from .axe import violations
from .conftest import DESKTOP, PHONE

LOOKS = [(scheme, screen) for scheme in ("light", "dark") for screen in (DESKTOP, PHONE)]

# Pages that no page type stands for.
VIEWS = [
    "/suche/?q=Internet",
    "/suche/?q=gibtesnicht",
    "/seitenuebersicht/",
    "/barriere-melden/",
    "/kontakt/digitalbuero/",
    "/nachricht-gesendet/",
    "/ideen/",
    "/organisationen/",
    "/konto/anmelden/",
    "/agenda/?status=running",
    "/agenda/tafel/",
    "/agenda/zeitplan/",
    "/agenda/matrix/",
    "/agenda/aenderungen/",
    "/agenda/aenderungen/?seit=gestern",
    "/agenda/vergleich/",
    "/agenda/leitbild/fassungen/",
    "/offene-daten/",
    "/kalender/?monat=2027-01&art=schulung",
    "/kalender/?woche=2027-01-13",
    "/kalender/einbetten/",
    "/kalender/einbetten/code/",
    "/gibt-es-nicht/",
]


@pytest.mark.parametrize(
    ("scheme", "screen"),
    LOOKS,
    ids=lambda value: value if isinstance(value, str) else value["width"],
)
def test_axe_finds_nothing(browser, town, scheme, screen):
    context = browser.new_context(base_url=town.url, color_scheme=scheme, viewport=screen)
    page = context.new_page()
    found = {}
    paths = [*town.a_page_of_each_type(), *VIEWS, *(f"/en{view}" for view in VIEWS)]
    for path in paths:
        page.goto(path)
        if problems := violations(page):
            found[path] = problems
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > screen["width"]:
            found.setdefault(path, []).append(f"scrolls sideways: {width} px wide")
    context.close()
    assert len(paths) > 40
    assert found == {}
