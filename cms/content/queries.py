"""Questions about pages that several rooms ask."""

from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Locale, Page, Site

from .models import BasePage, Term


def listed(pages):
    """Plan what a list of page cards shows; the body stays behind, so do the taxonomies.

    Takes and returns a queryset of BasePage or of a page type.
    """
    return pages.live().public().defer("body").select_related("listing_image", "locale")


def below(pages, parents: Iterable[Page], *, directly: bool = True):
    """Keep the pages that lie below one of `parents`."""
    condition = Q(pk__in=[])
    for parent in parents:
        condition |= pages.child_of_q(parent) if directly else pages.descendant_of_q(parent)
    return pages.filter(condition)


def with_privacy(pages):
    """Plan what a card shows of pages that need not be public; adds `is_private` to each."""
    return pages.defer("body").select_related("listing_image", "locale").annotate_privacy()


def public_pages_by_id(page_ids: Iterable[int], *related: str) -> list[BasePage]:
    """Return the public pages with these ids in the given order, as list cards show them.

    `related` names relations that the cards show as well, such as "audiences".
    """
    ids = list(page_ids)
    pages = listed(BasePage.objects.filter(pk__in=ids)).prefetch_related(*related)
    by_id = {page.pk: page for page in pages}
    return [by_id[page_id] for page_id in ids if page_id in by_id]


def in_language_of(page: Page, pages) -> list:
    """Return each of `pages` once, by title: in the language of `page`, or else in German.

    Takes a queryset that joins the locale, such as `listed` returns.
    """
    chosen: dict = {}
    for candidate in pages:
        is_source = candidate.locale.language_code == settings.LANGUAGE_CODE
        if candidate.locale_id == page.locale_id or (
            is_source and candidate.translation_key not in chosen
        ):
            chosen[candidate.translation_key] = candidate
    return sorted(chosen.values(), key=lambda found: (found.title, found.pk))


def pages_in_language_of(page: Page, chosen_ids: Iterable[int]) -> dict[int, BasePage]:
    """Map the ids of pages that an editor chose to what readers of `page` get in their place.

    That is the public page in the language of `page`, or else the German one; nothing if
    there is neither. Two questions, however many pages.
    """
    keys = dict(Page.objects.filter(pk__in=list(chosen_ids)).values_list("pk", "translation_key"))
    pages = listed(BasePage.objects.filter(translation_key__in=set(keys.values())))
    found = {item.translation_key: item for item in in_language_of(page, pages)}
    return {pk: found[key] for pk, key in keys.items() if key in found}


def translations_by_language(page: Page) -> dict[str, Page]:
    """Map language codes to the public translations of `page`, itself included.

    The same page object asks the database once.
    """
    if not hasattr(page, "public_translations"):
        translations = page.get_translations(inclusive=True).live().public()
        page.public_translations = {
            translation.locale.language_code: translation
            for translation in translations.select_related("locale")
        }
    return page.public_translations


def addresses_below(page: Page, request, below: str) -> dict[str, str]:
    """Map language codes to the address `below` each public translation of `page`."""
    return {
        code: f"{translation.get_url(request)}{below}"
        for code, translation in translations_by_language(page).items()
    }


def all_terms(model: type[Term]) -> list[Term]:
    """Return every term of a taxonomy in order, kept in the cache until one changes."""
    return cache.get_or_set(terms_key(model), lambda: list(model.objects.all()), 600)


def terms_key(model: type[Term]) -> str:
    """Return the name under which the cache keeps the terms of a taxonomy."""
    return f"terms:{model._meta.model_name}"


def active_locale() -> Locale:
    """Return the locale of the active language; a process asks the database once for each."""
    return _locale_named(get_language() or settings.LANGUAGE_CODE)


@lru_cache(maxsize=20)
def _locale_named(language_code: str) -> Locale:
    return Locale.objects.get_for_language(language_code)


def forget_locales(**kwargs) -> None:
    """Ask the database again: a locale was added, changed or removed."""
    _locale_named.cache_clear()


def home_page(request: HttpRequest) -> Page | None:
    """Return the home page of the current site in the active language, if it is public.

    One request asks for it once.
    """
    if not hasattr(request, "home_page"):
        site = Site.find_for_request(request)
        root = site.root_page if site else None
        locale = active_locale()
        if root is not None and root.locale_id != locale.pk:
            root = root.get_translations().filter(locale=locale).live().first()
        request.home_page = root
    return request.home_page


def home_url(code: str) -> str:
    """Return the address of the home page in a language."""
    return "/" if code == settings.LANGUAGE_CODE else f"/{code}/"
