"""The dates of an event as a form sends them, read by themselves for the preview."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from .models import CancelledDate, ExtraDate, MovedDate
from .models.events import known_time_zone
from .planning import MAX_DEPARTURES
from .preview import Preview, preview
from .recurrence import check_span
from .repetition_form import RepetitionForm


class DayRow(forms.Form):
    """A day on which nothing is planned, or on which it is called off."""

    date = forms.DateField()
    reason = forms.CharField(max_length=200, required=False)


class ExtraRow(forms.ModelForm):
    """A date besides the rule."""

    class Meta:
        model = ExtraDate
        fields = ["starts_at", "ends_at"]


class MovedRow(forms.ModelForm):
    """A date at another time or place."""

    class Meta:
        model = MovedDate
        fields = ["date", "starts_at", "ends_at", "place", "reason"]


class DatesForm(RepetitionForm):
    """Everything about dates in the editor's form of an event."""

    starts_at = forms.DateTimeField(label=_("starts at"))
    ends_at = forms.DateTimeField(label=_("ends at"))
    time_zone = forms.CharField(
        label=_("time zone"), validators=[ProhibitNullCharactersValidator(), known_time_zone]
    )

    def clean(self) -> dict:
        """Check the dates as saving would."""
        cleaned = super().clean()
        starts_at, ends_at = cleaned.get("starts_at"), cleaned.get("ends_at")
        try:
            check_span(starts_at, ends_at)
        except ValidationError as error:
            self.add_error(None, error)
        if cleaned.get("time_zone"):
            first = {"starts_at": cleaned.get("starts_at"), "time_zone": cleaned["time_zone"]}
            self.clean_repetition(**first)
            self.check_repetition(**first)
        return cleaned

    def preview(self) -> Preview:
        """Return the dates in words; of rows only those that are complete."""
        cleaned = self.cleaned_data
        return preview(
            starts_at=cleaned["starts_at"],
            ends_at=cleaned["ends_at"],
            time_zone=cleaned["time_zone"],
            rule=cleaned["recurrence"],
            skipped=[row["date"] for row in self._rows("skipped_dates", DayRow)],
            extra=[
                (row["starts_at"], row["ends_at"]) for row in self._rows("extra_dates", ExtraRow)
            ],
            moved=[MovedDate(**row) for row in self._rows("moved_dates", MovedRow)],
            cancelled=[CancelledDate(**row) for row in self._rows("cancelled_dates", DayRow)],
        )

    def _rows(self, prefix: str, row_class) -> list[dict]:
        limits = {"max_num": MAX_DEPARTURES, "absolute_max": MAX_DEPARTURES}
        rows_of = forms.formset_factory(row_class, can_delete=True, **limits)
        formset = rows_of(self.data, prefix=prefix)
        if not formset.management_form.is_valid():
            return []
        rows = [form.cleaned_data for form in formset.forms if form.is_valid()]
        names = row_class.base_fields
        return [
            {name: row[name] for name in names} for row in rows if row and not row.get("DELETE")
        ]
