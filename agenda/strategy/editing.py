"""The editor's form for measures."""

from django.apps import apps
from wagtail.admin.forms import WagtailAdminPageForm


class MeasurePageForm(WagtailAdminPageForm):
    """A measure serves only goals of its own field of action."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "goal" in self.fields and self.parent_page is not None:
            goals = apps.get_model("strategy", "Goal").objects
            keys = goals.filter(field_id=self.parent_page.pk).values("translation_key")
            own = goals.filter(translation_key__in=keys, locale=self.parent_page.locale)
            # A translated measure keeps the goal that was chosen in the source language.
            self.fields["goal"].queryset = own | goals.filter(pk=self.instance.goal_id)
