"""External calendars in the admin: their settings, fetching at once, the last reports."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from ..models import CalendarSource
from .tasks import import_now

may_change = permission_required("calendar.change_calendarsource", raise_exception=True)


class SourceEditView(EditView):
    """The form leads to the reports."""

    @property
    def header_more_buttons(self) -> list:
        """Put the reports before deleting."""
        url = reverse("calendar_source_reports", args=[self.object.pk])
        button = Button(
            gettext("Reports and “Fetch now”"), url=url, icon_name="history", priority=1
        )
        return [button, *super().header_more_buttons]


class CalendarSourceViewSet(SnippetViewSet):
    """The calendars of others that become events here."""

    model = CalendarSource
    icon = "download"
    copy_view_enabled = False
    add_to_admin_menu = True
    menu_order = 256
    edit_view_class = SourceEditView
    list_display = [
        "name",
        BooleanColumn("is_active", label=_("fetch regularly")),
        DateColumn("last_tried_at", label=_("last tried")),
        Column("get_last_problem_display", label=_("last problem")),
    ]
    panels = [
        FieldPanel("name"),
        FieldPanel("url"),
        FieldPanel("calendar_page"),
        FieldRowPanel([FieldPanel("is_active"), FieldPanel("hours")]),
        FieldRowPanel([FieldPanel("publishes"), FieldPanel("keeps_edits")]),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "organiser_name",
                    "place",
                    "languages",
                    "audiences",
                    "districts",
                    "topics",
                )
            ],
            heading=_("What every event gets"),
        ),
    ]


@may_change
@require_safe
def reports(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the last report in full and how the runs before it went."""
    source = get_object_or_404(CalendarSource, pk=pk)
    context = {"source": source, "reports": list(source.imports.all()[:20])}
    return render(request, "calendar/admin/source_reports.html", context)


@may_change
@require_POST
def fetch_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the worker fetch a calendar at once."""
    source = get_object_or_404(CalendarSource, pk=pk)
    import_now.enqueue(source.pk)
    messages.success(request, gettext("The calendar is fetched. Reload this page in a moment."))
    return redirect("calendar_source_reports", pk=pk)


admin_urls = [
    path("calendar-sources/<int:pk>/reports/", reports, name="calendar_source_reports"),
    path("calendar-sources/<int:pk>/fetch/", fetch_now, name="calendar_source_fetch"),
]
