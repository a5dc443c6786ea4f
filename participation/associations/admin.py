"""Organisations in the admin: the engagement officer's desk."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .admin_forms import MembershipForm, charter_choices
from .models import CharterSignature, Membership, Organisation


class OrganisationViewSet(SnippetViewSet):
    """The associations of the town."""

    model = Organisation
    icon = "group"
    list_display = ["name", "field", "is_verified"]
    list_filter = ["is_verified", "districts", "audiences"]
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("summary"),
        FieldPanel("purpose"),
        FieldPanel("field"),
        FieldPanel("audiences"),
        FieldPanel("districts"),
        FieldPanel("languages"),
        FieldPanel("website"),
        FieldPanel("logo"),
        FieldPanel("founded"),
        FieldPanel("is_verified"),
    ]


class MembershipViewSet(SnippetViewSet):
    """Who acts for which association."""

    model = Membership
    icon = "user"
    list_display = ["person", "organisation", "role"]
    list_filter = ["organisation", "role"]
    edit_handler = ObjectList(
        [FieldPanel("organisation"), FieldPanel("email"), FieldPanel("role")],
        base_form_class=MembershipForm,
    )


class SignatureViewSet(SnippetViewSet):
    """Signatures under charters."""

    model = CharterSignature
    icon = "tick"
    list_display = ["organisation", "signed_on", "words"]
    panels = [
        FieldPanel("charter_key", widget=forms.Select(choices=charter_choices)),
        FieldPanel("organisation"),
        FieldPanel("signed_on"),
        FieldPanel("words"),
    ]


class AssociationsGroup(SnippetViewSetGroup):
    """Everything about associations together in the menu."""

    items = [OrganisationViewSet, MembershipViewSet, SignatureViewSet]
    menu_label = _("Associations")
    menu_icon = "group"
    menu_order = 320
