"""Forms of the engagement officer's desk."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from participation.accounts.models import User

from .models import CharterPage


class MembershipForm(WagtailAdminModelForm):
    """Names a person by the e-mail address; display names are not unique."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Whoever signs in with this address acts for the organisation."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["email"].initial = self.instance.person.email

    def clean(self) -> dict:
        """Refuse a second membership of one person in one organisation."""
        cleaned = super().clean()
        others = (
            type(self.instance)
            .objects.exclude(pk=self.instance.pk)
            .filter(
                organisation=cleaned.get("organisation"),
                person__email__iexact=cleaned.get("email", ""),
            )
        )
        if others.exists():
            raise ValidationError(_("This person acts for the organisation already."))
        return cleaned

    def save(self, commit=True):
        """Find the person, or create one who signs in by e-mailed code."""
        self.instance.person = User.objects.for_email(self.cleaned_data["email"])
        return super().save(commit)


def charter_choices() -> list[tuple]:
    """Return the charters by the key that their languages share."""
    pages = CharterPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    return [(page.translation_key, page.title) for page in pages]
