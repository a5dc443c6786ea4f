"""Directories in the admin."""

from wagtail.snippets.models import register_snippet

from .admin import DirectoryEntryViewSet

register_snippet(DirectoryEntryViewSet)
