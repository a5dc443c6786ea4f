"""Associations and their members."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model_string
from wagtail.search import index

from cms.content.models import Audience, District


class OrganisationQuerySet(models.QuerySet):
    """Questions about organisations."""

    def as_cards(self) -> "OrganisationQuerySet":
        """Plan what a card of an organisation shows."""
        return self.select_related("logo").prefetch_related("audiences", "districts")

    def of_member(self, person) -> "OrganisationQuerySet":
        """Return the organisations that `person` acts for."""
        return self.filter(memberships__person=person)


class Organisation(index.Indexed, models.Model):
    """An association; `key` names it in rooms that must not know this one."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("summary"), max_length=250, blank=True)
    purpose = models.TextField(_("purpose"), max_length=3000, blank=True)
    field = models.CharField(_("field of work"), max_length=80, blank=True)
    audiences = models.ManyToManyField(
        Audience, blank=True, related_name="organisations", verbose_name=_("audiences")
    )
    districts = models.ManyToManyField(
        District, blank=True, related_name="organisations", verbose_name=_("districts")
    )
    languages = ArrayField(
        models.CharField(max_length=20),
        verbose_name=_("languages"),
        default=list,
        blank=True,
        help_text=_("Codes such as de, en, tr, separated by commas."),
    )
    website = models.URLField(_("website"), blank=True)
    logo = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    founded = models.PositiveSmallIntegerField(_("founded in"), null=True, blank=True)
    is_verified = models.BooleanField(
        _("verified"), default=False, help_text=_("The engagement officer knows who acts for it.")
    )

    search_fields = [
        index.SearchField("title", boost=2),
        index.SearchField("summary", boost=2),
        index.SearchField("purpose"),
        index.AutocompleteField("name"),
    ]

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the public profile."""
        return reverse("organisation_detail", kwargs={"slug": self.slug})

    @property
    def title(self) -> str:
        """Return the name under which search indexes have what comes first."""
        return self.name


class Membership(models.Model):
    """A person who acts for an organisation; the database allows no second for the two."""

    class Role(models.TextChoices):
        ADMIN = "admin", _("administrator")
        EDITOR = "editor", _("editor")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.EDITOR)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"], name="one_membership_per_person"
            )
        ]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")

    def __str__(self) -> str:
        return f"{self.person} – {self.organisation}"
