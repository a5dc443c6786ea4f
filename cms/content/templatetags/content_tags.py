"""Tags of the shared templates: branding, breadcrumbs, languages, metadata."""

import json

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page, Site

from ..models import BasePage, SiteIdentity
from ..queries import home_page, home_url, translations_by_language
from ..side_by_side import SIDES

register = template.Library()

SOCIAL_IMAGE = "width-1200|preserve-svg"
# In JSON inside <script>, these would end the element or start another.
JSON_LD_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def bcp47(language_code: str) -> str:
    """Return the language tag for the lang attribute: Leichte Sprache is spoken as German."""
    return language_code.split("-")[0]


@register.simple_tag(takes_context=True)
def site_branding(context) -> dict:
    """Return {name, town, tagline, logo} of the current site."""
    identity = SiteIdentity.for_request(context["request"])
    return {
        "name": identity.name,
        "town": identity.town,
        "tagline": identity.tagline,
        "logo": identity.logo,
    }


def _page(context) -> Page | None:
    page = context.get("page") or context.get("self")
    return page if isinstance(page, Page) and page.pk else None


@register.inclusion_tag("components/breadcrumbs.html", takes_context=True)
def breadcrumbs(context) -> dict:
    """Render the way from the home page; views may give their own as `breadcrumb_items`."""
    request = context["request"]
    if items := context.get("breadcrumb_items"):
        return {"items": _from_home(items, request)}
    page = _page(context)
    items = page.trail(request) if isinstance(page, BasePage) else []
    return {"items": items if len(items) > 1 else []}


def _from_home(items: list[dict], request) -> list[dict]:
    home = home_page(request)
    first = {"title": home.title, "url": home.get_url(request)} if home else None
    return items if first is None or items[0]["url"] == first["url"] else [first, *items]


@register.inclusion_tag("components/language_switch.html", takes_context=True)
def language_switch(context) -> dict:
    """Render the languages; one without a translation of this page leads to its home page.

    A page that answers at several addresses gives those of this answer as `addresses`,
    by language code.
    """
    request = context["request"]
    page = _page(context)
    addresses = context.get("addresses", {})
    available = translations_by_language(page) if page else {}
    active = get_language()
    languages = []
    for code, name in settings.LANGUAGES:
        translation = available.get(code)
        is_available = translation is not None or page is None
        languages.append(
            {
                "code": code,
                "lang": bcp47(code),
                "name": name,
                "url": addresses.get(code)
                or (translation.get_url(request) if translation else home_url(code)),
                "is_current": code == active,
                "is_available": is_available,
            }
        )
    has_both = isinstance(page, BasePage) and active in SIDES
    return {
        "languages": languages,
        "side_by_side_url": page.side_by_side_url() if has_both else "",
    }


@register.inclusion_tag("components/metadata.html", takes_context=True)
def page_metadata(context) -> dict:
    """Render title, description, canonical address, alternates and JSON-LD of a page.

    A page that answers at several addresses gives `addresses` and `metadata_title`.
    """
    request: HttpRequest = context["request"]
    page = _page(context)
    site = Site.find_for_request(request)
    root_url = site.root_url if site else ""
    if page is None:
        return {"url": root_url + request.path, "alternates": []}
    image = getattr(page, "listing_image", None)
    addresses, own_code = context.get("addresses", {}), page.locale.language_code
    return {
        "title": context.get("metadata_title") or page.seo_title or page.title,
        "description": page.get_description() if isinstance(page, BasePage) else "",
        "url": root_url + (addresses.get(own_code) or page.get_url(request) or request.path),
        "image_url": root_url + image.get_rendition(SOCIAL_IMAGE).url if image else "",
        "alternates": [
            {"lang": code, "url": root_url + addresses[code] if addresses else t.full_url}
            for code, t in translations_by_language(page).items()
            if not addresses or code in addresses
        ],
        "json_ld": json_ld(page.get_structured_data()) if isinstance(page, BasePage) else "",
    }


def json_ld(data: dict) -> SafeString:
    """Return `data` as JSON that is safe inside a script element."""
    text = json.dumps(data, ensure_ascii=False, default=str).translate(JSON_LD_ESCAPES)
    return mark_safe(text)


@register.filter
def language_name(code: str) -> str:
    """Return a language's own name."""
    try:
        return dict(settings.LANGUAGES).get(code) or get_language_info(code)["name_local"]
    except KeyError:
        return code
