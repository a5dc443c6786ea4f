"""The editor's form of an event: repetition in plain fields, and the dates in words."""

from django.forms import Media
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
        return cleaned

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
