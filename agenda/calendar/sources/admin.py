"""External calendars in the admin: their settings, fetching at once, the last reports."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.widgets.button import Button
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import (
    DeleteView,
    EditView,
    HistoryView,
    SnippetViewSet,
    UsageView,
)

from ..models import CalendarPage, CalendarSource
from .pages import pages_to_take_back
from .permissions import OwnSourceMixin, may_publish_in, policy, source_for
from .tasks import import_now, take_back_pages

register_permission_policy(CalendarSource, policy)


class SourceForm(WagtailAdminModelForm):
    """What an external calendar is, and what its events get."""

    def clean_calendar_page(self) -> CalendarPage:
        """Take only calendars in which the person may publish, as the import will."""
        page = self.cleaned_data["calendar_page"]
        if not may_publish_in(self.for_user, page):
            raise ValidationError(_("You may not publish in this calendar."))
        return page

    def save(self, commit=True) -> CalendarSource:
        """Save, and have the file read again even if it stays the same."""
        self.instance.etag = ""
        return super().save(commit)


class SourceDeleteForm(forms.Form):
    """What becomes of the events of a calendar that is no longer fetched."""

    events = forms.ChoiceField(
        label=_("What becomes of its events?"),
        choices=[
            ("keep", _("They stay as they are; from now on you keep them up to date yourselves.")),
            (
                "take_back",
                _("What is to come is taken back, unless it was edited here; drafts are deleted."),
            ),
        ],
        widget=forms.RadioSelect,
    )


class SourceDeleteView(OwnSourceMixin, DeleteView):
    """Nobody deletes a source without saying what becomes of its public events."""

    form_class = SourceDeleteForm

    def get_form(self, form_class=None) -> forms.Form:
        """Ask only if there are events."""
        form = super().get_form(form_class)
        if not self.object.events.filter(page__isnull=False).exists():
            del form.fields["events"]
        return form

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Delete the source, and let the worker take back its events if that was chosen."""
        takes_back = form.cleaned_data.get("events") == "take_back"
        page_ids = pages_to_take_back(self.object) if takes_back else []
        answer = super().form_valid(form)
        if page_ids:
            take_back_pages.enqueue(page_ids)
        return answer


class SourceHistoryView(OwnSourceMixin, HistoryView):
    pass


class SourceUsageView(OwnSourceMixin, UsageView):
    pass


class SourceEditView(OwnSourceMixin, EditView):
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
    delete_view_class = SourceDeleteView
    delete_template_name = "calendar/admin/source_delete.html"
    history_view_class = SourceHistoryView
    usage_view_class = SourceUsageView
    list_display = [
        "name",
        BooleanColumn("is_active", label=_("fetch regularly")),
        DateColumn("last_tried_at", label=_("last tried")),
        Column("get_last_problem_display", label=_("last problem")),
    ]
    edit_handler = ObjectList(
        [
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
        ],
        base_form_class=SourceForm,
    )

    def get_queryset(self, request: HttpRequest):
        """Return the sources on which the person may act."""
        return policy.instances_user_has_any_permission_for(
            request.user, ["add", "change", "delete", "view"]
        )


@require_safe
def reports(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the last report in full and how the runs before it went."""
    source = source_for(request.user, pk)
    context = {"source": source, "reports": list(source.imports.all()[:20])}
    return render(request, "calendar/admin/source_reports.html", context)


@require_POST
def fetch_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the worker fetch a calendar at once."""
    source = source_for(request.user, pk)
    import_now.enqueue(source.pk)
    messages.success(request, gettext("The calendar is fetched. Reload this page in a moment."))
    return redirect("calendar_source_reports", pk=pk)


admin_urls = [
    path("calendar-sources/<int:pk>/reports/", reports, name="calendar_source_reports"),
    path("calendar-sources/<int:pk>/fetch/", fetch_now, name="calendar_source_fetch"),
]
