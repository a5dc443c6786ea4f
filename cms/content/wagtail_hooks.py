"""The content room in the admin."""

from django.urls import reverse
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.snippets.models import register_snippet

from . import easy_language_admin, version_admin, view_counts
from .admin import ContentSnippetGroup
from .link_check import admin as link_admin
from .links import TranslatedPageLinkHandler
from .models import BasePage

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


@hooks.register("register_admin_urls")
def register_version_urls() -> list:
    """Let editors name versions of a page's text."""
    return version_admin.admin_urls


@hooks.register("register_log_actions")
def register_version_log_actions(actions) -> None:
    """Keep in the page's history who named or removed a version."""
    version_admin.register_log_actions(actions)


@hooks.register("register_page_header_buttons")
def version_button(page, user, view_name, next_url=None):
    """Lead from a public page to its versions, for those who may publish it."""
    is_ours = issubclass(page.cached_content_type.model_class() or object, BasePage)
    if is_ours and page.live and page.permissions_for_user(user).can_publish():
        url = reverse("content_versions", args=[page.pk])
        yield Button(gettext("Name this version"), url, icon_name="history", priority=67)


@hooks.register("register_admin_urls")
def register_easy_language_urls() -> list:
    """Let editors check texts in Leichte Sprache."""
    return easy_language_admin.admin_urls


@hooks.register("register_page_header_buttons")
def easy_language_button(page, user, view_name, next_url=None):
    """Lead from a page in Leichte Sprache to what is to be put right there."""
    return easy_language_admin.check_button(page, user)


@hooks.register("register_reports_menu_item")
def register_easy_language_report():
    """Put the report of Leichte Sprache into the menu."""
    return easy_language_admin.EasyLanguageReportItem()


@hooks.register("register_admin_urls")
def register_link_urls() -> list:
    """Let editors see which links lead nowhere."""
    return link_admin.admin_urls


@hooks.register("register_reports_menu_item")
def register_link_report():
    """Put the report of links into the menu."""
    return link_admin.LinkReportItem()
