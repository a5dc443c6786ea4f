"""The languages in which an event is held."""

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class SpokenLanguage(models.TextChoices):
    """A language that is spoken or signed at an event."""

    GERMAN = "de", _("German")
    EASY_GERMAN = "de-simple", _("Leichte Sprache")
    GERMAN_SIGN_LANGUAGE = "gsg", _("German Sign Language")
    ENGLISH = "en", _("English")
    TURKISH = "tr", _("Turkish")
    ARABIC = "ar", _("Arabic")
    UKRAINIAN = "uk", _("Ukrainian")
    RUSSIAN = "ru", _("Russian")
    POLISH = "pl", _("Polish")
    ROMANIAN = "ro", _("Romanian")
    PERSIAN = "fa", _("Persian")
    FRENCH = "fr", _("French")
    SPANISH = "es", _("Spanish")
    ITALIAN = "it", _("Italian")


class SpokenLanguagesField(ArrayField):
    """Languages, chosen by ticking boxes."""

    def __init__(self, *args, **kwargs):
        kwargs["base_field"] = models.CharField(max_length=10)
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        """Return the boxes."""
        return forms.MultipleChoiceField(
            choices=SpokenLanguage.choices,
            widget=forms.CheckboxSelectMultiple,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
        )
