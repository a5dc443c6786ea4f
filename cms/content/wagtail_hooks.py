"""The content room in the admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .admin import ContentSnippetGroup
from .links import TranslatedPageLinkHandler

register_snippet(ContentSnippetGroup)


@hooks.register("register_rich_text_features", order=1000)
def register_page_links(features) -> None:
    """Take the place of Wagtail's handler of links to pages."""
    features.register_link_type(TranslatedPageLinkHandler)
