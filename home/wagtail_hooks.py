"""The home room in the admin."""

from wagtail.snippets.models import register_snippet

from .admin import SearchWordsViewSet

register_snippet(SearchWordsViewSet)
