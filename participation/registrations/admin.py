"""Registrations in the Wagtail admin: a list of people and a report by date."""

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import InspectView, SnippetViewSet

from agenda.calendar.models import Occurrence, TrainingPage
from cms.content.reports import SafeSpreadsheetMixin

from .attendance.rules import trainings_of
from .models import Registration

VIEW = "registrations.view_registration"


class ViewOnlyPolicy(ModelPermissionPolicy):
    """People register and cancel themselves: staff may look, nobody may write here."""

    def user_has_permission(self, user, action) -> bool:
        """Allow looking only."""
        return action == "view" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions) -> bool:
        """Allow looking only."""
        return any(self.user_has_permission(user, action) for action in actions)


def with_titles(occurrence_path: str) -> Subquery:
    """Return the title of the training to which a date belongs."""
    pages = TrainingPage.objects.filter(translation_key=OuterRef(f"{occurrence_path}event_key"))
    return Subquery(pages.order_by("pk").values("title")[:1])


def registrations_for(user):
    """Return the people of the trainings whose pages somebody may edit, as the desk does."""
    keys = trainings_of(user).order_by().values("translation_key")
    return Registration.objects.filter(occurrence__event_key__in=keys)


class RegistrationInspectView(InspectView):
    """One registration, for those in whose list it is."""

    def get_object(self, queryset=None):
        """Find nobody of other people's trainings."""
        return get_object_or_404(registrations_for(self.request.user), pk=self.kwargs["pk"])


class RegistrationViewSet(SnippetViewSet):
    """Who is registered for what.

    There is no file of it: that of a date runs no formula, leaves out what is sensitive, and
    is noted in the history of the training.
    """

    model = Registration
    icon = "group"
    menu_label = _("Registrations")
    add_to_admin_menu = False
    inspect_view_enabled = True
    inspect_view_class = RegistrationInspectView
    inspect_view_fields = [
        "name",
        "companions",
        "occurrence",
        "state",
        "seats",
        "seats_given",
        "note",
        "language",
        "created_at",
    ]
    copy_view_enabled = False
    list_display = [
        "name",
        Column("training_title", label=_("training")),
        "occurrence",
        "state",
        "seats",
        "note",
        "created_at",
    ]
    list_filter = ["state", "occurrence"]
    search_fields = ["name"]

    def get_queryset(self, request):
        """Return everybody whom the person may see, newest first."""
        registrations = registrations_for(request.user).select_related("occurrence")
        return registrations.annotate(training_title=with_titles("occurrence__"))


register_permission_policy(Registration, ViewOnlyPolicy(Registration))


class SeatsColumn(Column):
    """A number that leads to the people behind it."""

    cell_template_name = "registrations/admin/seats_cell.html"

    def get_cell_context_data(self, instance, parent_context) -> dict:
        """Add the address of the list of people."""
        context = super().get_cell_context_data(instance, parent_context)
        context["url"] = (
            reverse(RegistrationViewSet().get_url_name("list")) + f"?occurrence={instance.pk}"
        )
        return context


class SeatsReport(SafeSpreadsheetMixin, ReportView):
    """The coming dates of all trainings with their seats."""

    index_url_name = "seats_report"
    index_results_url_name = "seats_report_results"
    page_title = _("Seats at trainings")
    header_icon = "group"
    permission_policy = ViewOnlyPolicy(Registration)
    permission_required = "view"
    default_ordering = "starts_at"
    columns = [
        Column("title", label=_("training")),
        Column("starts_at", label=_("date")),
        Column("capacity", label=_("seats")),
        Column("minimum", label=_("minimum number")),
        SeatsColumn("seated", label=_("registered")),
        SeatsColumn("on_waiting_list", label=_("waiting")),
    ]
    list_export = ["title", "starts_at", "capacity", "minimum", "seated", "on_waiting_list"]
    export_headings = {
        "title": _("training"),
        "starts_at": _("date"),
        "capacity": _("seats"),
        "minimum": _("minimum number"),
        "seated": _("registered"),
        "on_waiting_list": _("waiting"),
    }

    def get_queryset(self):
        """Return coming dates of trainings, soonest first."""
        states = Registration.State
        trainings = TrainingPage.objects.filter(translation_key=OuterRef("event_key"))
        return (
            Occurrence.objects.of(TrainingPage.objects.all())
            .filter(starts_at__gt=timezone.now())
            .annotate(
                title=with_titles(""),
                capacity=Subquery(trainings.order_by("pk").values("capacity")[:1]),
                minimum=Subquery(trainings.order_by("pk").values("minimum_people")[:1]),
                seated=Sum("registrations__seats_given", default=0),
                on_waiting_list=Sum(
                    F("registrations__seats") - F("registrations__seats_given"),
                    filter=Q(registrations__state__in=[states.REGISTERED, states.WAITING]),
                    default=0,
                ),
            )
            .order_by("starts_at", "pk")
        )


admin_urls = [
    path("reports/seats/", SeatsReport.as_view(), name="seats_report"),
    path(
        "reports/seats/results/",
        SeatsReport.as_view(results_only=True),
        name="seats_report_results",
    ),
]
