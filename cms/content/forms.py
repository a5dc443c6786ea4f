"""Forms of the shared content in the admin."""

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

OTHER_LANGUAGES = {
    f"name_{code}": (code, name)
    for code, name in settings.LANGUAGES
    if code != settings.LANGUAGE_CODE
}


class BaseTermForm(WagtailAdminModelForm):
    """Keeps a term's names in further languages in its one JSON field."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field_name, (code, _language) in OTHER_LANGUAGES.items():
            self.fields[field_name].initial = self.instance.name_translations.get(code, "")

    def clean(self) -> dict:
        """Gather the names of the languages into one value."""
        cleaned = super().clean()
        self.instance.name_translations = {
            code: cleaned[field_name]
            for field_name, (code, _language) in OTHER_LANGUAGES.items()
            if cleaned.get(field_name)
        }
        return cleaned


TermForm = type(
    "TermForm",
    (BaseTermForm,),
    {
        field_name: forms.CharField(
            label=format_lazy("{} ({})", _("Name"), language), max_length=80, required=False
        )
        for field_name, (_code, language) in OTHER_LANGUAGES.items()
    },
)
