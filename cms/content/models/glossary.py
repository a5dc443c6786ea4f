"""Words that are explained where they stand."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

# What of a word differs between languages.
TRANSLATED_FIELDS = ("term", "variants", "explanation")


class GlossaryTerm(index.Indexed, models.Model):
    """A word and what it means: one row for all languages.

    `translations` maps other language codes to their term, variants and explanation; a word
    without an explanation in a language is not explained there.
    """

    slug = models.SlugField(
        _("slug"), unique=True, help_text=_("Part of the word’s address in the glossary.")
    )
    term = models.CharField(_("word"), max_length=80)
    variants = models.TextField(
        _("other forms"),
        max_length=400,
        blank=True,
        help_text=_("Plural, inflected forms and other spellings: one on each line."),
    )
    explanation = models.TextField(
        _("explanation"),
        max_length=400,
        help_text=_("One to three sentences that somebody without previous knowledge understands."),
    )
    translations = models.JSONField(_("in other languages"), default=dict, blank=True)
    is_explained_in_texts = models.BooleanField(
        _("explain in texts"),
        default=True,
        help_text=_("Without this, the word stands in the glossary only."),
    )

    search_fields = [index.SearchField("term"), index.AutocompleteField("term")]

    class Meta:
        ordering = ["term"]
        verbose_name = _("word of the glossary")
        verbose_name_plural = _("words of the glossary")

    def __str__(self) -> str:
        return self.term

    def in_language(self, language_code: str) -> dict[str, str]:
        """Return {term, variants, explanation}, or nothing where the word is not explained."""
        if language_code == settings.LANGUAGE_CODE:
            return {name: getattr(self, name) for name in TRANSLATED_FIELDS}
        translated = (self.translations or {}).get(language_code) or {}
        if not translated.get("explanation"):
            return {}
        return {"term": self.term, "variants": "", **translated}
