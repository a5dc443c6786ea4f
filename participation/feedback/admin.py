"""The reports on feedback: how pages do, and what readers say."""

from urllib.parse import urlencode

from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters.filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets import Button
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from cms.content.models import BasePage
from cms.content.reports import ForPageEditors, SafeSpreadsheetMixin, editable_pages

from . import queries, rules
from .models import Answer, PageFeedback

PERIODS = {"30": _("30 days"), "90": _("90 days"), "365": _("365 days")}


def reasons_path(page_id: int) -> str:
    """Return where the reasons that readers gave on one page are listed."""
    return f"{reverse('feedback_reasons')}?{urlencode({'page': page_id})}"


def _pages_to_choose(request):
    pages = editable_pages(request.user).filter(feedback__isnull=False)
    return pages.order_by("title", "pk").distinct()


class FeedbackFilterSet(WagtailFilterSet):
    """Which kind of page, over how many days, and which answers."""

    kind = ChoiceFilter(label=_("Kind"), choices=queries.kind_choices, method="of_kind")
    days = ChoiceFilter(label=_("Period"), choices=list(PERIODS.items()), method="of_days")
    answer = ChoiceFilter(label=_("Helpful?"), choices=Answer.choices, method="of_answer")


class PageCountsFilterSet(FeedbackFilterSet):
    """Filters of pages."""

    class Meta:
        model = BasePage
        fields = []

    def of_kind(self, pages, name, value):
        """Keep one kind of page."""
        return pages.filter(content_type=queries.content_type_of(value))

    def of_days(self, pages, name, value):
        """Change nothing: the view counts the right days from the start."""
        return pages

    def of_answer(self, pages, name, value):
        """Keep the pages that have such an answer."""
        count = next(count for count, answer in queries.COUNTS.items() if answer == value)
        return pages.filter(**{f"{count}__gt": 0})


class ReasonsFilterSet(FeedbackFilterSet):
    """Filters of reasons; the page comes from the other report or the page's editor."""

    page = ModelChoiceFilter(label=_("Page"), queryset=_pages_to_choose)

    class Meta:
        model = PageFeedback
        fields = []

    def of_kind(self, feedback, name, value):
        """Keep what is about one kind of page."""
        return feedback.filter(page__content_type=queries.content_type_of(value))

    def of_days(self, feedback, name, value):
        """Keep what was said in the last days."""
        return feedback.filter(day__gte=queries.first_day(int(value)))

    def of_answer(self, feedback, name, value):
        """Keep one answer."""
        return feedback.filter(answer=value)


class PagesPaginator(WagtailPaginator):
    """Names what it counts, which the model does not in the plural."""

    verbose_name_plural = _("pages")


class FeedbackReport(SafeSpreadsheetMixin, ForPageEditors, ReportView):
    """Pages by how often readers said that they helped, the least helpful first."""

    page_title = _("Was this helpful?")
    header_icon = "help"
    index_url_name = "feedback_report"
    index_results_url_name = "feedback_report_results"
    model = BasePage
    paginator_class = PagesPaginator
    is_searchable = False
    filterset_class = PageCountsFilterSet
    default_ordering = "helped"
    columns = [
        TitleColumn(
            "title", label=_("Title"), sort_key="title", url_name="wagtailadmin_pages:edit"
        ),
        Column("kind_name", label=_("Kind")),
        NumberColumn("yes", label=_("Yes"), sort_key="yes"),
        NumberColumn("partly", label=_("Partly"), sort_key="partly"),
        NumberColumn("no", label=_("No"), sort_key="no"),
        NumberColumn("helped", label=_("Helpful, in per cent"), sort_key="helped"),
        TitleColumn(
            "reasons",
            label=_("Reasons"),
            sort_key="reasons",
            get_url=lambda page: reasons_path(page.pk) if page.reasons else None,
        ),
    ]
    list_export = ["title", "kind_name", "yes", "partly", "no", "total", "helped", "reasons"]
    export_headings = {
        "title": _("Title"),
        "kind_name": _("Kind"),
        "yes": _("Yes"),
        "partly": _("Partly"),
        "no": _("No"),
        "total": _("Answers"),
        "helped": _("Helpful, in per cent"),
        "reasons": _("Reasons"),
    }
    export_filename = "feedback"

    @cached_property
    def header_buttons(self) -> list:
        """Lead to what readers wrote."""
        return [HeaderButton(_("Reasons"), url=reverse("feedback_reasons"), icon_name="comment")]

    def get_base_queryset(self):
        """Return the pages with their answers in the chosen period."""
        days = self.request.GET.get("days")
        since = queries.first_day(int(days)) if days in PERIODS else None
        return queries.pages_with_feedback(self.request.user, since)

    def order_queryset(self, pages):
        """Put pages with many answers before those with few."""
        return pages.order_by(self.ordering, "-total", "pk")


class ReasonsReport(SafeSpreadsheetMixin, ForPageEditors, ReportView):
    """What readers wrote, newest first."""

    page_title = _("Reasons of readers")
    header_icon = "comment"
    index_url_name = "feedback_reasons"
    index_results_url_name = "feedback_reasons_results"
    model = PageFeedback
    is_searchable = True
    search_fields = ["reason"]
    filterset_class = ReasonsFilterSet
    default_ordering = ("-day", "-pk")
    columns = [
        Column("reason", label=_("Reason")),
        Column("get_answer_display", label=_("Helpful?")),
        TitleColumn(
            "page",
            label=_("Page"),
            accessor="page.title",
            url_name="wagtailadmin_pages:edit",
            id_accessor="page_id",
        ),
        Column("part_title", label=_("Chapter")),
        # How long ago in hours would be more than we know.
        Column(
            "day",
            label=_("Day"),
            sort_key="day",
            accessor=lambda feedback: date_format(feedback.day, "SHORT_DATE_FORMAT"),
        ),
    ]
    list_export = ["day", "page.title", "part_title", "get_answer_display", "reason"]
    export_headings = {
        "day": _("Day"),
        "page.title": _("Page"),
        "part_title": _("Chapter"),
        "get_answer_display": _("Helpful?"),
        "reason": _("Reason"),
    }
    export_filename = "feedback-reasons"

    @cached_property
    def header_buttons(self) -> list:
        """Lead to the numbers."""
        return [HeaderButton(_("Numbers"), url=reverse("feedback_report"), icon_name="help")]

    def get_base_queryset(self):
        """Return the reasons on pages that the person may change."""
        return queries.reasons_for(self.request.user)


def feedback_button(page: Page, user):
    """Lead from a page that asks its readers to what they wrote."""
    model = page.cached_content_type.model_class()
    asks = isinstance(model, type) and model in rules.kinds_that_ask()
    if asks and page.pk and page.permissions_for_user(user).can_edit():
        yield Button(
            gettext("What readers say"), reasons_path(page.pk), icon_name="comment", priority=68
        )


admin_urls = [
    path("reports/feedback/", FeedbackReport.as_view(), name="feedback_report"),
    path(
        "reports/feedback/results/",
        FeedbackReport.as_view(results_only=True),
        name="feedback_report_results",
    ),
    path("reports/feedback/reasons/", ReasonsReport.as_view(), name="feedback_reasons"),
    path(
        "reports/feedback/reasons/results/",
        ReasonsReport.as_view(results_only=True),
        name="feedback_reasons_results",
    ),
]
