"""Guides in the admin: a report of when each was last checked."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet

from agenda.checks.admin import (
    CHECKED_COLUMN,
    EXPORT_HEADINGS,
    REPORT_COLUMNS,
    CheckFilterSet,
    CheckReportView,
)
from agenda.reports import report_columns

from .models import GuidePage

COLUMNS = report_columns(
    CHECKED_COLUMN,
    Column("contact", label=_("Contact person")),
)


class GuideViewSet(PageViewSet):
    """The guides, while their overview is explored."""

    model = GuidePage
    columns = COLUMNS


class GuideFilterSet(CheckFilterSet):
    """Narrows the report by what has to be looked after."""

    class Meta:
        model = GuidePage
        fields = ["check", "reminded", "responsible", "checked_on", "contact", "live"]


class GuideReportViewSet(PageListingViewSet):
    """All guides, those that wait longest for a check first."""

    model = GuidePage
    icon = "history"
    menu_label = _("Guides by last check")
    index_view_class = CheckReportView
    columns = report_columns(*REPORT_COLUMNS, with_parent=False)
    ordering = "next_check_on"
    filterset_class = GuideFilterSet
    list_export = [
        "title",
        "responsible_office",
        "contact",
        "responsible",
        "is_answered_for",
        "checked_on",
        "next_check_on",
        "live",
    ]
    export_headings = EXPORT_HEADINGS


guide_viewset = GuideViewSet()
guide_report = GuideReportViewSet("guides_report")
