"""The report on reach in the admin, and the lists that its numbers lead to."""

from django.forms import CheckboxSelectMultiple, RadioSelect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from django_filters.filters import BooleanFilter, ChoiceFilter, ModelMultipleChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.admin.widgets.button import HeaderButton

from agenda.calendar.models import TrainingPage
from agenda.guides.models import GuidePage
from agenda.reports import report_columns
from agenda.strategy.models import MeasurePage
from cms.content.models import Audience, BasePage, District
from cms.content.reports import ForPageEditors, SafeSpreadsheetMixin

from . import queries

KINDS = {"measures": _("Measures"), "guides": _("Guides"), "trainings": _("Trainings")}
PERIODS = {30: _("30 days"), 90: _("90 days"), 365: _("365 days")}
TAXONOMIES = {
    Audience: (_("Audiences"), _("No audience named")),
    District: (_("Districts"), _("Whole town")),
}


class ReachView(
    SafeSpreadsheetMixin, ForPageEditors, SpreadsheetExportMixin, WagtailAdminTemplateMixin, View
):
    """Audiences and districts with the number of measures, guides and trainings for them."""

    template_name = "reach/matrix.html"
    page_title = _("Reach")
    header_icon = "group"
    list_export = ["taxonomy", "name", *KINDS]
    export_headings = {"taxonomy": _("Taxonomy"), "name": _("Name"), **KINDS}
    export_filename = "reach"

    @cached_property
    def header_buttons(self) -> list:
        """Lead to the other half of the report."""
        return [HeaderButton(_("What is read"), url=reverse("reach_readers"), icon_name="view")]

    def get(self, request):
        """Answer with the tables, or with all their rows as a spreadsheet."""
        if self.is_export:
            rows = [row for table in self._tables() for row in table["rows"]]
            return self.as_spreadsheet(rows, request.GET["export"])
        return self.render_to_response(self.get_context_data())

    def to_row_dict(self, item: dict) -> dict:
        """Return the exported values of one row."""
        return {field: item[field] for field in self.list_export}

    def get_breadcrumbs_items(self) -> list:
        """Add this report."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs) -> dict:
        """Add a table for each taxonomy."""
        kinds = KINDS.values()
        return super().get_context_data(tables=self._tables(), kinds=kinds, **kwargs)

    @staticmethod
    def _tables() -> list[dict]:
        return [
            {
                "heading": heading,
                "rows": [
                    _row(taxonomy, str(heading), str(none), offers)
                    for offers in queries.offers_by_term(taxonomy)
                ],
            }
            for taxonomy, (heading, none) in TAXONOMIES.items()
        ]


def _row(taxonomy, heading: str, none: str, offers: queries.Offers) -> dict:
    """Return one row of a table with its numbers and the lists behind them."""
    relation = f"{taxonomy._meta.model_name}s"
    query = f"{relation}={offers.term.pk}" if offers.term else f"without_{relation}=true"
    numbers = offers.numbers()
    cells = [
        {
            "number": number,
            "kind": KINDS[kind],
            "url": f"{reverse(f'reach_{kind}:index')}?{query}",
        }
        for kind, number in numbers.items()
    ]
    name = str(offers.term) if offers.term else none
    is_term = offers.term is not None
    return {"taxonomy": heading, "name": name, "is_term": is_term, "cells": cells, **numbers}


class ReadersFilterSet(WagtailFilterSet):
    """Over how many days, and which kind of page."""

    days = ChoiceFilter(
        label=_("Views of the last"),
        choices=list(PERIODS.items()),
        initial="30",
        empty_label=None,
        method="leave",
        widget=RadioSelect,
    )
    kind = ChoiceFilter(
        label=_("Kind"),
        choices=[(kind, KINDS[kind]) for kind in queries.READ_OFFERS],
        empty_label=_("All"),
        method="leave",
        widget=RadioSelect,
    )

    class Meta:
        model = BasePage
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # All languages are counted together.
        self.filters.pop("locale", None)

    def leave(self, pages, name, value):
        """Change nothing: the view asks for the right pages from the start."""
        return pages


class PagesPaginator(WagtailPaginator):
    """Names what it counts, which the model does not in the plural."""

    verbose_name_plural = _("pages")


class ReadersView(SafeSpreadsheetMixin, ForPageEditors, ReportView):
    """Guides and measures by how often they were read, those that nobody read first."""

    results_template_name = "reach/readers_results.html"
    page_title = _("What is read")
    header_icon = "view"
    index_url_name = "reach_readers"
    index_results_url_name = "reach_readers_results"
    model = BasePage
    paginator_class = PagesPaginator
    is_searchable = False
    filterset_class = ReadersFilterSet
    default_ordering = "views"
    columns = [
        TitleColumn(
            "title", label=_("Title"), sort_key="title", url_name="wagtailadmin_pages:edit"
        ),
        Column("kind_name", label=_("Kind")),
        NumberColumn("views", label=_("Views"), sort_key="views"),
        DateColumn("last_published_at", label=_("Published"), sort_key="last_published_at"),
    ]
    list_export = ["title", "kind_name", "views", "last_published_at"]
    export_headings = {
        "kind_name": _("Kind"),
        "views": _("Views"),
        "last_published_at": _("Published"),
    }
    export_filename = "readers"

    @cached_property
    def header_buttons(self) -> list:
        """Lead to the other half of the report."""
        return [HeaderButton(_("Reach"), url=reverse("reach"), icon_name="group")]

    @cached_property
    def days(self) -> int:
        """Return the length of the period that was chosen."""
        chosen = self.request.GET.get("days")
        return next((days for days in PERIODS if str(days) == chosen), 30)

    def periods(self) -> list[tuple]:
        """Return address and name of each period, and whether it is the chosen one."""
        query = self.request.GET.copy()
        for name in (self.page_kwarg, "_w_filter_fragment"):
            query.pop(name, None)
        periods = []
        for days, label in PERIODS.items():
            query["days"] = str(days)
            periods.append((f"{self.index_url}?{query.urlencode()}", label, days == self.days))
        return periods

    def get_filterset_kwargs(self) -> dict:
        """Show the period also where the address names none."""
        data = self.request.GET.copy()
        data.setdefault("days", str(self.days))
        return {**super().get_filterset_kwargs(), "data": data}

    def get_base_queryset(self):
        """Return the pages of the chosen kind with their views."""
        kind = self.request.GET.get("kind")
        kinds = [kind] if kind in queries.READ_OFFERS else list(queries.READ_OFFERS)
        return queries.pages_by_views(self.days, kinds)

    def order_queryset(self, pages):
        """Put what was published long ago before what readers had no time to find."""
        return pages.order_by(self.ordering, "last_published_at", "pk")

    def get_context_data(self, *args, **kwargs) -> dict:
        """Add since when views are counted at all."""
        return super().get_context_data(
            *args, first_counted_day=queries.first_counted_day(), **kwargs
        )


class OffersView(SafeSpreadsheetMixin, IndexView):
    """The pages that the report counts, as far as the person may explore them."""

    def get_base_queryset(self):
        """Keep the pages that are counted."""
        return queries.current(super().get_base_queryset())


class OffersFilterSet(WagtailFilterSet):
    """The audiences and districts of the report, and pages without any."""

    audiences = ModelMultipleChoiceFilter(
        label=_("Audiences"), queryset=Audience.objects.all(), widget=CheckboxSelectMultiple
    )
    districts = ModelMultipleChoiceFilter(
        label=_("Districts"), queryset=District.objects.all(), widget=CheckboxSelectMultiple
    )
    without_audiences = BooleanFilter(
        "audiences", "isnull", label=_("No audience named"), widget=BooleanRadioSelect
    )
    without_districts = BooleanFilter(
        "districts", "isnull", label=_("For the whole town"), widget=BooleanRadioSelect
    )

    class Meta:
        model = BasePage
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The report counts one language only.
        self.filters.pop("locale", None)


class OffersViewSet(PageListingViewSet):
    """A list of counted pages of one kind."""

    index_view_class = OffersView
    columns = report_columns()
    filterset_class = OffersFilterSet
    ordering = "title"
    add_to_admin_menu = False


class CountedMeasures(OffersViewSet):
    """The measures that the report counts."""

    model = MeasurePage
    icon = "tasks"
    menu_label = _("Measures")


class CountedGuides(OffersViewSet):
    """The guides that the report counts."""

    model = GuidePage
    icon = "doc-full"
    menu_label = _("Guides")


class CountedTrainings(OffersViewSet):
    """The trainings that the report counts."""

    model = TrainingPage
    icon = "calendar"
    menu_label = _("Trainings")


counted_measures = CountedMeasures("reach_measures")
counted_guides = CountedGuides("reach_guides")
counted_trainings = CountedTrainings("reach_trainings")
