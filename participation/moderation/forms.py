"""The form that reports a contribution."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from participation.accounts.forms import ContributionForm

from .models import Report


class ReportForm(ContributionForm):
    """What is wrong; a name and an address only for those who want an answer."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"), choices=Report.Reason.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Please explain it"),
        max_length=2000,
        required=False,
        validators=[ProhibitNullCharactersValidator()],
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    field_order = ["reason", "text", "name", "email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("name", "email"):
            if name in self.fields:
                self.fields[name].required = False
                self.fields[name].help_text = _("Only if you would like a receipt.")
