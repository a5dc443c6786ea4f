"""Forms of guides in the admin, besides the editor's own."""

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from .models import ChangeNote


class ChangeNoteForm(WagtailAdminModelForm):
    """The words of a change that readers were told of."""

    class Meta:
        model = ChangeNote
        fields = ["date", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3, "maxlength": 300})}
