"""The form in which an office tells how far its measure is."""

import uuid
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import rules
from .models import MeasurePage, Milestone, ProgressSource, Status

MAX_TEXT_LENGTH = 4000


def _remembering(field: forms.Field) -> forms.Field:
    """Let the form know what the person saw, so that only what they changed is reported."""
    field.show_hidden_initial = True
    return field


class MilestoneFields:
    """The tick box of one open milestone, with the day on which it was reached."""

    def __init__(self, milestone: Milestone) -> None:
        self.milestone = milestone
        self.tick_name = f"reached-{milestone.translation_key}"
        self.date_name = f"reached-on-{milestone.translation_key}"

    def add_to(self, form: "ReportForm") -> None:
        form.fields[self.tick_name] = forms.BooleanField(label=gettext("Reached"), required=False)
        form.fields[self.date_name] = forms.DateField(
            label=gettext("Reached on (empty: today)"),
            required=False,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        )

    def bound_to(self, form: "ReportForm") -> dict:
        """Return what the template shows."""
        return {
            "milestone": self.milestone,
            "tick": form[self.tick_name],
            "date": form[self.date_name],
        }

    def reached_on(self, cleaned_data: dict) -> date | None:
        """Return the day, if the box was ticked or a day was given."""
        day = cleaned_data.get(self.date_name)
        if day is None and cleaned_data.get(self.tick_name):
            return timezone.localdate()
        return day


class ReportForm(forms.Form):
    """Status, one sentence, milestones and news of a measure; what stays empty stays as is."""

    status = _remembering(forms.ChoiceField(label=_("Status"), choices=Status.choices))
    note = _remembering(
        forms.CharField(label=_("Where it stands in one sentence"), max_length=250, required=False)
    )
    progress = _remembering(
        forms.IntegerField(label=_("Progress in percent"), min_value=0, max_value=100)
    )
    progress_reason = _remembering(
        forms.CharField(label=_("Why this number"), max_length=250, required=False)
    )
    title = forms.CharField(label=_("Headline of the news"), max_length=160, required=False)
    text = forms.CharField(
        label=_("What happened"),
        max_length=MAX_TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Public, and mailed to those who follow the measure. "
            "A blank line begins a new paragraph."
        ),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, measure: MeasurePage, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.measure = measure
        self.initial |= {
            "status": measure.status,
            "note": measure.progress_note,
            "progress": measure.progress,
            "progress_reason": measure.progress_reason,
            "submission_key": uuid.uuid4(),
        }
        if measure.progress_source != ProgressSource.MANUAL:
            del self.fields["progress"], self.fields["progress_reason"]
        open_ones = [row for row in measure.ordered_milestones if not row.is_reached]
        self.open_milestones = [MilestoneFields(row) for row in open_ones]
        for fields in self.open_milestones:
            fields.add_to(self)

    def milestone_rows(self) -> list[dict]:
        """Return the open milestones with their fields."""
        return [fields.bound_to(self) for fields in self.open_milestones]

    def fields_before_milestones(self) -> list[dict]:
        """Return the fields about the measure as a whole, each with what the person saw first."""
        names = ("status", "note", "progress", "progress_reason")
        fields = [self[name] for name in names if name in self.fields]
        return [{"field": field, "seen": field.as_hidden(only_initial=True)} for field in fields]

    def clean(self) -> dict:
        """Ask for what a report must not leave out."""
        cleaned_data = super().clean()
        if cleaned_data.get("text") and not cleaned_data.get("title"):
            self.add_error("title", gettext("Give the news a headline."))
        status = self._changed("status")
        if rules.needs_reason(status, self.measure.status) and not cleaned_data.get("text"):
            self.add_error("text", gettext("Tell people why the measure rests or ends."))
            if not cleaned_data.get("title"):
                self.add_error("title", gettext("Give the news a headline."))
        if self._changed("progress") is not None and not cleaned_data.get("progress_reason"):
            self.add_error("progress_reason", gettext("Say why the progress is set by hand."))
        for fields in self.open_milestones:
            day = cleaned_data.get(fields.date_name)
            if day and day > timezone.localdate():
                message = gettext("A milestone that is reached has a date up to today.")
                self.add_error(fields.date_name, ValidationError(message))
        return cleaned_data

    def report(self) -> dict:
        """Return what is new, as services.report takes it."""
        days = {
            fields.milestone.translation_key: fields.reached_on(self.cleaned_data)
            for fields in self.open_milestones
        }
        told = {
            "status": self._changed("status"),
            "note": self._changed("note"),
            "progress": self._new_progress(),
            "progress_reason": self.cleaned_data.get("progress_reason") or None,
            "reached": {key: day for key, day in days.items() if day} or None,
            "title": self.cleaned_data["title"] or None,
            "text": self.cleaned_data["text"] or None,
        }
        if told["progress"] is None:
            del told["progress_reason"]
        return {name: value for name, value in told.items() if value is not None}

    def _new_progress(self) -> int | None:
        """Return the number if it or its reason is new."""
        is_new = {"progress", "progress_reason"} & set(self.changed_data)
        return self.cleaned_data.get("progress") if is_new else None

    def _changed(self, name: str):
        return self.cleaned_data.get(name) if name in self.changed_data else None
