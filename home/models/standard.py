"""Pages of text."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.content.models import BasePage
from cms.content.queries import listed


class StandardPage(BasePage):
    """A page of text: imprint, privacy, about us."""

    template = "home/standard_page.html"

    class Role(models.TextChoices):
        NONE = "", _("ordinary page")
        IMPRINT = "imprint", _("imprint")
        PRIVACY = "privacy", _("privacy")
        ACCESSIBILITY = "accessibility", _("accessibility statement")
        CONTACT = "contact", _("contact")
        EASY_LANGUAGE = "easy_language", _("about Leichte Sprache")

    role = models.CharField(
        _("role"),
        max_length=20,
        choices=Role.choices,
        default=Role.NONE,
        blank=True,
        help_text=_("Pages with a role are linked in the footer of every page."),
    )

    content_panels = [*BasePage.content_panels, FieldPanel("role")]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add the public pages below this one."""
        context = super().get_context(request, *args, **kwargs)
        context["subpages"] = listed(BasePage.objects.child_of(self)).order_by("path")
        return context
