"""The form that takes a file of another city."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site

from ..models import AgendaPage, FieldOfActionPage
from .reading import MAX_BYTES, BadFile, measures_of, read

# More would take longer than a web server waits; the command has no such limit.
MAX_MEASURES_AT_ONCE = 300


class UploadForm(forms.Form):
    """A file, and where it shall come."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An agenda in the exchange format of Stadtagenda: JSON, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    parent = forms.TypedChoiceField(
        label=_("Where to"),
        coerce=int,
        help_text=_("The home page takes a whole agenda, a field of action single measures."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.document: dict | None = None
        self.fields["parent"].choices = [(page.pk, label) for page, label in parents_for(user)]

    def clean_file(self):
        """Read the file; its faults become the errors of the field."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(gettext("The file is larger than 10 MB."))
        try:
            self.document = read(file.read())
        except BadFile as error:
            raise forms.ValidationError(error.problems) from None
        if sum(1 for _measure in measures_of(self.document)) > MAX_MEASURES_AT_ONCE:
            message = gettext(
                "The file holds more than %(number)s measures; use manage.py import_agenda for it."
            )
            raise forms.ValidationError(message % {"number": MAX_MEASURES_AT_ONCE})
        return file


def parents_for(user) -> list[tuple[Page, str]]:
    """Return the pages below which `user` may take something over, with their names."""
    homes = Page.objects.filter(sites_rooted_here__in=Site.objects.all())
    fields = FieldOfActionPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    agendas = dict(AgendaPage.objects.values_list("path", "title"))
    found = [
        (page, gettext("%(title)s: a whole agenda") % {"title": page.title})
        for page in homes.order_by("path")
    ]
    found += [
        (page, f"{agendas.get(page.path[: -page.steplen], '')} › {page.title}")
        for page in fields.order_by("path").defer("body")
    ]
    return [
        (page, label) for page, label in found if page.permissions_for_user(user).can_add_subpage()
    ]
