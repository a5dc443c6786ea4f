"""Measures in the admin: the explorer's list below a field of action, and a report."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet

from agenda.reports import report_columns

from .models import MeasurePage

COLUMNS = report_columns(
    Column(
        "measure_status",
        label=_("Measure"),
        accessor="get_status_display",
        sort_key="measurepage__status",
    ),
    Column("progress", label=_("Progress in percent")),
    DateColumn("ends_on", label=_("Ends on")),
    BooleanColumn("is_overdue", label=_("Overdue")),
)


class MeasureViewSet(PageViewSet):
    """The measures of one field of action, while its pages are explored."""

    model = MeasurePage
    columns = COLUMNS


class MeasureReportViewSet(PageListingViewSet):
    """All measures by status, to filter and to export."""

    model = MeasurePage
    icon = "tasks"
    menu_label = _("Measures by status")
    columns = COLUMNS
    list_filter = ["status", "contact", "ends_on", "live"]
    list_export = [
        "title",
        "get_status_display",
        "progress",
        "progress_from_milestones",
        "starts_on",
        "ends_on",
        "is_overdue",
        "responsible_office",
        "live",
    ]
    export_headings = {
        "get_status_display": _("Status"),
        "progress_from_milestones": _("Milestones reached in percent"),
        "is_overdue": _("Overdue"),
    }


measure_viewset = MeasureViewSet()
measure_report = MeasureReportViewSet("measures_report")
