"""Forms for associations: an event, a signature."""

import uuid
from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator, ProhibitNullCharactersValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.calendar.lines import DaysField, SpansField, at_usual_time, spans_of
from agenda.calendar.models import EventPage
from agenda.calendar.preview import Preview, preview
from agenda.calendar.recurrence import check_span
from agenda.calendar.repetition import Ends
from agenda.calendar.repetition_form import (
    REPETITION_FIELDS,
    RepetitionForm,
    repetition_initial,
)
from cms.content.models import Audience, Place, Topic

from .models import Organisation
from .plain_text import plain_text

NO_NULL = [ProhibitNullCharactersValidator()]
DATETIME_FORMAT = "%Y-%m-%dT%H:%M"
DATE_FIELDS = ["starts_at", "ends_at", *REPETITION_FIELDS, "skipped_days", "extra_days"]
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


class EventForm(RepetitionForm):
    """An event as an association submits it."""

    field_order = ["title", "summary", "text", *DATE_FIELDS]
    default_end = Ends.UNTIL

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
    skipped_days = DaysField(
        label=_("Days without a date"),
        required=False,
        validators=NO_NULL,
        help_text=_("One day per line, e.g. 24.12.2026."),
    )
    extra_days = SpansField(
        label=_("Additional dates"),
        required=False,
        validators=NO_NULL,
        help_text=_("One per line, e.g. 24.12.2026 or 24.12.2026 10:00–12:00."),
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
        # The editors go on with what never ends; what an association hands in must end.
        ends = self.fields["repeat_ends"]
        if self.initial.get("repeat_ends") != Ends.NEVER:
            ends.choices = [choice for choice in Ends.choices if choice[0] != Ends.NEVER]
        ends.initial = Ends.UNTIL
        if self.initial.get("extra_days", []) is None:
            del self.fields["extra_days"]

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
        try:
            check_span(starts_at, None)
        except ValidationError as error:
            self.add_error(None, error)
        first = {
            "starts_at": cleaned.get("starts_at"),
            "time_zone": timezone.get_current_timezone_name(),
        }
        self.clean_repetition(**first)
        self.check_repetition(**first)
        return cleaned

    @property
    def says_something_new(self) -> bool:
        """Say whether more than the hidden key differs from what is stored."""
        # What a browser sends for a repetition depends on its empty fields: the rule counts.
        unsaid = {"submission_key", *REPETITION_FIELDS}
        has_new_rule = self.cleaned_data["recurrence"] != self.initial.get("stored_rule", "")
        return has_new_rule or bool(set(self.changed_data) - unsaid)

    def event(self) -> dict:
        """Return the arguments of the calendar's services for this event.

        What stays as it is, of the text and of the dates besides the rule, is left out: the
        page may hold more than the form shows.
        """
        names = ["title", "summary", "starts_at", "ends_at", "place", "is_online"]
        names += ["price_text", "accessibility_note", "audiences", "topics"]
        names += ["recurrence"]
        if "text" in self.changed_data:
            names.append("text")
        fields = {name: self.cleaned_data[name] for name in names}
        if "skipped_days" in self.changed_data:
            fields["skipped_days"] = self.cleaned_data["skipped_days"]
        if "extra_days" in self.changed_data:
            fields["extra_spans"] = self._extra_spans()
        return fields

    def preview(self, draft: EventPage | None = None) -> Preview | None:
        """Return the dates in words, whatever is wrong with the rest; None if they are wrong.

        What editors have moved or called off is taken from `draft`.
        """
        for name in self.errors.keys() - set(DATE_FIELDS):
            del self.errors[name]
        if self.errors:
            return None
        return preview(
            starts_at=self.cleaned_data["starts_at"],
            ends_at=self.cleaned_data["ends_at"],
            time_zone=timezone.get_current_timezone_name(),
            rule=self.cleaned_data["recurrence"],
            skipped=self.cleaned_data["skipped_days"],
            extra=self._extra_spans(draft),
            moved=draft.moved_dates.all() if draft else (),
            cancelled=draft.cancelled_dates.all() if draft else (),
        )

    def _extra_spans(self, draft: EventPage | None = None) -> list[tuple[datetime, datetime]]:
        if draft and "extra_days" not in self.fields:
            return [(row.starts_at, row.ends_at) for row in draft.extra_dates.all()]
        first = timezone.localtime(self.cleaned_data["starts_at"])
        usual = first.time(), self.cleaned_data["ends_at"] - self.cleaned_data["starts_at"]
        return [at_usual_time(span, *usual) for span in self.cleaned_data.get("extra_days", [])]

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
            **repetition_initial(event),
            "stored_rule": event.recurrence,
            "skipped_days": [row.date for row in event.skipped_dates.all()],
            "extra_days": spans_of(event),
        }


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
