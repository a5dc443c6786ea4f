"""Forms of indicators in the admin."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from ..models.indicators import TRANSLATED_FIELDS, Indicator
from .tables import MAX_BYTES

OTHER_LANGUAGES = [(code, name) for code, name in settings.LANGUAGES if code != "de"]


def translated_name(field: str, code: str) -> str:
    """Return the name of the form field that holds `field` in another language."""
    return f"{field}_{code}"


class GoalChoiceField(forms.ModelChoiceField):
    """Goals with their field of action, because their titles alone may be alike."""

    def label_from_instance(self, goal) -> str:
        """Return field of action and goal."""
        return f"{goal.field.title}: {goal.title}"


class BaseIndicatorForm(WagtailAdminModelForm):
    """Keeps the words of further languages in the one JSON field."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, _language in OTHER_LANGUAGES:
            words = self.instance.translations.get(code) or {}
            for name in TRANSLATED_FIELDS:
                self.fields[translated_name(name, code)].initial = words.get(name, "")
        if "goal" in self.fields:
            self.fields["goal"] = self._goal_field()

    def _goal_field(self) -> GoalChoiceField:
        given = self.fields["goal"]
        goals = given.queryset.model.objects
        choice = goals.filter(locale__language_code=settings.LANGUAGE_CODE)
        # A goal that is chosen stays, whatever its language.
        choice |= goals.filter(pk=self.instance.goal_id)
        return GoalChoiceField(
            choice.select_related("field").order_by("field__path", "sort_order"),
            label=given.label,
            help_text=given.help_text,
            required=False,
        )

    def clean(self) -> dict:
        """Gather the words of the languages into one value."""
        cleaned = super().clean()
        translations = {}
        for code, _language in OTHER_LANGUAGES:
            words = {name: cleaned.get(translated_name(name, code)) for name in TRANSLATED_FIELDS}
            if given := {name: text for name, text in words.items() if text}:
                translations[code] = given
        self.instance.translations = translations
        return cleaned


def _translated_field(name: str) -> forms.CharField:
    field = Indicator._meta.get_field(name)
    widget = forms.Textarea(attrs={"rows": 3}) if name == "description" else None
    return forms.CharField(
        label=field.verbose_name, max_length=field.max_length, required=False, widget=widget
    )


IndicatorForm = type(
    "IndicatorForm",
    (BaseIndicatorForm,),
    {
        translated_name(name, code): _translated_field(name)
        for code, _language in OTHER_LANGUAGES
        for name in TRANSLATED_FIELDS
    },
)


class UploadForm(forms.Form):
    """A file of values, or a table copied from a spreadsheet."""

    file = forms.FileField(
        label=_("CSV file"),
        required=False,
        help_text=_(
            "At most 4 MB and 100,000 rows, with a column for the date and one for the value."
        ),
    )
    text = forms.CharField(
        label=_("Or paste the table"),
        required=False,
        strip=False,
        max_length=MAX_BYTES,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Mark the cells in your spreadsheet with their head, copy them and paste them."
        ),
    )

    def clean_file(self):
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError(gettext("The file is too large: at most 2 MB can be read."))
        return file

    def clean(self) -> dict:
        """Ask for a file or a text, not for both."""
        cleaned = super().clean()
        file, text = cleaned.get("file"), (cleaned.get("text") or "").strip()
        if not self.errors and bool(file) == bool(text):
            message = gettext("Choose a file or paste a table; one of both.")
            raise forms.ValidationError(message)
        return cleaned

    def data_to_read(self) -> bytes:
        """Return what was given."""
        if file := self.cleaned_data["file"]:
            return file.read()
        return self.cleaned_data["text"].encode()


class ConfirmForm(forms.Form):
    """The editor's word that the values shown are to be taken over."""

    token = forms.CharField(widget=forms.HiddenInput)
    leave_out = forms.BooleanField(
        label=_("Take over the good rows and leave out the faulty ones"), required=False
    )

    def __init__(self, *args, has_errors: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if has_errors:
            self.fields["leave_out"].required = True
        else:
            del self.fields["leave_out"]
