"""The citizens' charter."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index

from cms.content.models import BasePage
from cms.content.passages import Passage, passage

from .organisations import Organisation


class CharterPage(BasePage):
    """Commitments of city and civil society, signed by organisations."""

    template = "associations/charter_page.html"
    subpage_types = []

    content_panels = [
        *BasePage.content_panels,
        InlinePanel("commitments", heading=_("Commitments"), label=_("commitment")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.RelatedFields("commitments", [index.SearchField("title"), index.SearchField("text")]),
    ]

    class Meta:
        verbose_name = _("charter")
        verbose_name_plural = _("charters")

    def passages(self) -> list[Passage]:
        """Return the paragraphs of the body and the commitments, which translations share."""
        return [*super().passages(), *self._commitments_as_passages()]

    def _commitments_as_passages(self) -> list[Passage]:
        return [
            passage(item.translation_key, "commitment", [item.title, item.text])
            for item in self.commitments.all()
        ]

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add the commitments of each side and the signatures."""
        context = super().get_context(request, *args, **kwargs)
        commitments = list(self.commitments.all())
        context["parties"] = [
            {
                "label": party.label,
                "commitments": [c for c in commitments if c.party == party],
            }
            for party in Commitment.Party
        ]
        context["signatures"] = CharterSignature.objects.filter(
            charter_key=self.translation_key
        ).select_related("organisation")
        return context


class Commitment(TranslatableMixin, Orderable):
    """What one side promises."""

    class Party(models.TextChoices):
        CITY = "city", _("The city")
        SOCIETY = "society", _("Civil society")

    charter = ParentalKey(CharterPage, on_delete=models.CASCADE, related_name="commitments")
    party = models.CharField(_("who promises"), max_length=10, choices=Party.choices)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), max_length=1000)

    panels = [FieldPanel("party"), FieldPanel("title"), FieldPanel("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")

    def __str__(self) -> str:
        return self.title


class CharterSignature(models.Model):
    """An organisation's signature under the charter; the database allows no second."""

    charter_key = models.UUIDField(
        _("charter"), db_index=True, help_text=_("The translation key of the charter's pages.")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="signatures"
    )
    signed_on = models.DateField(_("signed on"))
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    words = models.CharField(_("words of their own"), max_length=400, blank=True)

    class Meta:
        ordering = ["signed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["charter_key", "organisation"], name="one_signature_per_organisation"
            )
        ]
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")

    def __str__(self) -> str:
        return f"{self.organisation}, {self.signed_on}"
