"""Venues."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
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
    LIFT = "lift", _("lift")
    SIGN_LANGUAGE = "sign_language", _("sign language")
    ASSISTANCE_DOGS = "assistance_dogs", _("assistance dogs welcome")


# What of a place differs between languages; names and addresses do not.
TRANSLATED_FIELDS = ("summary", "opening_note", "accessibility_note", "equipment")


class PlaceManager(models.Manager):
    """Brings the opening hours along, because every card of a place shows them."""

    def get_queryset(self) -> models.QuerySet:
        """Return places with their district and hours: one question more for however many."""
        return super().get_queryset().select_related("district").prefetch_related("hours")


class Place(index.Indexed, ClusterableModel):
    """A venue: digital lab, library, maker space.

    One row for all languages: `translations` maps other language codes to what is said there.
    """

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
    email = models.EmailField(_("e-mail address"), blank=True)
    website = models.URLField(_("website"), blank=True)
    opening_note = models.TextField(
        _("note on opening hours"),
        blank=True,
        help_text=_("What the weekly hours do not say, e.g. “first Saturday of the month”."),
    )
    is_closed_on_holidays = models.BooleanField(_("closed on public holidays"), default=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("In degrees, e.g. 52.516275; without it the place is not on the map."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    accessibility = ArrayField(
        models.CharField(max_length=30, choices=AccessibilityFact.choices),
        verbose_name=_("accessibility"),
        default=list,
        blank=True,
    )
    accessibility_note = models.CharField(_("note on accessibility"), max_length=300, blank=True)
    equipment = models.TextField(_("equipment"), blank=True)
    translations = models.JSONField(_("in other languages"), default=dict, blank=True)

    objects = PlaceManager()

    search_fields = [
        index.SearchField("title", boost=2),
        index.SearchField("summary", boost=2),
        index.SearchField("street"),
        index.SearchField("equipment"),
        index.SearchField("accessibility_note"),
        index.SearchField("words_in_other_languages"),
        index.AutocompleteField("name"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("place")
        verbose_name_plural = _("places")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the place's page in the active language."""
        return reverse("place_detail", kwargs={"slug": self.slug})

    @property
    def title(self) -> str:
        """Return the name under which search indexes have what comes first."""
        return self.name

    @property
    def words_in_other_languages(self) -> str:
        """Return what other languages say, for the search index."""
        said = (texts.values() for texts in (self.translations or {}).values())
        return " ".join(text for texts in said for text in texts)

    def said(self, name: str) -> str:
        """Return a field's text in the active language, or the German one."""
        translated = (self.translations or {}).get(get_language() or settings.LANGUAGE_CODE) or {}
        return translated.get(name) or getattr(self, name)

    @property
    def words(self) -> dict[str, str]:
        """Return every text that has translations, in the active language."""
        return {name: self.said(name) for name in TRANSLATED_FIELDS}

    @property
    def week(self) -> list[tuple[str, list]]:
        """Return the open weekdays, each with its hours; a day not named is closed."""
        days: dict[str, list] = {}
        for hours in self.hours.all():
            days.setdefault(hours.get_weekday_display(), []).append(hours)
        return list(days.items())

    @property
    def is_on_map(self) -> bool:
        """Say whether we know where on the map it lies."""
        return self.latitude is not None and self.longitude is not None

    @property
    def address(self) -> str:
        """Return the postal address on one line."""
        return f"{self.street}, {self.postal_code} {self.locality}"

    @property
    def accessibility_labels(self) -> list[str]:
        """Return what is accessible here, in the active language."""
        facts = AccessibilityFact
        return [str(facts(value).label) for value in self.accessibility if value in facts.values]
