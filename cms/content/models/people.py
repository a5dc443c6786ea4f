"""Contact persons of the city."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.search import index


class ContactPerson(index.Indexed, models.Model):
    """Someone who answers for a page. The e-mail address stays inside: people use a form."""

    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=160, blank=True)
    office = models.CharField(
        _("office"), max_length=160, help_text=_("The office that answers, e.g. the library.")
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    room = models.CharField(_("room"), max_length=120, blank=True)
    email = models.EmailField(
        _("e-mail address"), help_text=_("Receives the contact form; it is never shown.")
    )

    search_fields = [
        index.SearchField("name"),
        index.SearchField("office"),
        index.AutocompleteField("name"),
        index.AutocompleteField("office"),
    ]

    class Meta:
        ordering = ["name"]
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")

    def __str__(self) -> str:
        return f"{self.name}, {self.office}"

    def get_contact_url(self) -> str:
        """Return the address of this person's contact form."""
        return reverse("contact_person", kwargs={"slug": self.slug})
