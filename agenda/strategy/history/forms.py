"""Which day of the past people ask for."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .changes import day

FIRST_DAY = date(2000, 1, 1)


class PastDayField(forms.DateField):
    """A day that has been, as <input type="date"> sends it."""

    def __init__(self, **kwargs):
        super().__init__(
            input_formats=["%Y-%m-%d"],
            error_messages={"invalid": _("Enter a day that exists, such as 2026-09-01.")},
            **kwargs,
        )

    def validate(self, value: date | None) -> None:
        """Refuse the future, and days long before anything could be recorded."""
        super().validate(value)
        if value and value > timezone.localdate():
            raise ValidationError(_("This day is yet to come. Choose today or an earlier day."))
        if value and value < FIRST_DAY:
            message = gettext("Nothing is recorded from before %(day)s. Choose a later day.")
            raise ValidationError(message % {"day": day(FIRST_DAY)})


class PastForm(forms.Form):
    """A form by GET: what the address leaves out or empty has its default."""

    def __init__(self, params, defaults: dict[str, date]):
        data = {name: params.get(name) or value.isoformat() for name, value in defaults.items()}
        super().__init__({**params.dict(), **data})
        for name in defaults:
            # Browsers empty a date field that holds anything else: a mistake is shown as text.
            kind = "text" if name in self.errors else "date"
            limits = {"min": FIRST_DAY.isoformat(), "max": timezone.localdate().isoformat()}
            widget = forms.DateInput(
                format="%Y-%m-%d", attrs={"type": kind, **(limits if kind == "date" else {})}
            )
            # The bound field asks the browser only for what the widget says.
            widget.is_localized, widget.is_required = False, True
            self.fields[name].widget = widget


class ChangesForm(PastForm):
    """From which day on changes are told."""

    seit = PastDayField(label=_("Changes since"))


class ComparisonForm(PastForm):
    """Which two days are compared."""

    von = PastDayField(label=_("First day"))
    bis = PastDayField(label=_("Second day"))
    geaendert = forms.BooleanField(label=_("Only measures that changed"), required=False)

    def clean(self) -> dict:
        """Ask for two days in their order."""
        cleaned = super().clean()
        if cleaned.get("von") and cleaned.get("bis") and cleaned["von"] > cleaned["bis"]:
            self.add_error("von", _("The first day must not lie after the second."))
        return cleaned
