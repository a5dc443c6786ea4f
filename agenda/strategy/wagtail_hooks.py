"""The agenda in the admin."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.content.reports import PageReportMenuItem

from . import admin_urls
from .admin import measure_report, measure_viewset
from .admin_panels import MyMeasuresMenuItem, MyMeasuresPanel
from .exchange.menu import ExchangeMenuItem
from .exchange.views import admin_urls as exchange_urls
from .indicators.admin import ImportLogFormatter, IndicatorGroup
from .indicators.views import admin_urls as indicator_urls

register_snippet(IndicatorGroup)


@hooks.register("register_admin_viewset")
def register_measures():
    """Show measures with their status."""
    return [measure_viewset, measure_report]


@hooks.register("register_reports_menu_item")
def register_measure_report():
    """Put the report of measures into the menu."""
    return PageReportMenuItem(
        measure_report.menu_label,
        reverse(measure_report.get_url_name("index")),
        name="measures-report",
        icon_name=measure_report.icon,
        order=300,
    )


@hooks.register("register_log_actions")
def register_report_action(actions) -> None:
    """Name reports of offices in the history of a measure."""
    actions.register_action("strategy.report", _("Report"), _("Reported how far it is"))


@hooks.register("construct_homepage_panels")
def add_my_measures(request, panels) -> None:
    """Put the measures that somebody answers for on top of their home page."""
    panels.append(MyMeasuresPanel())


@hooks.register("register_admin_menu_item")
def register_my_measures_menu_item() -> MyMeasuresMenuItem:
    """Lead to the measures that somebody answers for."""
    return MyMeasuresMenuItem(
        _("My measures"), reverse("my_measures"), icon_name="tasks", order=305
    )


@hooks.register("register_admin_urls")
def register_desk_urls() -> list:
    """Add the office's desk."""
    return admin_urls.urlpatterns


@hooks.register("register_admin_urls")
def register_indicator_urls() -> list:
    """Add the upload of values."""
    return indicator_urls


@hooks.register("register_log_actions")
def register_import_action(actions) -> None:
    """Name uploads in the history of an indicator."""
    actions.register_action("strategy.import_values")(ImportLogFormatter)


@hooks.register("register_admin_menu_item")
def register_exchange_menu_item() -> ExchangeMenuItem:
    """Lead to the exchange with other cities."""
    return ExchangeMenuItem(_("Exchange"), reverse("exchange"), icon_name="download", order=310)


@hooks.register("register_admin_urls")
def register_exchange_urls() -> list:
    """Add the exchange with other cities."""
    return exchange_urls
