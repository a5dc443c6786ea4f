"""Where each audience finds what is for it."""

from django.apps import apps
from django.urls import reverse

from cms.content.kept import Kept
from cms.content.models import Audience

kept = Kept("audience-pages")


def audience_urls(language_code: str) -> dict[str, str]:
    """Map audiences' slugs to their public pages in a language, kept until a page changes."""
    return kept.get(language_code, lambda: _urls(language_code))


def _urls(language_code: str) -> dict[str, str]:
    pages = apps.get_model("home", "AudiencePage").objects.live().public().defer("body")
    pages = pages.filter(locale__language_code=language_code).select_related("locale", "audience")
    # Should there be two of one audience, the first in the tree is shown.
    return {page.audience.slug: page.url for page in pages.order_by("-path")}


def search_url(audience: Audience) -> str:
    """Return the address of the search for everything that is for an audience."""
    return f"{reverse('search')}?zielgruppe={audience.slug}"
