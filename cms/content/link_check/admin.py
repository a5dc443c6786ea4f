"""The report on links: what leads nowhere, where it stands, and what to do about it."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django_filters.filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from ..models.links import LinkCheck, LinkKind, LinkState, LinkUse
from ..reports import ForPageEditors, PageReportMenuItem, SafeSpreadsheetMixin, editable_pages
from .tasks import check_again

IGNORED = "ignored"
# One press of the button asks for no more than this.
LINKS_AT_ONCE = 50


def links_for(user):
    """Return the links on public pages that somebody may change."""
    pages = editable_pages(user).order_by().values("pk")
    return LinkCheck.objects.filter(pk__in=LinkUse.objects.filter(page__in=pages).values("link"))


def _with_pages(links, user):
    """Plan the pages on which each link stands, as far as the person may change them."""
    pages = editable_pages(user).order_by().values("pk")
    uses = LinkUse.objects.filter(page__in=pages).select_related("page").order_by("page__title")
    return links.prefetch_related(Prefetch("uses", queryset=uses, to_attr="shown_uses"))


class LinkFilterSet(WagtailFilterSet):
    """In which state the link is, and what it leads to."""

    state = ChoiceFilter(
        label=_("State"),
        choices=[*LinkState.choices, (IGNORED, _("ignored"))],
        empty_label=_("broken or unclear"),
        method="leave",
    )
    kind = ChoiceFilter(label=_("Kind"), choices=LinkKind.choices)

    class Meta:
        model = LinkCheck
        fields = []

    def leave(self, links, name, value):
        """Change nothing: the view asks for the right state from the start."""
        return links


class LinkColumn(Column):
    """What the link leads to, and why it does not."""

    cell_template_name = "content/admin/link_cell.html"


class LinkPagesColumn(Column):
    """The pages on which the link stands, each with its editor."""

    cell_template_name = "content/admin/link_pages_cell.html"


class LinkActionsColumn(Column):
    """The buttons to check a link again and to ignore it."""

    cell_template_name = "content/admin/link_actions_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        """Add the token, for the cell is drawn without the request's own context."""
        context = super().get_cell_context_data(instance, parent_context)
        return {**context, "csrf_token": get_token(parent_context["request"])}


class LinkReport(SafeSpreadsheetMixin, ForPageEditors, ReportView):
    """Links that lead nowhere or of which nobody knows, those that fail longest first."""

    page_title = _("Links")
    header_icon = "link"
    results_template_name = "content/admin/links_results.html"
    index_url_name = "link_report"
    index_results_url_name = "link_report_results"
    model = LinkCheck
    is_searchable = True
    search_fields = ["address", "title"]
    filterset_class = LinkFilterSet
    default_ordering = ("state", "first_failed_at", "pk")
    columns = [
        LinkColumn("link", label=_("Link"), accessor="address"),
        Column("get_state_display", label=_("State")),
        LinkPagesColumn("pages", label=_("Pages"), accessor="shown_uses"),
        DateColumn("first_failed_at", label=_("Fails since"), sort_key="first_failed_at"),
        DateColumn("checked_at", label=_("Checked"), sort_key="checked_at"),
        LinkActionsColumn("actions", label=_("Actions"), accessor="pk"),
    ]
    list_export = [
        "address",
        "title",
        "get_state_display",
        "get_problem_display",
        "status",
        "page_titles",
        "first_failed_at",
        "checked_at",
    ]
    export_headings = {
        "address": _("Address"),
        "title": _("Title"),
        "get_state_display": _("State"),
        "get_problem_display": _("Problem"),
        "status": _("Answer of the server"),
        "page_titles": _("Pages"),
        "first_failed_at": _("Fails since"),
        "checked_at": _("Checked"),
    }
    export_filename = "links"

    @cached_property
    def chosen_state(self) -> str:
        """Return the state that the address names, if there is one of this name."""
        state = self.request.GET.get("state", "")
        return state if state in {*LinkState.values, IGNORED} else ""

    def get_base_queryset(self):
        """Return the links of the chosen state, else those to look at."""
        links = _with_pages(links_for(self.request.user), self.request.user)
        if self.chosen_state == IGNORED:
            return links.filter(is_ignored=True)
        if self.chosen_state:
            return links.filter(is_ignored=False, state=self.chosen_state)
        return links.to_look_at()

    def get_context_data(self, *args, **kwargs) -> dict:
        """Say whether other servers are asked at all."""
        return super().get_context_data(*args, asks_servers=settings.LINK_CHECK, **kwargs)


class LinkReportItem(PageReportMenuItem):
    """The report in the menu."""

    def __init__(self) -> None:
        super().__init__(
            _("Links"), reverse("link_report"), name="links", icon_name="link", order=330
        )


@require_POST
def check_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the worker check one link again."""
    link = _own_link(request, pk)
    check_again.enqueue([link.pk])
    messages.success(request, gettext("The link is checked again. Reload this page in a moment."))
    return redirect("link_report")


@require_POST
def check_all(request: HttpRequest) -> HttpResponse:
    """Let the worker check again what does not work."""
    links = links_for(request.user).to_look_at().order_by("checked_at", "pk")[:LINKS_AT_ONCE]
    if ids := [link.pk for link in links]:
        check_again.enqueue(ids)
    messages.success(request, gettext("The links are checked again. Reload this page in a moment."))
    return redirect("link_report")


@require_POST
def ignore_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a link alone from now on, or look after it again."""
    link = _own_link(request, pk)
    is_ignored = request.POST.get("ignore") == "1"
    LinkCheck.objects.filter(pk=link.pk).update(is_ignored=is_ignored)
    if is_ignored:
        messages.success(request, gettext("The link is ignored from now on."))
    else:
        messages.success(request, gettext("The link is checked again from now on."))
    return redirect("link_report")


def _own_link(request: HttpRequest, pk: int) -> LinkCheck:
    link = get_object_or_404(LinkCheck, pk=pk)
    if not links_for(request.user).filter(pk=pk).exists():
        raise PermissionDenied
    return link


admin_urls = [
    path("reports/links/", LinkReport.as_view(), name="link_report"),
    path(
        "reports/links/results/", LinkReport.as_view(results_only=True), name="link_report_results"
    ),
    path("reports/links/check/", check_all, name="check_all_links"),
    path("reports/links/<int:pk>/check/", check_link, name="check_link"),
    path("reports/links/<int:pk>/ignore/", ignore_link, name="ignore_link"),
]
