"""Forms for ideas and for support."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from cms.content.models import Audience, BasePage, District
from participation.accounts.forms import ContributionForm

from .models import Idea, Outcome


class IdeaForm(ContributionForm):
    """A new idea for a page."""

    title = forms.CharField(
        label=_("Your idea in one line"),
        max_length=120,
        min_length=5,
        validators=[ProhibitNullCharactersValidator()],
    )
    text = forms.CharField(
        label=_("Describe your idea"),
        max_length=5000,
        min_length=20,
        help_text=_("What should change, for whom, and how could it be done?"),
        validators=[ProhibitNullCharactersValidator()],
        widget=forms.Textarea(attrs={"rows": 9}),
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    audience = forms.ModelChoiceField(
        label=_("Whom does it help most?"),
        queryset=Audience.objects.all(),
        required=False,
        to_field_name="slug",
        empty_label=_("everybody"),
    )
    district = forms.ModelChoiceField(
        label=_("Where?"),
        queryset=District.objects.all(),
        required=False,
        to_field_name="slug",
        empty_label=_("in the whole town"),
    )

    field_order = ["title", "text", "category", "audience", "district", "name", "email"]
    fields_of_idea = ("title", "text", "category", "audience", "district")

    def __init__(self, *args, page: BasePage, **kwargs):
        super().__init__(*args, **kwargs)
        categories = getattr(page, "categories", [])
        self.fields["category"].choices = [
            ("", _("no category")),
            *((name, name) for name in categories),
        ]
        if not categories:
            del self.fields["category"]

    def idea(self) -> dict:
        """Return the fields of the idea itself."""
        return {
            name: self.cleaned_data[name]
            for name in self.fields_of_idea
            if name in self.cleaned_data
        }


class SupportForm(ContributionForm):
    """Support for an idea."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("So that we know how to address you. It is not shown.")
        if "email" in self.fields:
            self.fields["email"].help_text = _(
                "Never shown. We send you a link; your support counts once you have used it."
            )


class DecisionForm(forms.ModelForm):
    """What the city makes of an idea."""

    class Meta:
        model = Idea
        fields = ["outcome", "statement", "statement_by"]
        widgets = {"statement": forms.Textarea(attrs={"rows": 8})}

    def clean(self) -> dict:
        """Require an official answer for an idea that is declined."""
        cleaned = super().clean()
        if cleaned.get("outcome") == Outcome.DECLINED and not cleaned.get("statement"):
            self.add_error("statement", _("Please give the reason why the idea is declined."))
        return cleaned
