"""The menus: what stands at the top and at the foot of every page."""

from django.db.models import F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.content.models import BasePage
from cms.content.queries import active_locale, home_page


def learn_home_page(request: HttpRequest, page: object) -> None:
    """Take the home page from the trail of the page that is shown, if it is one of ours."""
    if isinstance(page, BasePage) and page.locale_id == active_locale().pk:
        request.home_page = [*page.pages_above, page][0]


def _item(page: BasePage, request: HttpRequest) -> dict:
    url = page.get_url(request)
    return {
        "title": page.menu_title or page.title,
        "url": url,
        "is_current": request.path == url or (url != "/" and request.path.startswith(url)),
    }


def _menu_pages(request: HttpRequest, home: Page) -> list[BasePage]:
    """Return the pages of both menus; the two of one request ask once."""
    if not hasattr(request, "menu_pages"):
        in_main = Q(show_in_menus=True, depth=home.depth + 1)
        in_footer = Q(standardpage__role__gt="")
        pages = BasePage.objects.descendant_of(home).live().public()
        pages = pages.filter(in_main | in_footer).annotate(role=F("standardpage__role"))
        request.menu_pages = list(pages.defer("body").select_related("locale").order_by("path"))
    return request.menu_pages


def main_items(request: HttpRequest) -> list[dict]:
    """Return {title, url, is_current} of the pages that editors show in menus."""
    home = home_page(request)
    if home is None:
        return []
    pages = _menu_pages(request, home)
    in_main = [page for page in pages if page.show_in_menus and page.depth == home.depth + 1]
    return [_item(page, request) for page in in_main]


def footer_items(request: HttpRequest) -> list[dict]:
    """Return the pages with a legal role, and the pages that the platform itself provides."""
    home = home_page(request)
    items = []
    if home is not None:
        items = [_item(page, request) for page in _menu_pages(request, home) if page.role]
    provided = [
        (_("All pages"), reverse("sitemap_page")),
        (_("Places"), reverse("place_list")),
        (_("Open data"), reverse("open_data")),
        (_("Glossary"), reverse("glossary")),
        (_("Report a barrier"), reverse("accessibility_feedback")),
    ]
    return items + [
        {"title": title, "url": url, "is_current": request.path == url} for title, url in provided
    ]
