"""The desk in the admin: its menu item, its addresses, and its words in the history of pages."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter

from agenda.calendar.models import TrainingPage

from . import admin, check_in_admin, services, statistics_admin
from .models import ParticipantMessage
from .rules import trainings_of


class DeskMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        """Show it to those who edit a training."""
        return trainings_of(request.user).exists()


@hooks.register("register_admin_urls")
def desk_urls() -> list:
    """Mount the desk."""
    return [*admin.admin_urls, *check_in_admin.admin_urls, *statistics_admin.admin_urls]


@hooks.register("register_admin_menu_item")
def desk_menu_item() -> DeskMenuItem:
    """Add the dates of trainings to the menu."""
    return DeskMenuItem(
        _("Participants"), reverse("attendance_dates"), icon_name="group", order=330
    )


@hooks.register("register_reports_menu_item")
def statistics_menu_item() -> DeskMenuItem:
    """Add the statistics to the menu of reports."""
    return DeskMenuItem(
        _("Statistics of trainings"),
        reverse("attendance_statistics"),
        icon_name="group",
        order=810,
    )


@hooks.register("register_page_header_buttons")
def people_button(page, user, view_name, next_url=None):
    """Lead from a training to the people of its dates."""
    is_training = issubclass(page.cached_content_type.model_class() or object, TrainingPage)
    if is_training and page.permissions_for_user(user).can_edit():
        url = f"{reverse('attendance_dates')}?{urlencode({'q': page.title})}"
        yield Button(gettext("Participants"), url, icon_name="group", priority=67)


class ExportFormatter(LogFormatter):
    """Says which list of names was taken away, and in which form."""

    label = _("Export participants")

    def format_message(self, log_entry) -> str:
        text = gettext("List of participants of %(date)s taken away: %(format)s, %(people)s names")
        return text % log_entry.data


class MessageFormatter(LogFormatter):
    """Says to whom a message went."""

    label = _("Write to participants")

    def format_message(self, log_entry) -> str:
        audience = ParticipantMessage.Audience(log_entry.data["audience"]).label
        text = gettext("Message about %(date)s to %(audience)s: %(recipients)s sent")
        return text % {**log_entry.data, "audience": audience}


class AttendanceFormatter(LogFormatter):
    """Says for how many it was noted that they did not come."""

    label = _("Note who did not come")

    def format_message(self, log_entry) -> str:
        text = gettext("%(date)s: %(absent)s people noted as not having come")
        return text % log_entry.data


@hooks.register("register_log_actions")
def register_desk_actions(actions) -> None:
    """Name in the history of a training what happens at its desk."""
    actions.register_action(services.EXPORT)(ExportFormatter)
    actions.register_action(services.MESSAGE)(MessageFormatter)
    actions.register_action(services.ATTENDANCE)(AttendanceFormatter)
