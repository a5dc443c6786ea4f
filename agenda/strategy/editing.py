"""The editor's form for measures."""

from django.apps import apps
from django.utils.translation import gettext
from wagtail.admin.forms import WagtailAdminPageForm

from agenda.staff import people_of_the_admin

from .dependencies import cycle_through


class MeasurePageForm(WagtailAdminPageForm):
    """A measure serves goals of its own field, is answered for by staff, and waits in no circle."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "goal" in self.fields and self.parent_page is not None:
            goals = apps.get_model("strategy", "Goal").objects
            keys = goals.filter(field_id=self.parent_page.pk).values("translation_key")
            own = goals.filter(translation_key__in=keys, locale=self.parent_page.locale)
            # A translated measure keeps the goal that was chosen in the source language.
            self.fields["goal"].queryset = own | goals.filter(pk=self.instance.goal_id)
        if "responsible" in self.fields:
            self.fields["responsible"].queryset = people_of_the_admin()

    def clean(self) -> dict:
        """Refuse circles of dependencies by name, beside the measure that closes one."""
        cleaned_data = super().clean()
        for form in self.formsets.get("dependencies", ()):
            if not form.is_valid() or form.cleaned_data.get("DELETE"):
                continue
            needed = form.cleaned_data.get("depends_on")
            if needed and (titles := cycle_through(self.instance, [needed])):
                circle = " → ".join(gettext("“%(title)s”") % {"title": title} for title in titles)
                message = gettext("The measures would wait for each other: %(circle)s")
                form.add_error("depends_on", message % {"circle": circle})
        return cleaned_data
