"""What the home page shows of the other rooms."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from wagtail.models import Locale

from agenda.calendar.models import Occurrence
from agenda.calendar.queries import upcoming_occurrences
from agenda.strategy.models import FieldOfActionPage, MeasurePage, Status
from cms.content.models import Audience
from cms.content.queries import all_terms, listed
from participation.ideas.models import Idea

from .audience_pages import audience_urls, search_url
from .models.news import NewsPage

MEASURES = 3
# Audiences that every town knows; others get the icon of a group.
AUDIENCE_ICONS = {
    "senioren": "person",
    "eltern": "people",
    "jugend": "star",
    "behinderung": "wheelchair",
    "vereine": "hand",
    "unternehmen": "tag",
    "neu": "home",
}
OCCURRENCES = 4
IDEAS = 4
NEWS = 3


def highlights(locale: Locale) -> dict:
    """Return the home page's querysets and counts in one language."""
    measures = MeasurePage.objects.filter(locale=locale)
    counts = (
        measures.live()
        .public()
        .aggregate(all=Count("pk"), done=Count("pk", filter=Q(status=Status.DONE)))
    )
    pages = audience_urls(locale.language_code)
    return {
        "audiences": [
            {
                "title": str(audience),
                "url": pages.get(audience.slug) or search_url(audience),
                "icon": AUDIENCE_ICONS.get(audience.slug, "people"),
            }
            for audience in all_terms(Audience)
        ],
        "fields": listed(FieldOfActionPage.objects.filter(locale=locale)).order_by("path"),
        "measures": measures.as_cards()
        .filter(status=Status.RUNNING)
        .order_by("-last_published_at", "-pk")[:MEASURES],
        "occurrences": upcoming_occurrences(locale, OCCURRENCES),
        "ideas": Idea.objects.visible().as_cards().order_by("-published_at")[:IDEAS],
        "news": listed(NewsPage.objects.filter(locale=locale)).order_by("-date", "-pk")[:NEWS],
        "figures": [
            {"value": counts["all"], "label": _("measures of the city")},
            {"value": counts["done"], "label": _("of them are done")},
            {"value": Idea.objects.visible().count(), "label": _("ideas from the town")},
            {
                "value": Occurrence.objects.public(locale).upcoming().count(),
                "label": _("dates to come"),
            },
        ],
    }
