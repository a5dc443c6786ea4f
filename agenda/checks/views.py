"""Saying in the admin that a page is still right."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from . import rules, services
from .models import CheckedPage


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_check(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask whether everything on a page is still right, and take the answer."""
    page = _checked_page(request.user, page_id)
    next_url = get_valid_next_url_from_request(request)
    if request.method == "POST":
        try:
            services.confirm(page, by=request.user)
        except rules.NotAllowed as error:
            raise PermissionDenied from error
        except rules.NotPublic:
            messages.error(request, _("This page is not public: there is nothing to confirm."))
        else:
            text = _("Thank you. Readers of “%(title)s” see that it was checked today.")
            messages.success(request, text % {"title": page.title})
        return redirect(next_url or _edit_url(page))
    context = {"page": page, "next_url": next_url, "edit_url": _edit_url(page)}
    return render(request, "checks/admin/confirm.html", context)


def _checked_page(user, page_id: int) -> CheckedPage:
    page = get_object_or_404(Page.objects.filter(depth__gt=1), pk=page_id).specific
    if not isinstance(page, CheckedPage):
        raise Http404
    if not rules.may_confirm(user, page):
        raise PermissionDenied
    return page


def _edit_url(page: CheckedPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
