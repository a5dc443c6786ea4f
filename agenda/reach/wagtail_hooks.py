"""The report on reach in the menu of reports."""

from django.urls import path, reverse
from wagtail import hooks

from cms.content.reports import PageReportMenuItem

from .admin import ReachView, ReadersView, counted_guides, counted_measures, counted_trainings


@hooks.register("register_admin_urls")
def register_reach_urls() -> list:
    """Give the report's pages their addresses."""
    return [
        path("reports/reach/", ReachView.as_view(), name="reach"),
        path("reports/reach/readers/", ReadersView.as_view(), name="reach_readers"),
        path(
            "reports/reach/readers/results/",
            ReadersView.as_view(results_only=True),
            name="reach_readers_results",
        ),
    ]


@hooks.register("register_admin_viewset")
def register_counted_pages() -> list:
    """Let the numbers lead to the pages behind them."""
    return [counted_measures, counted_guides, counted_trainings]


@hooks.register("register_reports_menu_item")
def register_reach_report() -> PageReportMenuItem:
    """Put the report into the menu."""
    return PageReportMenuItem(
        ReachView.page_title,
        reverse("reach"),
        name="reach",
        icon_name=ReachView.header_icon,
        order=320,
    )
