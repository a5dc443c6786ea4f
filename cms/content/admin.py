"""Wagtail viewsets for taxonomies, places and contact persons."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .forms import OTHER_LANGUAGES, TermForm
from .glossary.admin import GlossaryTermViewSet
from .models import Audience, ContactPerson, District, Topic
from .place_admin import PlaceViewSet


class TermViewSet(SnippetViewSet):
    """A taxonomy, with one name for each language."""

    list_display = ["name", "slug", "sort_order"]
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("name", *OTHER_LANGUAGES, "slug", "sort_order")],
        base_form_class=TermForm,
    )


class AudienceViewSet(TermViewSet):
    model = Audience
    icon = "group"


class DistrictViewSet(TermViewSet):
    model = District
    icon = "site"


class TopicViewSet(TermViewSet):
    model = Topic
    icon = "tag"


class ContactPersonViewSet(SnippetViewSet):
    """The people of the city who answer."""

    model = ContactPerson
    icon = "user"
    list_display = ["name", "office", "phone"]


class ContentSnippetGroup(SnippetViewSetGroup):
    """What all pages share, together in the menu."""

    items = [
        AudienceViewSet,
        DistrictViewSet,
        TopicViewSet,
        GlossaryTermViewSet,
        PlaceViewSet,
        ContactPersonViewSet,
    ]
    menu_label = _("Words and places")
    menu_icon = "tag"
    menu_order = 250
