"""The form of a message to the people of a date."""

import uuid

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from .models import ParticipantMessage


class MessageForm(forms.ModelForm):
    """To whom, and what."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    class Meta:
        model = ParticipantMessage
        fields = ["audience", "subject", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 10}), "audience": forms.RadioSelect}
        help_texts = {
            "text": _(
                "Greeting, date, place and the link to the registration are added, each in "
                "the language in which the person registered. Your words are sent as they are."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = ParticipantMessage.Audience.choices
        self.fields["audience"].initial = ParticipantMessage.Audience.REGISTERED
        for name in ("subject", "text"):
            self.fields[name].validators.append(ProhibitNullCharactersValidator())
