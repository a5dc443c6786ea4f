"""The statistics of trainings in the admin, on screen and as a spreadsheet."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from cms.content.reports import SafeSpreadsheetMixin

from . import statistics
from .rules import trainings_of

HEADINGS = {
    "months": _("By month"),
    "audiences": _("By audience"),
    "districts": _("By district"),
}
COLUMNS = {
    statistics.REGISTERED: _("Registered"),
    statistics.PRESENT: _("Present"),
    statistics.NOT_SEEN: _("Not ticked off"),
}


class StatisticsView(SafeSpreadsheetMixin, SpreadsheetExportMixin, View):
    """How many people the trainings of somebody reached in a year."""

    list_export = ["table", "name", "dates", *COLUMNS]
    export_headings = {"table": _("Table"), "name": _("Name"), "dates": _("Dates"), **COLUMNS}

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the tables, or with all their rows as a file."""
        if not trainings_of(request.user).exists():
            raise PermissionDenied
        years = statistics.years_of(request.user) or [timezone.localdate().year]
        year = next((year for year in years if str(year) == request.GET.get("year")), years[0])
        counted = statistics.statistics_of(request.user, year)
        if self.is_export:
            self.export_filename = f"trainings-{year}"
            return self.as_spreadsheet(_exported(counted), request.GET["export"])
        tables = [(HEADINGS[name], rows) for name, rows in counted.tables.items()]
        context = {
            "years": years,
            "year": year,
            "tables": tables,
            "total": counted.total,
            "columns": COLUMNS.values(),
        }
        return render(request, "registrations/desk/statistics.html", context)

    def to_row_dict(self, item: tuple) -> dict:
        """Return the exported values of one row."""
        heading, row = item
        return {"table": str(heading), "name": row.name, "dates": row.dates, **row.words}


def _exported(counted: statistics.Statistics) -> list[tuple]:
    rows = [(HEADINGS[name], row) for name, rows in counted.tables.items() for row in rows]
    return [*rows, (_("All together"), counted.total)]


admin_urls = [path("trainings/statistics/", StatisticsView.as_view(), name="attendance_statistics")]
