"""The agenda in the admin."""

from django.urls import reverse
from wagtail import hooks

from agenda.reports import PageReportMenuItem

from .admin import measure_report, measure_viewset


@hooks.register("register_admin_viewset")
def register_measures():
    """Show measures with their status."""
    return [measure_viewset, measure_report]


@hooks.register("register_reports_menu_item")
def register_measure_report():
    """Put the report of measures into the menu."""
    return PageReportMenuItem(
        measure_report.menu_label,
        reverse(measure_report.get_url_name("index")),
        name="measures-report",
        icon_name=measure_report.icon,
        order=300,
    )
