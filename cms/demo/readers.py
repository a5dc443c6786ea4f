"""How often the pages of the demo town were read, made up from their addresses."""

import random

from cms.content.models import BasePage
from cms.content.view_counts import add_views

DAYS = 120
# Something must be left for the report on what nobody reads.
UNREAD = {"digitale-vorstandssitzung", "vereins-newsletter"}


def build(context) -> None:
    """Count views of the last months; the same town always has the same readers."""
    counts = {}
    for page in (
        BasePage.objects.live().exclude(slug__in=UNREAD).order_by("pk").only("slug", "depth")
    ):
        chance = random.Random(page.slug)
        liking = chance.uniform(0.5, 14) / page.depth
        for days_ago in range(DAYS):
            if views := int(chance.expovariate(1 / liking)):
                counts[page.pk, context.date(-days_ago)] = views
    add_views(counts)
