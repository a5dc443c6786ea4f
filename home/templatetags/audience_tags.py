"""The pages of audiences, for the chips that name audiences."""

from django import template
from django.conf import settings
from django.utils.translation import get_language

from ..audience_pages import audience_urls

register = template.Library()


@register.simple_tag
def with_pages(audiences) -> list[tuple]:
    """Return each audience with the address of its page, or "" where it has none."""
    audiences = list(audiences or [])
    if not audiences:
        return []
    urls = audience_urls(get_language() or settings.LANGUAGE_CODE)
    return [(audience, urls.get(getattr(audience, "slug", ""), "")) for audience in audiences]
