"""The home page."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.content.models import BasePage

from ..highlights import highlights


class HomePage(BasePage):
    """The first page of the town's agenda in one language."""

    template = "home/home_page.html"
    max_count_per_parent = 1
    parent_page_types = ["wagtailcore.Page"]

    hero_title = models.CharField(_("headline"), max_length=120, blank=True)
    hero_text = models.TextField(_("text below the headline"), max_length=300, blank=True)
    hero_label = models.CharField(_("text on the button"), max_length=60, blank=True)
    hero_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page behind the button"),
    )

    content_panels = [
        *BasePage.content_panels[:1],
        FieldPanel("hero_title"),
        FieldPanel("hero_text"),
        FieldPanel("hero_label"),
        FieldPanel("hero_page"),
        *BasePage.content_panels[1:],
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add what the other rooms have to show."""
        context = super().get_context(request, *args, **kwargs)
        return context | highlights(self.locale)
