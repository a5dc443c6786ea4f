"""Guides in the admin."""

from django.urls import reverse
from wagtail import hooks

from agenda.reports import PageReportMenuItem

from .admin import guide_report, guide_viewset


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
