"""The form for a seat."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from participation.accounts.forms import ContributionForm


class RegistrationForm(ContributionForm):
    """Who comes, and what they need."""

    note = forms.CharField(
        label=_("What should we know?"),
        max_length=500,
        required=False,
        help_text=_(
            "For instance that you need a sign language interpreter. Only the team reads it."
        ),
        validators=[ProhibitNullCharactersValidator()],
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = ["name", "email", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("So that we know who is coming. It is never published.")
        if "email" in self.fields:
            self.fields["email"].help_text = _(
                "Never shown. We send you a link with which you confirm your registration."
            )
