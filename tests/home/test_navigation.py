"""The main menu."""

from agenda.guides.models import GuideIndexPage
from home.navigation import main_items

from ..strategy.factories import published


def test_the_menu_shows_a_short_title_where_editors_give_one(rf, root):
    pages = [("Handreichungen", ""), ("Veranstaltungen und Schulungen", "Kalender")]
    for number, (title, short) in enumerate(pages):
        page = GuideIndexPage(title=title, slug=f"seite-{number}", menu_title=short)
        page.show_in_menus = True
        published(root, page)
    titles = [item["title"] for item in main_items(rf.get("/"))]
    assert titles == ["Handreichungen", "Kalender"]
