"""Leichte Sprache in the admin: what the checker finds on a page, and a report of all pages."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry

from .easy_language.pages import EASY_LANGUAGE, check_pages, easy_pages

PAGES_PER_SCREEN = 25


@require_safe
def check_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what breaks the rules in the newest draft of a page, block by block."""
    page = get_object_or_404(Page, pk=page_id, locale__language_code=EASY_LANGUAGE)
    if not page.specific.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    (checked,) = check_pages([page])
    return render(request, "content/admin/easy_language_page.html", {"checked": checked})


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """List all pages in Leichte Sprache that somebody may edit, with how much was found."""
    policy = policy_registry.get_by_type(Page)
    editable = policy.instances_user_has_permission_for(request.user, "change")
    if not _may_edit_pages(request.user):
        raise PermissionDenied
    pages = easy_pages().filter(pk__in=editable.values("pk")).select_related("content_type")
    shown = Paginator(pages, PAGES_PER_SCREEN).get_page(request.GET.get("p"))
    context = {"shown": shown, "checked_pages": check_pages(shown.object_list)}
    return render(request, "content/admin/easy_language_report.html", context)


def _may_edit_pages(user) -> bool:
    policy = policy_registry.get_by_type(Page)
    return policy.user_has_any_permission(user, ["add", "change", "publish"])


class EasyLanguageReportItem(MenuItem):
    """The report, for everybody who may work on some page."""

    def __init__(self) -> None:
        super().__init__(
            _("Leichte Sprache"),
            reverse("easy_language_report"),
            name="easy-language-report",
            icon_name="glasses",
            order=320,
        )

    def is_shown(self, request) -> bool:
        """Hide the report from people without any permission for pages."""
        return _may_edit_pages(request.user)


def check_button(page: Page, user):
    """Lead from a page in Leichte Sprache to what the checker finds there."""
    is_easy = page.locale.language_code == EASY_LANGUAGE
    if is_easy and page.pk and page.permissions_for_user(user).can_edit():
        url = reverse("easy_language_page", args=[page.pk])
        yield Button(gettext("Check Leichte Sprache"), url, icon_name="glasses", priority=66)


admin_urls = [
    path("pages/<int:page_id>/leichte-sprache/", check_page, name="easy_language_page"),
    path("reports/leichte-sprache/", report, name="easy_language_report"),
]
