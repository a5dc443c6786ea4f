"""What the reports of pages that have to be checked have in common."""

import django_filters
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import IndexView

from agenda.staff import people_of_the_admin
from cms.content.reports import SafeSpreadsheetMixin

from .models import CheckedPage
from .reminders import REMIND_BEFORE
from .rules import may_confirm, with_recipients


class ConfirmColumn(Column):
    """A button in each row that says that the page is still right."""

    cell_template_name = "checks/admin/confirm_cell.html"

    def get_value(self, page: CheckedPage) -> str:
        """Return the title, which tells the buttons of the rows apart."""
        return page.title

    def get_cell_context_data(self, page: CheckedPage, parent_context) -> dict:
        """Add whether the person who looks at the report may press the button."""
        context = super().get_cell_context_data(page, parent_context)
        request = parent_context["request"]
        is_checked_today = page.checked_on == timezone.localdate()
        context["page"] = page
        context["csrf_token"] = get_token(request)
        context["next_url"] = request.get_full_path()
        context["may_confirm"] = (
            page.live and not is_checked_today and may_confirm(request.user, page)
        )
        return context


def reminded_name(page: CheckedPage) -> str:
    """Return who is reminded of the check."""
    if page.is_answered_for:
        return str(page.responsible)
    return gettext("nobody: please name somebody")


CHECKED_COLUMN = Column("checked_on", label=_("Last checked on"), sort_key="checked_on")
REPORT_COLUMNS = [
    CHECKED_COLUMN,
    Column("next_check_on", label=_("Next check on"), sort_key="next_check_on"),
    Column("reminded", label=_("Is reminded"), accessor=reminded_name),
    ConfirmColumn("confirm", label=_("Check")),
]
EXPORT_HEADINGS = {
    "next_check_on": _("Next check on"),
    "is_answered_for": _("Somebody is reminded"),
    "responsible": _("Responsible person"),
}


class CheckFilterSet(WagtailFilterSet):
    """Narrows a report by what has to be looked after."""

    check = django_filters.ChoiceFilter(
        label=_("Check"),
        choices=[("due", _("due")), ("soon", _("due soon")), ("current", _("not due"))],
        method="filter_check",
    )
    reminded = django_filters.ChoiceFilter(
        label=_("Is reminded"),
        choices=[("somebody", _("somebody")), ("nobody", _("nobody"))],
        method="filter_reminded",
    )
    responsible = django_filters.ModelChoiceFilter(
        label=_("Responsible person"), queryset=lambda request: people_of_the_admin()
    )

    def filter_check(self, pages, name: str, value: str):
        """Keep the public pages whose check is due now, soon, or later."""
        model, today = self._meta.model, timezone.localdate()
        due = model.objects.check_is_due(today).values("pk")
        soon = model.objects.check_is_due(today + REMIND_BEFORE).values("pk")
        if value == "due":
            return pages.filter(pk__in=due)
        if value == "soon":
            return pages.filter(pk__in=soon).exclude(pk__in=due)
        return pages.exclude(pk__in=soon)

    def filter_reminded(self, pages, name: str, value: str):
        """Keep the pages that somebody, or nobody, is reminded of."""
        answered = with_recipients(self._meta.model.objects.all()).filter(is_answered_for=True)
        if value == "somebody":
            return pages.filter(pk__in=answered.values("pk"))
        return pages.exclude(pk__in=answered.values("pk"))


class CheckReportView(SafeSpreadsheetMixin, IndexView):
    """Plans what a report says about checks and who is reminded of them."""

    def annotate_queryset(self, pages):
        """Add by when each page has to be checked, and whether somebody is reminded."""
        planned = with_recipients(pages.with_next_check()).prefetch_related("responsible")
        return super().annotate_queryset(planned)
