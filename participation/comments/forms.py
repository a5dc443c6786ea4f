"""The form for a comment."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from cms.content.models import ContactPerson
from participation.accounts.forms import ContributionForm


class CommentForm(ContributionForm):
    """What somebody has to say, and who says it."""

    text = forms.CharField(
        label=_("Your comment"),
        max_length=3000,
        validators=[ProhibitNullCharactersValidator()],
        widget=forms.Textarea(attrs={"rows": 7}),
    )

    office = forms.ModelChoiceField(
        label=_("Answer officially for"),
        queryset=ContactPerson.objects.all(),
        required=False,
        empty_label=_("not officially"),
        help_text=_("An official answer is public at once."),
    )

    # What the form quotes, so that a remark keeps what its writer has read.
    quotation = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = ["text", "office", "name", "email"]

    def __init__(self, *args, may_answer_officially: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_answer_officially:
            del self.fields["office"]
