"""What the home page shows of the other rooms."""

from wagtail.models import Locale

from agenda.calendar.models import Occurrence
from agenda.calendar.queries import upcoming_occurrences
from agenda.strategy.models import FieldOfActionPage, MeasurePage
from agenda.strategy.models.measures import Status
from cms.content.models import Audience
from cms.content.queries import listed
from participation.associations.models import Organisation
from participation.ideas.models import Idea

from .models import NewsPage

MEASURES = 3
OCCURRENCES = 4
IDEAS = 4
NEWS = 3


def highlights(locale: Locale) -> dict:
    """Return the home page's querysets and counts in one language."""
    measures = MeasurePage.objects.filter(locale=locale)
    public_measures = measures.live().public()
    return {
        "audiences": Audience.objects.all(),
        "fields": listed(FieldOfActionPage.objects.filter(locale=locale)).order_by("path"),
        "measures": measures.as_cards()
        .filter(status=Status.RUNNING)
        .order_by("-last_published_at", "-pk")[:MEASURES],
        "occurrences": upcoming_occurrences(locale, OCCURRENCES),
        "ideas": Idea.objects.visible().as_cards().order_by("-published_at")[:IDEAS],
        "news": listed(NewsPage.objects.filter(locale=locale)).order_by("-date", "-pk")[:NEWS],
        "counts": {
            "measures": public_measures.count(),
            "done": public_measures.filter(status=Status.DONE).count(),
            "ideas": Idea.objects.visible().count(),
            "dates": Occurrence.objects.public(locale).upcoming().count(),
            "organisations": Organisation.objects.count(),
        },
    }
