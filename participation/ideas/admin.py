"""Ideas in the admin: what the city answers."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from . import services
from .admin_measures import MeasureLinkForm, link_urls, linked_measures
from .forms import DecisionForm
from .models import Idea


class IdeasView(ReportView):
    """All confirmed ideas with support and outcome; each leads to the city's answer."""

    page_title = gettext_lazy("Ideas")
    header_icon = "pick"
    model = Idea
    permission_policy = ModelPermissionPolicy(Idea)
    any_permission_required = ["change"]
    index_url_name = "ideas_report"
    index_results_url_name = "ideas_report_results"
    list_filter = ["state", "outcome", "district", "audience"]
    default_ordering = "-created_at"
    list_export = ["title", "category", "support_count", "state", "outcome", "created_at"]
    columns = [
        TitleColumn(
            "title",
            label=gettext_lazy("Title"),
            get_url=lambda idea: reverse("idea_decide", args=[idea.pk]),
        ),
        Column("author_name", label=gettext_lazy("Author")),
        Column("support_count", label=gettext_lazy("Supporters"), sort_key="support_count"),
        Column("get_state_display", label=gettext_lazy("State")),
        Column("get_outcome_display", label=gettext_lazy("Outcome")),
        DateColumn("created_at", label=gettext_lazy("Created"), sort_key="created_at"),
    ]

    def get_base_queryset(self):
        return Idea.objects.exclude(state=Idea.State.UNCONFIRMED)


@permission_required("ideas.change_idea", raise_exception=True)
def decide(request, pk: int):
    """Show an idea to the town hall and take its answer."""
    idea = get_object_or_404(Idea.objects.exclude(state=Idea.State.UNCONFIRMED), pk=pk)
    form = DecisionForm(request.POST or None, instance=idea)
    if request.method == "POST" and form.is_valid():
        services.decide(
            Idea.objects.get(pk=pk),
            outcome=form.cleaned_data["outcome"],
            statement=form.cleaned_data["statement"],
            office=form.cleaned_data["statement_by"],
            by=request.user,
        )
        messages.success(request, _("The answer is published; author and supporters are told."))
        return redirect("ideas_report")
    context = {
        "idea": idea,
        "form": form,
        "measure_form": MeasureLinkForm(),
        "linked_measures": linked_measures(idea),
    }
    return render(request, "ideas/admin/decide.html", context)


admin_urls = [
    path("ideas/", IdeasView.as_view(), name="ideas_report"),
    path("ideas/results/", IdeasView.as_view(results_only=True), name="ideas_report_results"),
    path("ideas/<int:pk>/", decide, name="idea_decide"),
    *link_urls,
]
