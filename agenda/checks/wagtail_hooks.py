"""Checks in the admin."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from . import urls
from .models import CheckedPage
from .rules import may_confirm
from .services import CONFIRMED


@hooks.register("register_admin_urls")
def register_check_urls() -> list:
    """Let editors say that a page is still right."""
    return urls.urlpatterns


@hooks.register("register_log_actions")
def register_check_action(actions) -> None:
    """Name checks in the history of a page."""
    actions.register_action(CONFIRMED, _("Check"), _("Checked: everything is still right"))


@hooks.register("register_page_header_buttons")
def check_button(page, user, view_name, next_url=None):
    """Lead from a public page to its check, for those who may confirm it."""
    is_ours = issubclass(page.cached_content_type.model_class() or object, CheckedPage)
    if is_ours and page.live and may_confirm(user, page.specific):
        url = reverse("confirm_check", args=[page.pk])
        if next_url:
            url = f"{url}?{urlencode({'next': next_url})}"
        yield Button(gettext("Checked, still right"), url, icon_name="check", priority=66)
