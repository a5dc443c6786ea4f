"""The editor's form for pages of audiences."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class AudiencePageForm(WagtailAdminPageForm):
    """An audience has one page in each language."""

    def clean(self) -> dict:
        """Refuse a second page for the same audience."""
        cleaned = super().clean()
        audience = cleaned.get("audience")
        locale_id = self.instance.locale_id or (self.parent_page and self.parent_page.locale_id)
        same = type(self.instance).objects.filter(audience=audience, locale_id=locale_id)
        if audience and same.exclude(pk=self.instance.pk).exists():
            self.add_error("audience", _("This audience already has a page in this language."))
        return cleaned
