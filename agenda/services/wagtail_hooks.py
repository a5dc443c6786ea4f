"""Online services in the admin."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.content.reports import PageReportMenuItem

from .admin import ImportMenuItem, service_report, service_viewset
from .xzufi.importing import LOG_ACTION
from .xzufi.views import admin_urls


@hooks.register("register_admin_viewset")
def register_services():
    """Show services with what matters about them."""
    return [service_viewset, service_report]


@hooks.register("register_reports_menu_item")
def register_service_report():
    """Put the report of services into the menu."""
    return PageReportMenuItem(
        service_report.menu_label,
        reverse(service_report.get_url_name("index")),
        name="services-report",
        icon_name=service_report.icon,
        order=315,
    )


@hooks.register("register_admin_menu_item")
def register_import_menu_item() -> ImportMenuItem:
    """Lead to the import of services."""
    return ImportMenuItem(
        _("Import services"), reverse("xzufi_upload"), icon_name="upload", order=315
    )


@hooks.register("register_admin_urls")
def register_import_urls() -> list:
    """Add the import of services."""
    return admin_urls


@hooks.register("register_log_actions")
def register_import_action(actions) -> None:
    """Name imports in the history of a service."""
    actions.register_action(LOG_ACTION, _("Import services"), _("Taken over from a file in XZuFi"))
