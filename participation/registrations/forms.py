"""The form for seats."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agenda.calendar.models import TrainingPage, TrainingQuestion
from participation.accounts.forms import ContributionForm, person_name_without_markup

from .models import Answer, Registration
from .rules import most_together

MAX_ANSWER = 500
MAX_NAME = 60
Kind = TrainingQuestion.Kind


class RegistrationForm(ContributionForm):
    """Who comes, with whom, what they need, and what the editor asks."""

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

    def __init__(self, *args, training: TrainingPage, words: TrainingPage | None = None, **kwargs):
        """Ask what `training` asks, in the words of its translation `words` where it has them."""
        super().__init__(*args, **kwargs)
        self.training = training
        self.fields["name"].help_text = _("So that we know who is coming. It is never published.")
        if "email" in self.fields:
            self.fields["email"].help_text = _(
                "Never shown. We send you a link with which you confirm your registration."
            )
        if (most := most_together(training)) > 1:
            self.fields |= _party_fields(most)
        self.questions = _questions(training, words or training)
        for name, question in self.questions.items():
            self.fields[name] = _question_field(question)
        party = ["seats", "companions", "may_split"]
        self.order_fields(["name", "email", *party, *self.questions, "note"])

    def clean_companions(self) -> str:
        """Return the names, one in each line; there cannot be more than people."""
        return _sound_names(self.cleaned_data)

    def details(self) -> dict:
        """Return the arguments of services.register that do not say who sends the form."""
        data = self.cleaned_data
        return {
            "note": data["note"],
            "seats": data.get("seats") or 1,
            "companions": data.get("companions", ""),
            "may_split": data.get("may_split", False),
            "answers": [
                Answer(
                    question_key=question.translation_key,
                    question=question.label,
                    text=data[name],
                    is_sensitive=question.is_sensitive,
                )
                for name, question in self.questions.items()
                if data[name]
            ],
        }


class PartyForm(forms.Form):
    """How many people of a party still come, and who."""

    def __init__(self, *args, registration: Registration, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= _party_fields(registration.seats)
        del self.fields["may_split"]
        self.fields["seats"].label = _("How many of you are coming?")
        self.fields["seats"].initial = registration.seats
        self.fields["companions"].initial = registration.companions

    def clean_companions(self) -> str:
        """Return the names, one in each line; there cannot be more than people."""
        return _sound_names(self.cleaned_data)


def _questions(training: TrainingPage, words: TrainingPage) -> dict[str, TrainingQuestion]:
    """Map the names of fields to the questions of `training` in the words of `words`."""
    translated = {}
    if words.pk != training.pk:
        translated = {question.translation_key: question for question in words.questions.all()}
    return {
        f"question_{question.pk}": _in_words(question, translated.get(question.translation_key))
        for question in training.questions.all()
    }


def _in_words(question: TrainingQuestion, translated: TrainingQuestion | None) -> TrainingQuestion:
    """Return a question in translated words; one that the translation asks otherwise stays."""
    if translated is None or len(question.choice_list) != len(translated.choice_list):
        return question
    rules = ("kind", "is_required", "is_sensitive")
    is_same = all(getattr(question, name) == getattr(translated, name) for name in rules)
    return translated if is_same else question


def _sound_names(data: dict) -> str:
    names = [line.strip() for line in data["companions"].splitlines()]
    names = [name for name in names if name]
    for name in names:
        person_name_without_markup(name)
        if len(name) > MAX_NAME:
            raise ValidationError(_("One of the names is too long."))
    if len(names) >= data.get("seats", len(names) + 1):
        raise ValidationError(_("These are more names than people, you included."))
    return "\n".join(names)


def _party_fields(most: int) -> dict[str, forms.Field]:
    return {
        "seats": forms.IntegerField(
            label=_("For how many people?"),
            min_value=1,
            max_value=most,
            initial=1,
            help_text=gettext("You included; at most %(number)d.") % {"number": most},
        ),
        "companions": forms.CharField(
            label=_("Who comes with you?"),
            required=False,
            max_length=2000,
            help_text=_("One name in each line, as far as you know them. It is never published."),
            validators=[ProhibitNullCharactersValidator()],
            widget=forms.Textarea(attrs={"rows": 3}),
        ),
        "may_split": forms.BooleanField(
            label=_("If not all of us get a seat, some may come and the others wait."),
            required=False,
        ),
    }


def _question_field(question: TrainingQuestion) -> forms.Field:
    help_text = question.help
    if question.is_sensitive:
        notice = gettext("You need not answer. The team alone reads it, and we delete it after.")
        help_text = f"{help_text} {notice}".strip()
    common = {
        "label": question.label,
        "required": question.is_required,
        "help_text": help_text,
    }
    if question.kind == Kind.TEXT:
        null = ProhibitNullCharactersValidator()
        return forms.CharField(max_length=MAX_ANSWER, validators=[null], **common)
    words = [gettext("Yes"), gettext("No")]
    if question.kind == Kind.CHOICE:
        words = [word[:MAX_ANSWER] for word in question.choice_list]
    choices = [(word, word) for word in words]
    if not question.is_required:
        choices.insert(0, ("", gettext("no answer")))
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
