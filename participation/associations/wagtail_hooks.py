"""The associations room in the admin."""

from wagtail.snippets.models import register_snippet

from .admin import AssociationsGroup

register_snippet(AssociationsGroup)
