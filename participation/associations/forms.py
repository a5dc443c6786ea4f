"""Forms for associations: an event, a signature."""

import re
import uuid
from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator, ProhibitNullCharactersValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.calendar.models import EventPage
from cms.content.models import Audience, Place, Topic

from .models import Organisation
from .plain_text import plain_text

NO_NULL = [ProhibitNullCharactersValidator()]
DATETIME_FORMAT = "%Y-%m-%dT%H:%M"
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
LONGEST = timedelta(days=14)


class MomentField(forms.DateTimeField):
    """A date and a time in one field, as browsers offer them."""

    def __init__(self, **kwargs):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=DATETIME_FORMAT)
        formats = [DATETIME_FORMAT, "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M"]
        super().__init__(widget=widget, input_formats=formats, **kwargs)


class ProseField(forms.CharField):
    """Text of several lines; browsers end lines in their own way, which is no change."""

    def to_python(self, value) -> str:
        """Return the text with line ends as we store them."""
        return super().to_python(value).replace("\r\n", "\n")


class EventForm(forms.Form):
    """An event as an association submits it."""

    class Repeat:
        """How an event repeats."""

        NONE, WEEKLY, FORTNIGHTLY, MONTHLY = "", "weekly", "fortnightly", "monthly"
        # What editors wrote in the admin may be more than this form can say.
        KEPT = "kept"
        UNTIL_A_DAY = {WEEKLY, FORTNIGHTLY, MONTHLY}
        CHOICES = [
            (NONE, _("only once")),
            (WEEKLY, _("every week")),
            (FORTNIGHTLY, _("every two weeks")),
            (MONTHLY, _("every month on the same weekday")),
        ]

    title = forms.CharField(label=_("Title"), max_length=120, validators=NO_NULL)
    summary = ProseField(
        label=_("In one or two sentences"),
        max_length=250,
        validators=NO_NULL,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = ProseField(
        label=_("Description"),
        max_length=5000,
        validators=NO_NULL,
        help_text=_("Leave a blank line between paragraphs."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    starts_at = MomentField(label=_("Begins"))
    ends_at = MomentField(label=_("Ends"))
    repeat = forms.ChoiceField(label=_("Repeats"), choices=Repeat.CHOICES, required=False)
    repeat_until = forms.DateField(
        label=_("Repeats until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    place = forms.ModelChoiceField(
        label=_("Place"),
        queryset=Place.objects.all(),
        required=False,
        empty_label=_("online or elsewhere"),
        help_text=_("If it is elsewhere, say where in the description."),
    )
    is_online = forms.BooleanField(label=_("People can take part online"), required=False)
    price_text = forms.CharField(
        label=_("Price"), max_length=100, required=False, validators=NO_NULL
    )
    accessibility_note = forms.CharField(
        label=_("Accessibility"),
        max_length=300,
        required=False,
        validators=NO_NULL,
        help_text=_("For instance: step-free, with a sign language interpreter."),
    )
    audiences = forms.ModelMultipleChoiceField(
        label=_("For whom"),
        queryset=Audience.objects.all(),
        required=False,
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
    )
    topics = forms.ModelMultipleChoiceField(
        label=_("Topics"),
        queryset=Topic.objects.all(),
        required=False,
        to_field_name="slug",
        widget=forms.CheckboxSelectMultiple,
    )
    picture = forms.ImageField(
        label=_("Picture"),
        required=False,
        validators=[FileExtensionValidator(["jpg", "jpeg", "png", "webp"])],
        help_text=_("You must own the rights to it. What the file tells of the place is removed."),
    )
    submission_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["submission_key"].initial = uuid.uuid4
        if self.initial.get("repeat") == self.Repeat.KEPT:
            kept = (self.Repeat.KEPT, _("as it is now"))
            self.fields["repeat"].choices = [kept, *self.Repeat.CHOICES]

    def clean_picture(self):
        """Refuse what is too large to look at."""
        picture = self.cleaned_data["picture"]
        if picture and picture.size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
            raise ValidationError(_("The picture is too large: 10 MB are the most."))
        return picture

    def clean(self) -> dict:
        """Check that the dates make sense together."""
        cleaned = super().clean()
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts_at and ends_at:
            if ends_at <= starts_at:
                self.add_error("ends_at", _("It must end after it begins."))
            elif ends_at - starts_at > LONGEST:
                self.add_error("ends_at", _("One date takes 14 days at the most."))
        until = cleaned.get("repeat_until")
        if cleaned.get("repeat") in self.Repeat.UNTIL_A_DAY and not until:
            self.add_error("repeat_until", _("Please say until when it repeats."))
        elif until and starts_at and until < timezone.localdate(starts_at):
            self.add_error("repeat_until", _("This is before the first date."))
        return cleaned

    @property
    def says_something_new(self) -> bool:
        """Say whether more than the hidden key differs from what is stored."""
        return bool(set(self.changed_data) - {"submission_key"})

    def event(self) -> dict:
        """Return the arguments of the calendar's services for this event.

        A text and a repetition that stay as they are are left out: the page may hold more
        of both than the form shows.
        """
        names = ["title", "summary", "starts_at", "ends_at", "place", "is_online"]
        names += ["price_text", "accessibility_note", "audiences", "topics"]
        if "text" in self.changed_data:
            names.append("text")
        fields = {name: self.cleaned_data[name] for name in names}
        if self.cleaned_data["repeat"] != self.Repeat.KEPT:
            fields["recurrence"] = self._recurrence()
        return fields

    def _recurrence(self) -> str:
        repeat = self.cleaned_data["repeat"]
        if not repeat:
            return ""
        first = timezone.localtime(self.cleaned_data["starts_at"])
        rule = {
            self.Repeat.WEEKLY: "FREQ=WEEKLY",
            self.Repeat.FORTNIGHTLY: "FREQ=WEEKLY;INTERVAL=2",
            self.Repeat.MONTHLY: f"FREQ=MONTHLY;BYDAY={_nth_weekday(first)}",
        }[repeat]
        return f"{rule};UNTIL={self.cleaned_data['repeat_until']:%Y%m%d}"

    @classmethod
    def initial_of(cls, event: EventPage) -> dict:
        """Return what the form shows of an event that exists."""
        return {
            "title": event.title,
            "summary": event.summary,
            "text": plain_text(event),
            "starts_at": timezone.localtime(event.starts_at),
            "ends_at": timezone.localtime(event.ends_at),
            "place": event.place,
            "is_online": event.is_online,
            "price_text": event.price_text,
            "accessibility_note": event.accessibility_note,
            "audiences": [term.slug for term in event.audiences.all()],
            "topics": [term.slug for term in event.topics.all()],
            **cls._repeat_of(event),
        }

    @classmethod
    def _repeat_of(cls, event: EventPage) -> dict:
        if not event.recurrence:
            return {"repeat": cls.Repeat.NONE}
        monthly = f"FREQ=MONTHLY;BYDAY={_nth_weekday(timezone.localtime(event.starts_at))}"
        rule, _separator, until = event.recurrence.partition(";UNTIL=")
        repeat = {
            "FREQ=WEEKLY": cls.Repeat.WEEKLY,
            "FREQ=WEEKLY;INTERVAL=2": cls.Repeat.FORTNIGHTLY,
            monthly: cls.Repeat.MONTHLY,
        }.get(rule)
        if repeat is None or not re.fullmatch(r"\d{8}", until):
            return {"repeat": cls.Repeat.KEPT}
        return {"repeat": repeat, "repeat_until": datetime.strptime(until, "%Y%m%d").date()}


class SignatureForm(forms.Form):
    """A signature under the charter, for one of `organisations`."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), to_field_name="slug"
    )
    words = forms.CharField(
        label=_("In your own words"),
        max_length=400,
        required=False,
        validators=NO_NULL,
        help_text=_("Why do you sign? Shown beside your name. You may leave it empty."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations
        if len(organisations) == 1:
            self.fields["organisation"].empty_label = None


def _nth_weekday(day: datetime) -> str:
    return f"{(day.day - 1) // 7 + 1}{WEEKDAYS[day.weekday()]}"
