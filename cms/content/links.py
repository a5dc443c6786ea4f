"""How links in rich text become addresses."""

from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler

from .models import BasePage
from .queries import active_locale


class TranslatedPageLinkHandler(PageLinkHandler):
    """Leads to the page in the reader's language, or else to the one that was chosen.

    One question for all links of a text, where Wagtail asks several for each.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """Return the opening tag of each link."""
        ids = [int(attrs["id"]) if _has_id(attrs) else 0 for attrs in attrs_list]
        chosen = BasePage.objects.filter(pk__in=ids).values("translation_key")
        pages = BasePage.objects.filter(translation_key__in=chosen).defer("body")
        pages = list(pages.select_related("locale"))
        keys = {page.pk: page.translation_key for page in pages}
        translated = {
            page.translation_key: page
            for page in pages
            if page.live and page.locale_id == active_locale().pk
        }
        by_id = {page.pk: translated.get(keys[page.pk], page) for page in pages}
        found = [by_id.get(page_id) for page_id in ids]
        return [f'<a href="{escape(page.url)}">' if page else "<a>" for page in found]


def _has_id(attrs: dict) -> bool:
    return str(attrs.get("id", "")).isdecimal()
