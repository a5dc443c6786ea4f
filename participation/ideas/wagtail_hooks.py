"""Ideas in the admin's menu."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .admin import admin_urls


class IdeasMenuItem(MenuItem):
    """Shown to those who answer ideas."""

    def is_shown(self, request) -> bool:
        return request.user.has_perm("ideas.change_idea")


@hooks.register("register_admin_menu_item")
def register_ideas_menu_item() -> MenuItem:
    return IdeasMenuItem(_("Ideas"), reverse("ideas_report"), icon_name="pick", order=310)


@hooks.register("register_admin_urls")
def register_ideas_urls() -> list:
    return admin_urls
