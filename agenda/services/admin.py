"""Online services in the admin: how they are listed, and where files of them come in."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet

from agenda.checks.admin import (
    CHECKED_COLUMN,
    EXPORT_HEADINGS,
    REPORT_COLUMNS,
    CheckFilterSet,
    CheckReportView,
)
from agenda.reports import report_columns

from .models import ServicePage
from .xzufi.importing import indexes_for

COLUMNS = report_columns(
    Column("get_digital_display", label=_("How to get it")),
    Column("responsible_office", label=_("Responsible office")),
    CHECKED_COLUMN,
    DateColumn("imported_at", label=_("Taken over at")),
)


class ServiceViewSet(PageViewSet):
    """The services, while their overview is explored."""

    model = ServicePage
    columns = COLUMNS


class ServiceFilterSet(CheckFilterSet):
    """Narrows the report by what a service offers and what has to be looked after."""

    class Meta:
        model = ServicePage
        fields = ["check", "reminded", "responsible", "digital", "sign_in", "checked_on", "live"]


class ServiceReportViewSet(PageListingViewSet):
    """All services, those that wait longest for a check first."""

    model = ServicePage
    icon = "history"
    menu_label = _("Online services by last check")
    index_view_class = CheckReportView
    columns = report_columns(*REPORT_COLUMNS, with_parent=False)
    ordering = "next_check_on"
    filterset_class = ServiceFilterSet
    export_headings = EXPORT_HEADINGS
    list_export = [
        "title",
        "digital",
        "sign_in",
        "responsible_office",
        "responsible",
        "is_answered_for",
        "checked_on",
        "next_check_on",
        "xzufi_agency",
        "xzufi_id",
        "xzufi_version",
        "imported_at",
        "live",
    ]


class ImportMenuItem(MenuItem):
    """For everybody who may add services somewhere."""

    def is_shown(self, request) -> bool:
        """Hide the import from people who may add no services."""
        return bool(indexes_for(request.user))


service_viewset = ServiceViewSet()
service_report = ServiceReportViewSet("services_report")
