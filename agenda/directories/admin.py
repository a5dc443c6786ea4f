"""Directory entries in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import DirectoryEntry


class DirectoryEntryViewSet(SnippetViewSet):
    """Offers, requests and facilities."""

    model = DirectoryEntry
    icon = "list-ul"
    add_to_admin_menu = True
    menu_label = _("Directory entries")
    menu_order = 260
    list_display = [
        "title",
        "directory",
        "get_kind_display",
        "district",
        "get_state_display",
        "expires_on",
        BooleanColumn("is_expired", label=_("expired")),
    ]
    list_filter = ["directory", "state", "kind", "district", "audiences"]
    list_export = [
        "title",
        "directory",
        "kind",
        "state",
        "organisation_name",
        "district",
        "expires_on",
    ]
    panels = [
        FieldPanel("directory"),
        FieldRowPanel([FieldPanel("state"), FieldPanel("kind")]),
        FieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("text"),
        FieldPanel("contact_hint"),
        MultiFieldPanel(
            [FieldPanel("organisation_name"), FieldPanel("district"), FieldPanel("audiences")],
            heading=_("Classification"),
        ),
        FieldPanel("expires_on"),
    ]

    def get_queryset(self, request):
        """Return the entries with what the list shows beside them."""
        return DirectoryEntry.objects.select_related("directory", "district")
