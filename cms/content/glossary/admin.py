"""The glossary in the admin: one form for all languages."""

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from ..models import GlossaryTerm
from ..models.glossary import TRANSLATED_FIELDS

LANGUAGES = [item for item in settings.LANGUAGES if item[0] != settings.LANGUAGE_CODE]


def field_name(name: str, code: str) -> str:
    """Return the form's field for a field in another language."""
    return f"{name}_{code.replace('-', '_')}"


class BaseGlossaryTermForm(WagtailAdminModelForm):
    """Keeps what differs between languages in its one JSON field."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, _language in LANGUAGES:
            stored = (self.instance.translations or {}).get(code) or {}
            for name in TRANSLATED_FIELDS:
                self.fields[field_name(name, code)].initial = stored.get(name, "")

    def clean(self) -> dict:
        """Gather the languages into one value."""
        cleaned = super().clean()
        translations = {}
        for code, _language in LANGUAGES:
            values = {name: cleaned.get(field_name(name, code)) for name in TRANSLATED_FIELDS}
            if filled := {name: value for name, value in values.items() if value}:
                translations[code] = filled
        self.instance.translations = translations
        return cleaned


def _field(name: str, language: str) -> forms.CharField:
    model_field = GlossaryTerm._meta.get_field(name)
    widget = forms.TextInput if name == "term" else forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=format_lazy("{} ({})", model_field.verbose_name, language),
        max_length=model_field.max_length,
        required=False,
        widget=widget,
    )


GlossaryTermForm = type(
    "GlossaryTermForm",
    (BaseGlossaryTermForm,),
    {
        field_name(name, code): _field(name, language)
        for code, language in LANGUAGES
        for name in TRANSLATED_FIELDS
    },
)


class GlossaryTermViewSet(SnippetViewSet):
    """The words, with what they mean in each language."""

    model = GlossaryTerm
    icon = "glasses"
    list_display = ["term", "slug", "is_explained_in_texts"]
    edit_handler = ObjectList(
        [
            *(FieldPanel(name) for name in TRANSLATED_FIELDS),
            *(
                MultiFieldPanel(
                    [FieldPanel(field_name(name, code)) for name in TRANSLATED_FIELDS],
                    heading=language,
                )
                for code, language in LANGUAGES
            ),
            MultiFieldPanel(
                [FieldPanel("slug"), FieldPanel("is_explained_in_texts")], heading=_("Use")
            ),
        ],
        base_form_class=GlossaryTermForm,
    )
