"""The part of a form that says how an event repeats: for editors and for associations."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils import dates as calendar_names
from django.utils.translation import gettext_lazy as _

from .recurrence import MAX_COUNT, MAX_INTERVAL, WEEKDAYS, check
from .repetition import Ends, Repeat, Repetition, plain

REPETITION_FIELDS = [
    "repeat",
    "repeat_every",
    "repeat_on",
    "repeat_ends",
    "repeat_until",
    "repeat_count",
    "recurrence",
]
MAX_RULE_LENGTH = 200


class DayInput(forms.DateInput):
    """A day, as browsers offer it."""

    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class RepetitionForm(forms.Form):
    """How an event repeats, in plain fields; `clean_repetition` makes the rule of it.

    A form that takes these fields in calls it once the first date is clean.
    """

    repeat = forms.ChoiceField(label=_("Repeats"), choices=Repeat.choices, required=False)
    repeat_every = forms.IntegerField(
        label=_("Every how many days, weeks, months or years"),
        min_value=1,
        max_value=MAX_INTERVAL,
        required=False,
        help_text=_("2 with “every week” is every other week. Leave empty for each one."),
    )
    repeat_on = forms.MultipleChoiceField(
        label=_("On these weekdays"),
        choices=[(code, calendar_names.WEEKDAYS[number]) for number, code in enumerate(WEEKDAYS)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only with “every week”. Leave empty for the weekday of the first date."),
    )
    repeat_ends = forms.ChoiceField(
        label=_("The repetition ends"), choices=Ends.choices, required=False
    )
    repeat_until = forms.DateField(label=_("Repeats until"), required=False, widget=DayInput)
    repeat_count = forms.IntegerField(
        label=_("Number of dates"), min_value=1, max_value=MAX_COUNT, required=False
    )
    recurrence = forms.CharField(
        label=_("Rule of my own"),
        max_length=MAX_RULE_LENGTH,
        required=False,
        validators=[ProhibitNullCharactersValidator()],
        help_text=_("For experts, as RFC 5545 writes it, e.g. FREQ=MONTHLY;BYDAY=1MO,3MO."),
    )

    # What holds if the form says nothing of it.
    default_end = Ends.NEVER

    def clean_repetition(self, *, starts_at: datetime | None, time_zone: str) -> None:
        """Put the rule into `recurrence`, or the errors beside the fields.

        Whether the rule fits the first date is for `check` to say, and for the event's model.
        """
        cleaned = self.cleaned_data
        # The first and the last year have moments that no other zone can name.
        if cleaned.get("repeat") is None or not starts_at or not 1 < starts_at.year < 9999:
            return
        if cleaned["repeat"] == Repeat.OWN:
            self._clean_own_rule()
            return
        first = starts_at.astimezone(ZoneInfo(time_zone)).date()
        self._require_end(first)
        has_errors = any(name in self.errors for name in REPETITION_FIELDS)
        cleaned["recurrence"] = "" if has_errors else self._repetition().rule(first)

    def check_repetition(self, *, starts_at: datetime | None, time_zone: str) -> None:
        """Put beside the fields what is wrong with the rule itself."""
        rule = self.cleaned_data.get("recurrence")
        if not rule or starts_at is None:
            return
        try:
            check(rule, starts_at=starts_at, time_zone=time_zone)
        except ValidationError as error:
            self.add_error(self.repetition_field, error)

    @property
    def repetition_field(self) -> str:
        """Return the field that answers for the rule."""
        is_own = getattr(self, "cleaned_data", {}).get("repeat") == Repeat.OWN
        return "recurrence" if is_own else "repeat"

    def _clean_own_rule(self) -> None:
        rule = self.cleaned_data.get("recurrence", "").strip().upper().removeprefix("RRULE:")
        if "recurrence" in self.cleaned_data:
            self.cleaned_data["recurrence"] = rule
            if not rule:
                self.add_error("recurrence", _("Please write down the rule."))

    def _require_end(self, first: date) -> None:
        cleaned, ends = self.cleaned_data, self._ends
        until = cleaned.get("repeat_until")
        if cleaned["repeat"] == Repeat.NEVER:
            return
        if ends == Ends.UNTIL and not until:
            self._add_first_error("repeat_until", _("Please say until when it repeats."))
        elif ends == Ends.UNTIL and until < first:
            self.add_error("repeat_until", _("This is before the first date."))
        elif ends == Ends.COUNT and not cleaned.get("repeat_count"):
            self._add_first_error("repeat_count", _("Please say how many dates there are."))

    def _add_first_error(self, field: str, text: str) -> None:
        if field not in self.errors:
            self.add_error(field, text)

    @property
    def _ends(self) -> str:
        return self.cleaned_data.get("repeat_ends") or self.default_end

    def _repetition(self) -> Repetition:
        cleaned, ends = self.cleaned_data, self._ends
        return Repetition(
            cleaned["repeat"],
            every=cleaned.get("repeat_every") or 1,
            weekdays=tuple(cleaned.get("repeat_on") or ()),
            until=cleaned.get("repeat_until") if ends == Ends.UNTIL else None,
            count=cleaned.get("repeat_count") if ends == Ends.COUNT else None,
        )


def repetition_initial(event) -> dict:
    """Return what the fields show of an event."""
    if not event.starts_at:
        return {"repeat": Repeat.NEVER}
    first = event.starts_at.astimezone(ZoneInfo(event.time_zone)).date()
    repetition = plain(event.recurrence, first)
    if repetition is None:
        return {"repeat": Repeat.OWN, "recurrence": event.recurrence}
    if repetition.repeat == Repeat.NEVER:
        return {"repeat": Repeat.NEVER, "recurrence": ""}
    return {
        "repeat": repetition.repeat,
        "repeat_every": repetition.every if repetition.every > 1 else None,
        "repeat_on": list(repetition.weekdays),
        "repeat_ends": repetition.ends,
        "repeat_until": repetition.until,
        "repeat_count": repetition.count,
        "recurrence": "",
    }
