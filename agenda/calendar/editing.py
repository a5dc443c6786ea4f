"""The editor's form of an event: repetition in plain fields, and the dates in words."""

from datetime import datetime

from django.forms import Media
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import Panel
from wagtail.admin.staticfiles import versioned_static

from .preview import of_event
from .repetition_form import RepetitionForm, repetition_initial


class EventPageForm(WagtailAdminPageForm, RepetitionForm):
    """An event page with its repetition in plain fields."""

    def __init__(self, *args, **kwargs):
        instance = kwargs.get("instance")
        if instance is not None:
            kwargs["initial"] = repetition_initial(instance) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict:
        """Turn the plain fields into the rule."""
        cleaned = super().clean()
        time_zone = cleaned.get("time_zone") or self.instance.time_zone
        starts_at = cleaned.get("starts_at")
        if "repeat" in self.fields and "recurrence" in self.fields:
            self.clean_repetition(starts_at=starts_at, time_zone=time_zone)
        if starts_at and cleaned.get("is_course"):
            self._refuse_second_run(starts_at)
        return cleaned

    def _refuse_second_run(self, starts_at: datetime) -> None:
        # A publication that is planned comes when nobody can answer an error.
        moment = max(self.cleaned_data.get("go_live_at") or timezone.now(), timezone.now())
        if self.instance.begins_anew(starts_at, moment=moment):
            self.add_error(
                "starts_at",
                _(
                    "A course that has begun cannot be held again on its page: its people would be "
                    "registered once more. Please duplicate the event with new dates."
                ),
            )

    def _post_clean(self) -> None:
        # The model checks the rule, but the editor has written plain fields.
        super()._post_clean()
        if "recurrence" in self.errors and self.repetition_field != "recurrence":
            self.errors[self.repetition_field] = self.errors.pop("recurrence")


class DatesPreviewPanel(Panel):
    """The next dates in words, with a button that asks for them anew."""

    def __init__(self, **kwargs):
        super().__init__(**{"heading": _("Next dates")} | kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "calendar/admin/dates_panel.html"

        @property
        def media(self) -> Media:
            """Return the script that fetches the dates while somebody writes."""
            return Media(js=[versioned_static("js/dates-preview.js")])

        def get_context_data(self, parent_context=None) -> dict:
            """Add what the page as it is stored comes to."""
            context = super().get_context_data(parent_context)
            return context | {"preview": of_event(self.instance)}
