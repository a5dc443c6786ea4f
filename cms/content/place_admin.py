"""Places in the admin: facts, hours and what is said in other languages in one form."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet

from .glossary.admin import LANGUAGES, field_name
from .models import AccessibilityFact, Place
from .models.places import TRANSLATED_FIELDS

ADDRESS_FIELDS = ("street", "postal_code", "locality", "district", "latitude", "longitude")


class BasePlaceForm(WagtailAdminModelForm):
    """Checks the rows against each other and keeps other languages in their JSON field."""

    accessibility = forms.MultipleChoiceField(
        label=_("accessibility"),
        choices=AccessibilityFact.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, _language in LANGUAGES:
            stored = (self.instance.translations or {}).get(code) or {}
            for name in TRANSLATED_FIELDS:
                self.fields[field_name(name, code)].initial = stored.get(name, "")

    def clean(self) -> dict:
        """Gather the languages; refuse half a position."""
        cleaned = super().clean()
        if (cleaned.get("latitude") is None) != (cleaned.get("longitude") is None):
            self.add_error("longitude", _("Give both latitude and longitude, or neither."))
        gathered = {}
        for code, _language in LANGUAGES:
            values = {name: cleaned.get(field_name(name, code)) for name in TRANSLATED_FIELDS}
            if filled := {name: value for name, value in values.items() if value}:
                gathered[code] = filled
        self.instance.translations = gathered
        return cleaned

    def is_valid(self) -> bool:
        """Say whether the form and its rows hold, also the rows beside each other."""
        if not super().is_valid():
            return False
        for name, group in (("hours", _weekday), ("opening_exceptions", None)):
            problem = _overlap(self.formsets[name], group)
            if problem:
                self.add_error(None, ValidationError(problem))
        return not self.errors


def _weekday(row: dict):
    return row["weekday"]


def _overlap(formset, group) -> str:
    """Return what is wrong if two rows hold at the same time, else nothing."""
    rows = [
        form.cleaned_data
        for form in formset.forms
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]
    for number, row in enumerate(rows):
        for other in rows[:number]:
            if group and group(row) == group(other) and _times_meet(row, other):
                return gettext("Two opening hours of the same weekday overlap.")
            if not group and _days_meet(row, other) and _times_meet(row, other):
                return gettext("Two exceptions from the opening hours overlap.")
    return ""


def _days_meet(row: dict, other: dict) -> bool:
    return row["first_day"] <= other["last_day"] and other["first_day"] <= row["last_day"]


def _times_meet(row: dict, other: dict) -> bool:
    if row["opens_at"] is None or other["opens_at"] is None:
        return True
    return row["opens_at"] < other["closes_at"] and other["opens_at"] < row["closes_at"]


def _translated_field(name: str, language: str) -> forms.CharField:
    model_field = Place._meta.get_field(name)
    return forms.CharField(
        label=format_lazy("{} ({})", model_field.verbose_name, language),
        max_length=model_field.max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


PlaceForm = type(
    "PlaceForm",
    (BasePlaceForm,),
    {
        field_name(name, code): _translated_field(name, language)
        for code, language in LANGUAGES
        for name in TRANSLATED_FIELDS
    },
)


class PlaceViewSet(SnippetViewSet):
    """The venues."""

    model = Place
    icon = "site"
    list_display = ["name", "district", "street"]
    list_filter = ["district"]
    edit_handler = ObjectList(
        [
            *(FieldPanel(name) for name in ("name", "slug", "summary")),
            MultiFieldPanel([FieldPanel(name) for name in ADDRESS_FIELDS], heading=_("Address")),
            MultiFieldPanel(
                [FieldPanel(name) for name in ("phone", "email", "website")], heading=_("Contact")
            ),
            InlinePanel("hours", heading=_("Opening hours"), label=_("hours"), max_num=50),
            FieldPanel("opening_note"),
            FieldPanel("is_closed_on_holidays"),
            InlinePanel(
                "opening_exceptions",
                heading=_("Exceptions from the opening hours"),
                label=_("exception"),
                max_num=100,
            ),
            *(FieldPanel(name) for name in ("accessibility", "accessibility_note", "equipment")),
            *(
                MultiFieldPanel(
                    [FieldPanel(field_name(name, code)) for name in TRANSLATED_FIELDS],
                    heading=language,
                )
                for code, language in LANGUAGES
            ),
        ],
        base_form_class=PlaceForm,
    )
