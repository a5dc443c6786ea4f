"""Guides in the admin."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from cms.content.reports import PageReportMenuItem

from . import urls
from .admin import guide_report, guide_viewset
from .models import GuidePage
from .services import NOTE_CORRECTED, NOTE_DELETED, may_correct_notes


@hooks.register("register_admin_viewset")
def register_guides():
    """Show guides with the date of their last check."""
    return [guide_viewset, guide_report]


@hooks.register("register_reports_menu_item")
def register_guide_report():
    """Put the report of guides into the menu."""
    return PageReportMenuItem(
        guide_report.menu_label,
        reverse(guide_report.get_url_name("index")),
        name="guides-report",
        icon_name=guide_report.icon,
        order=310,
    )


@hooks.register("register_admin_urls")
def register_guide_urls() -> list:
    """Let editors correct what readers were told of changes."""
    return urls.urlpatterns


@hooks.register("register_log_actions")
def register_note_actions(actions) -> None:
    """Name corrections of notes in the history of a guide."""
    actions.register_action(
        NOTE_CORRECTED, _("Correct a note of a change"), _("Corrected a note of a change")
    )
    actions.register_action(
        NOTE_DELETED, _("Delete a note of a change"), _("Deleted a note of a change")
    )


@hooks.register("register_page_header_buttons")
def changes_button(page, user, view_name, next_url=None):
    """Lead from a guide to what readers were told of its changes."""
    is_ours = issubclass(page.cached_content_type.model_class() or object, GuidePage)
    if is_ours and not page.alias_of_id and may_correct_notes(user, page):
        url = reverse("guide_changes", args=[page.pk])
        yield Button(gettext("What is new"), url, icon_name="history", priority=67)
