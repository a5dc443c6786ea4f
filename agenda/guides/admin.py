"""Guides in the admin: a report of when each was last checked."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet

from agenda.reports import report_columns

from .models import GuidePage

COLUMNS = report_columns(
    DateColumn("checked_on", label=_("Last checked on")),
    Column("contact", label=_("Contact person")),
)


class GuideViewSet(PageViewSet):
    """The guides, while their overview is explored."""

    model = GuidePage
    columns = COLUMNS


class GuideReportViewSet(PageListingViewSet):
    """All guides, those that wait longest for a check first."""

    model = GuidePage
    icon = "history"
    menu_label = _("Guides by last check")
    columns = COLUMNS
    ordering = "checked_on"
    list_filter = ["checked_on", "contact", "live"]
    list_export = ["title", "checked_on", "contact", "live"]


guide_viewset = GuideViewSet()
guide_report = GuideReportViewSet("guides_report")
