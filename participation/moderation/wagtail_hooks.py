"""Moderation in the admin."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .admin import PERMISSION, admin_urls
from .queue import waiting_count


class ModerationMenuItem(MenuItem):
    """Shown to moderators, with the number of what waits."""

    def is_shown(self, request) -> bool:
        return request.user.has_perm(PERMISSION)

    def render_component(self, request):
        """Add the number to the label."""
        component = super().render_component(request)
        if number := waiting_count():
            component.label = f"{component.label} ({number})"
        return component


@hooks.register("register_admin_menu_item")
def register_moderation_menu_item() -> MenuItem:
    return ModerationMenuItem(
        _("Moderation"), reverse("moderation_queue"), icon_name="comment", order=300
    )


@hooks.register("register_admin_urls")
def register_moderation_urls() -> list:
    return admin_urls


@hooks.register("register_log_actions")
def register_moderation_log_actions(actions) -> None:
    actions.register_action("moderation.publish", _("Publish"), _("Contribution published"))
    actions.register_action("moderation.reject", _("Reject"), _("Contribution not published"))
    actions.register_action("moderation.dismiss", _("Settle"), _("Reports settled"))
