"""The content room in the admin."""

from wagtail.snippets.models import register_snippet

from .admin import ContentSnippetGroup

register_snippet(ContentSnippetGroup)
