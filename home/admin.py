"""The home room's viewsets in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import SearchWords


class SearchWordsViewSet(SnippetViewSet):
    """What editors teach the search."""

    model = SearchWords
    icon = "search"
    add_to_admin_menu = True
    menu_label = _("Search words")
    menu_order = 270
    list_display = ["words", "meant", "get_kind_display"]
    list_filter = ["kind"]
    search_fields = ["words", "meant"]
    panels = [FieldPanel("kind"), FieldPanel("words"), FieldPanel("meant")]
