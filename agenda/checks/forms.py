"""The editor's form of pages that have to be checked."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from agenda.staff import people_of_the_admin


class CheckedPageForm(WagtailAdminPageForm):
    """Staff answers for a page, and nobody has checked it tomorrow."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "responsible" in self.fields:
            self.fields["responsible"].queryset = people_of_the_admin()

    def clean_checked_on(self):
        """Refuse a day that is still to come."""
        checked_on = self.cleaned_data["checked_on"]
        if checked_on and checked_on > timezone.localdate():
            raise ValidationError(_("Nobody can have checked it on a day that is still to come."))
        return checked_on
