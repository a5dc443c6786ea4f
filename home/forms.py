"""Forms that reach the city."""

from django import forms
from django.utils.translation import gettext_lazy as _

from participation.accounts.forms import ContributionForm


class ContactForm(ContributionForm):
    """A message to a contact person."""

    subject = forms.CharField(label=_("Subject"), max_length=120)
    message = forms.CharField(
        label=_("Your message"), max_length=4000, widget=forms.Textarea(attrs={"rows": 8})
    )

    field_order = ["subject", "message", "name", "email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("So that we know how to address you.")
        if "email" in self.fields:
            self.fields["email"].help_text = _(
                "We answer to this address and use it for nothing else."
            )

    def reply_address(self) -> str:
        """Return where the answer goes, or an empty text."""
        return self.person.email if self.person else self.cleaned_data.get("email", "")


class AccessibilityFeedbackForm(ContactForm):
    """A barrier that somebody met; may be reported without a name."""

    page_address = forms.CharField(
        label=_("On which page?"),
        max_length=300,
        required=False,
        help_text=_("Title or address of the page. You may leave this empty."),
    )

    field_order = ["message", "page_address", "name", "email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["subject"]
        self.fields["message"].label = _("Which barrier did you meet?")
        for name in ("name", "email"):
            if name in self.fields:
                self.fields[name].required = False
                self.fields[name].help_text = _("Only if you would like an answer.")
