"""The form that asks whether a page helped."""

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.accounts.forms import GuardedForm

from .models import REASON_LENGTH, Answer


class FeedbackForm(GuardedForm):
    """An answer, and why; nobody is asked who they are."""

    answer = forms.ChoiceField(
        label=_("Was this helpful?"), choices=Answer.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("What was missing, or what was good?"),
        required=False,
        max_length=REASON_LENGTH,
        help_text=_(
            "You may leave this empty. Please write nothing about yourself: no name, no number."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
