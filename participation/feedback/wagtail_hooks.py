"""Feedback in the admin."""

from django.urls import reverse
from wagtail import hooks

from cms.content.reports import PageReportMenuItem

from . import admin


@hooks.register("register_admin_urls")
def register_feedback_urls() -> list:
    """Give the reports their addresses."""
    return admin.admin_urls


@hooks.register("register_reports_menu_item")
def register_feedback_report() -> PageReportMenuItem:
    """Put the report into the menu."""
    return PageReportMenuItem(
        admin.FeedbackReport.page_title,
        reverse("feedback_report"),
        name="feedback",
        icon_name=admin.FeedbackReport.header_icon,
        order=325,
    )


@hooks.register("register_page_header_buttons")
def feedback_button(page, user, view_name, next_url=None):
    """Lead from a page's editor to what its readers say."""
    return admin.feedback_button(page, user)
