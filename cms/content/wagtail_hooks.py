"""The content room in the admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from . import view_counts
from .admin import ContentSnippetGroup
from .links import TranslatedPageLinkHandler

register_snippet(ContentSnippetGroup)


@hooks.register("register_rich_text_features", order=1000)
def register_page_links(features) -> None:
    """Take the place of Wagtail's handler of links to pages."""
    features.register_link_type(TranslatedPageLinkHandler)


@hooks.register("on_serve_page", order=1000)
def mark_shown_page(serve):
    """Let the middleware know which page an answer shows; asked last, after who may read it."""

    def serve_and_mark(page, request, args, kwargs):
        return view_counts.mark(serve(page, request, args, kwargs), page)

    return serve_and_mark
