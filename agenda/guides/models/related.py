"""What belongs to a guide: chosen by its editors, or pointing to it."""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import PageChooserPanel
from wagtail.models import Orderable, Page

from cms.content.models import BasePage
from cms.content.queries import in_language_of, listed

RELATED_TYPES = [
    "strategy.MeasurePage",
    "guides.GuidePage",
    "services.ServicePage",
    "calendar.TrainingPage",
    "calendar.EventPage",
]


class RelatedPage(Orderable):
    """A measure, guide, service, training or event that belongs to a guide, in any language."""

    guide = ParentalKey("guides.GuidePage", on_delete=models.CASCADE, related_name="related_pages")
    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page")
    )

    panels = [PageChooserPanel("page", RELATED_TYPES)]

    class Meta(Orderable.Meta):
        verbose_name = _("related page")
        verbose_name_plural = _("related pages")

    def __str__(self) -> str:
        return str(self.page)


def related_pages_of(guide) -> list[BasePage]:
    """Return the public pages that `guide` names or that name it, each once in its language.

    The editors' choice comes first, in their order.
    """
    chosen_ids = [row.page_id for row in guide.related_pages.all()]
    chosen = dict(BasePage.objects.filter(pk__in=chosen_ids).values_list("pk", "translation_key"))
    places = {chosen[pk]: n for n, pk in enumerate(chosen_ids) if pk in chosen}
    keys = {*places, *_keys_of_pages_that_name(guide)} - {guide.translation_key}
    found = in_language_of(guide, listed(BasePage.objects.filter(translation_key__in=keys)))
    return sorted(found, key=lambda page: places.get(page.translation_key, len(places)))


def _keys_of_pages_that_name(guide) -> list[UUID]:
    """Return the keys of the public measures, services and guides that point to `guide`."""
    same = type(guide).objects.filter(translation_key=guide.translation_key).values("pk")
    live = BasePage.objects.live().order_by()
    measures, services, guides = (
        live.filter(**{lookup: same}).values_list("translation_key", flat=True)
        for lookup in (
            "measurepage__related_offers__page__in",
            "servicepage__guide__in",
            "guidepage__related_pages__page__in",
        )
    )
    return list(measures.union(services, guides))
