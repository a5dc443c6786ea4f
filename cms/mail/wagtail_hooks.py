"""The mail room in the admin."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .admin import OutboxView, message_detail


class OutboxMenuItem(MenuItem):
    """Shown to those who may read the outbox."""

    def is_shown(self, request) -> bool:
        return request.user.has_perm("mail.change_message")


@hooks.register("register_reports_menu_item")
def register_outbox_menu_item() -> MenuItem:
    return OutboxMenuItem(_("Outbox"), reverse("outbox"), icon_name="mail", order=900)


@hooks.register("register_admin_urls")
def register_outbox_urls() -> list:
    return [
        path("reports/outbox/", OutboxView.as_view(), name="outbox"),
        path(
            "reports/outbox/results/", OutboxView.as_view(results_only=True), name="outbox_results"
        ),
        path("reports/outbox/<int:pk>/", message_detail, name="outbox_message"),
    ]
