"""Registrations in the admin."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from .admin import VIEW, RegistrationViewSet, admin_urls

register_snippet(RegistrationViewSet)


class SeatsMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        """Show it to those who may open it."""
        return request.user.has_perm(VIEW)


@hooks.register("register_admin_urls")
def seats_urls() -> list:
    """Mount the report."""
    return admin_urls


@hooks.register("register_reports_menu_item")
def seats_menu_item() -> MenuItem:
    """Add the report to the menu of reports."""
    return SeatsMenuItem(
        _("Seats at trainings"), reverse("seats_report"), icon_name="group", order=800
    )
