"""The form that takes a file of services."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .document import BadFile, Document
from .importing import indexes_for
from .reading import read, too_large

# More would take longer than a web server waits; the command has no such limit.
MAX_SERVICES_AT_ONCE = 300


class UploadForm(forms.Form):
    """A file, and the overview below which its services shall come."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Services in the format XZuFi 2.2 or 2.3: XML, not packed."),
        widget=forms.FileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
    )
    index = forms.TypedChoiceField(
        label=_("Where to"),
        coerce=int,
        help_text=_("New services become drafts below this overview."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.document: Document | None = None
        self.fields["index"].choices = [(page.pk, page.title) for page in indexes_for(user)]

    def clean_file(self):
        """Read the file; its faults become the errors of the field."""
        file = self.cleaned_data["file"]
        if file.size > settings.XZUFI_MAX_BYTES:
            raise forms.ValidationError(too_large(settings.XZUFI_MAX_BYTES))
        try:
            self.document = read(file)
        except BadFile as error:
            raise forms.ValidationError(error.problems) from None
        if len(self.document.rows) > MAX_SERVICES_AT_ONCE:
            message = gettext(
                "The file holds more than %(number)s services; use manage.py import_xzufi for it."
            )
            raise forms.ValidationError(message % {"number": MAX_SERVICES_AT_ONCE})
        return file
