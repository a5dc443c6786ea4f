"""What every form for contributions asks: who you are, unless we know; and signing in."""

import uuid

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from . import rules
from .models import User


def person_name_without_markup(value: str) -> None:
    """Refuse characters that no name needs and that could disguise one."""
    if any(character in "<>@" or not character.isprintable() for character in value):
        raise ValidationError(_("Please use letters, digits and ordinary punctuation only."))


class GuardedForm(forms.Form):
    """Base of every public form.

    `submission_key` makes a repeated POST harmless; `website` is a field that people do not
    see and machines fill in.
    """

    website = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    submission_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["submission_key"].initial = uuid.uuid4

    def clean_website(self) -> str:
        """Refuse what only a machine would fill in."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("Please leave this field empty."))
        return ""

    def clean_submission_key(self) -> uuid.UUID:
        """Return the form's own key, or a new one for a form that lost it."""
        return self.cleaned_data["submission_key"] or uuid.uuid4()


class ContributionForm(GuardedForm):
    """Base of the forms for contributions: name and address for people without an account.

    Pass `person`, the signed-in user or None.
    """

    name = forms.CharField(
        label=_("Your name"),
        max_length=60,
        help_text=_("Shown beside your contribution. A first name or a pen name will do."),
        validators=[ProhibitNullCharactersValidator(), person_name_without_markup],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("Never shown. We send you a link with which you confirm your contribution."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        if person:
            del self.fields["email"]
            self.fields["name"].initial = person.display_name

    def contributor(self) -> dict:
        """Return the arguments of accounts.contributions.contribute for this sender."""
        return {
            "person": self.person,
            "name": self.cleaned_data["name"],
            "email": self.cleaned_data.get("email", ""),
            "submission_key": self.cleaned_data["submission_key"],
        }


class ProfileForm(forms.ModelForm):
    """What people may change about themselves."""

    display_name = forms.CharField(
        label=_("Your name"),
        max_length=60,
        required=False,
        help_text=_(
            "Suggested when you contribute. What you have contributed keeps the name it has."
        ),
        validators=[person_name_without_markup],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    class Meta:
        model = User
        fields = ["display_name", "language"]
        labels = {"language": _("Language")}
        help_texts = {"language": _("In which we write to you and show your area.")}


class SignInForm(RequestLoginCodeForm):
    """The address to which a code is sent."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We send you a code. You need no password."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        """Treat those who work in the admin as unknown: a mailbox must not open the admin."""
        email = super().clean_email()
        if self._user and rules.works_in_admin(self._user):
            self._user = None
        return email


class CodeForm(ConfirmLoginCodeForm):
    """The code from the mail."""

    code = forms.CharField(
        label=_("Code from our message"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}
        ),
    )
