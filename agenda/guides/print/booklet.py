"""A whole guide as a booklet: cover, contents, introduction, chapters, words, contact."""

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.safestring import mark_safe

from cms.content.easy_language.pages import EASY_LANGUAGE
from cms.content.glossary.entries import entries
from cms.content.glossary.marking import Marker
from cms.content.models import SiteIdentity
from cms.content.templatetags.content_tags import bcp47

from ..models import GuidePage
from .layout import for_paper
from .materials import Materials
from .paper import Job

TEMPLATE = "guides/print/booklet.html"


def booklet(guide: GuidePage) -> Job:
    """Return the guide as it stands in the database, which is as it was last published."""
    language_code = guide.locale.language_code
    with translation.override(language_code):
        materials = Materials()
        site = guide.get_site()
        identity = SiteIdentity.for_site(site)
        marker = Marker(entries())
        context = {
            "page": guide,
            "materials": materials,
            "identity": identity,
            "lang": bcp47(language_code),
            "is_easy": language_code == EASY_LANGUAGE,
            "url": guide.full_url,
            "as_of": as_of(guide),
            "checked": guide.responsibility_text(),
            "places": guide.places_with_help(),
            "logo": materials.picture(identity.logo),
            "cover": materials.picture(guide.listing_image),
            "qr_code": materials.qr_code(guide.full_url),
        }
        # The marker only adds to what the template has escaped.
        parts = mark_safe(marker.mark(render_to_string("guides/print/parts.html", context)))
        html = render_to_string(TEMPLATE, context | {"parts": parts, "words": marker.explained})
        html = for_paper(html, root_url=site.root_url, sources=set(materials.files))
    return Job(html, materials.files)


def as_of(guide: GuidePage) -> str:
    """Return the day of the text in the active language."""
    published_at = guide.last_published_at
    return date_format(timezone.localtime(published_at), "DATE_FORMAT") if published_at else ""
