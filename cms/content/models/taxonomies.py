"""The three taxonomies by which everything is found and counted."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.search import index


class Term(index.Indexed, models.Model):
    """A word of a taxonomy: one row for all languages, so that counts and filters agree.

    `name` is the German name, `name_translations` maps other language codes to theirs.
    """

    slug = models.SlugField(
        _("slug"), unique=True, help_text=_("Part of filter addresses; the same in all languages.")
    )
    name = models.CharField(_("name"), max_length=80)
    name_translations = models.JSONField(_("names in other languages"), default=dict, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        abstract = True
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        """Return the name in the active language, or the German one."""
        return self.name_in(get_language() or settings.LANGUAGE_CODE)

    def name_in(self, language_code: str) -> str:
        """Return the name in `language_code`, or the German one."""
        return self.name_translations.get(language_code) or self.name


class Audience(Term):
    """A target group."""

    class Meta(Term.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class District(Term):
    """A quarter of the town."""

    class Meta(Term.Meta):
        verbose_name = _("district")
        verbose_name_plural = _("districts")


class Topic(Term):
    """What something is about."""

    class Meta(Term.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
