"""Measures in the admin: the explorer's list below a field of action, and a report."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet

from agenda.reports import report_columns
from agenda.staff import people_of_the_admin
from cms.content.reports import SafeSpreadsheetMixin

from .desk import asked_for_news, with_recipients
from .models import MeasurePage
from .models.measures import news_are_due

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


def asked_name(measure: MeasurePage) -> str:
    """Return who is reminded of news that are due."""
    return str(asked_for_news(measure) or gettext("nobody: please name somebody"))


class MeasureFilterSet(WagtailFilterSet):
    """Narrows the report by what an editor has to look after."""

    news = django_filters.ChoiceFilter(
        label=_("News"),
        choices=[("due", _("due")), ("current", _("not due"))],
        method="filter_news",
    )
    responsible = django_filters.ModelChoiceFilter(
        label=_("Responsible person"), queryset=lambda request: people_of_the_admin()
    )

    class Meta:
        model = MeasurePage
        fields = ["status", "news", "responsible", "contact", "ends_on", "live"]

    def filter_news(self, measures, name: str, value: str):
        """Keep what owes news by now, or what does not."""
        is_due = news_are_due() & Q(live=True)
        return measures.filter(is_due) if value == "due" else measures.exclude(is_due)


class MeasureReportView(SafeSpreadsheetMixin, IndexView):
    """Plans what the report says about news and who owes them."""

    def annotate_queryset(self, pages):
        """Add by when news are due, and who is asked for them."""
        return super().annotate_queryset(with_recipients(pages.with_update_due()))


class MeasureReportViewSet(PageListingViewSet):
    """All measures by status, to filter and to export."""

    model = MeasurePage
    index_view_class = MeasureReportView
    icon = "tasks"
    menu_label = _("Measures by status")
    columns = [
        *COLUMNS[:-1],
        DateColumn("update_due_since", label=_("Update due since"), sort_key="update_due_on"),
        Column("asked", label=_("Asked for news"), accessor=asked_name),
        COLUMNS[-1],
    ]
    filterset_class = MeasureFilterSet
    list_export = [
        "title",
        "get_status_display",
        "progress",
        "progress_from_milestones",
        "starts_on",
        "ends_on",
        "is_overdue",
        "update_due_since",
        "responsible_office",
        "responsible",
        "live",
    ]
    export_headings = {
        "get_status_display": _("Status"),
        "progress_from_milestones": _("Milestones reached in percent"),
        "is_overdue": _("Overdue"),
        "update_due_since": _("Update due since"),
        "responsible": _("Responsible person"),
    }


measure_viewset = MeasureViewSet()
measure_report = MeasureReportViewSet("measures_report")
