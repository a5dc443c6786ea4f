"""The home room's part of the demo town: home page, pages of text, news, search words."""

from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, Site

from .models import HomePage, NewsIndexPage, NewsPage, SearchWords, StandardPage

ROLES = {
    "impressum": StandardPage.Role.IMPRINT,
    "datenschutz": StandardPage.Role.PRIVACY,
    "barrierefreiheit": StandardPage.Role.ACCESSIBILITY,
    "leichte-sprache": StandardPage.Role.EASY_LANGUAGE,
}
IN_MENU = {"mitmachen", "vereine"}
HERO_FIELDS = ("hero_title", "hero_text", "hero_label")


def build_home(data: dict, context) -> None:
    """Fill the home page that every site has, in all languages."""
    item = data["home"]
    words = {
        # The home pages of all languages are siblings: each keeps the slug it has.
        language: {name: value for name, value in translation.items() if name != "slug"}
        for language, translation in item["translations"].items()
    }
    home = Site.objects.get(is_default_site=True).root_page.specific
    _set_hero(home, item)
    context.fill(home, item).save()
    context.finish_page(home, {**item, "translations": words}, translate=_set_hero)


def choose_hero_page(target: Page, context) -> None:
    """Let the button of the home page lead to `target`, in every language that has it."""
    for home in context.page("home").get_translations(inclusive=True).specific():
        home.hero_page = target.get_translation_or_none(home.locale)
        home.save_revision().publish()


def build_pages(data: dict, context, slugs: list[str]) -> None:
    """Add pages of text below the home page, in the given order."""
    items = {item["slug"]: item for item in data["pages"]}
    for slug in slugs:
        context.add_page(
            context.page("home"),
            StandardPage,
            items[slug],
            role=ROLES.get(slug, StandardPage.Role.NONE),
            show_in_menus=slug in IN_MENU,
        )


def build_news(data: dict, context) -> None:
    """Add the news and the page that lists them."""
    index = context.add_page(
        context.page("home"), NewsIndexPage, data["news_index"], show_in_menus=True
    )
    for item in sorted(data["news"], key=lambda item: -item["days_ago"]):
        context.add_page(index, NewsPage, item, date=context.date(-item["days_ago"]))


def build_search(data: dict, context) -> None:
    """Teach the search the words of the town's people, and put pages on top for some of them."""
    for kind in SearchWords.Kind.values:
        for entry in data[kind]:
            words = SearchWords(kind=kind, words=entry["words"], meant=entry.get("meant", ""))
            words.full_clean()
            words.save()
    for pick in data["promoted"]:
        for query in pick["queries"]:
            SearchPromotion.objects.create(
                query=Query.get(query),
                page=context.page(pick["page"]),
                description=pick["description"],
                sort_order=0,
            )


def _set_hero(page: HomePage, item: dict) -> None:
    for name in HERO_FIELDS:
        setattr(page, name, item.get(name, ""))
