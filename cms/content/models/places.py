"""Venues."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from .taxonomies import District


class AccessibilityFact(models.TextChoices):
    """What someone with a disability may rely on at a place."""

    STEP_FREE = "step_free", _("step-free access")
    ACCESSIBLE_TOILET = "accessible_toilet", _("accessible toilet")
    HEARING_LOOP = "hearing_loop", _("hearing loop")
    TACTILE_GUIDANCE = "tactile_guidance", _("tactile guidance")
    DISABLED_PARKING = "disabled_parking", _("disabled parking")
    QUIET_ROOM = "quiet_room", _("quiet room")


class Place(index.Indexed, models.Model):
    """A venue: digital lab, library, maker space."""

    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("summary"), max_length=250, blank=True)
    street = models.CharField(_("street and number"), max_length=120)
    postal_code = models.CharField(_("postal code"), max_length=10)
    locality = models.CharField(_("town"), max_length=80)
    district = models.ForeignKey(
        District,
        on_delete=models.PROTECT,
        related_name="places",
        verbose_name=_("district"),
        null=True,
        blank=True,
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    opening_hours = models.TextField(
        _("opening hours"), blank=True, help_text=_("One line for each rule.")
    )
    accessibility = ArrayField(
        models.CharField(max_length=30, choices=AccessibilityFact.choices),
        verbose_name=_("accessibility"),
        default=list,
        blank=True,
    )
    accessibility_note = models.CharField(_("note on accessibility"), max_length=300, blank=True)
    equipment = models.TextField(_("equipment"), blank=True)

    search_fields = [
        index.SearchField("name", boost=2),
        index.SearchField("summary"),
        index.SearchField("street"),
        index.AutocompleteField("name"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Return the postal address on one line."""
        return f"{self.street}, {self.postal_code} {self.locality}"

    @property
    def accessibility_labels(self) -> list[str]:
        """Return what is accessible here, in the active language."""
        facts = AccessibilityFact
        return [str(facts(value).label) for value in self.accessibility if value in facts.values]
