"""Versions of a page's text to which editors gave a name."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ..passages import Passage
from .pages import BasePage


class TextVersion(models.Model):
    """What a page said when an editor named it, such as "second draft"; public like the page."""

    page = models.ForeignKey(BasePage, on_delete=models.CASCADE, related_name="text_versions")
    label = models.CharField(
        _("name of the version"),
        max_length=80,
        help_text=_("For example: second draft. Shown to everybody."),
    )
    published_on = models.DateField(
        _("date of the version"), help_text=_("From when this text was to be read.")
    )
    note = models.TextField(
        _("what is new in it"),
        max_length=500,
        blank=True,
        help_text=_("One or two sentences: what changed, and what people’s remarks led to."),
    )
    passages = models.JSONField(_("text"), editable=False)
    revision_number = models.PositiveBigIntegerField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["published_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["page", "label"], name="one_version_per_label")
        ]
        verbose_name = _("version of the text")
        verbose_name_plural = _("versions of the text")

    def __str__(self) -> str:
        return self.label

    @cached_property
    def text(self) -> list[Passage]:
        """Return the paragraphs as they were."""
        return [Passage(**item) for item in self.passages]
