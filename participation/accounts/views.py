"""A person's own area."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import sections


@never_cache
@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show a person what they contributed and what they may change."""
    title = _("My area")
    context = {
        "title": title,
        "sections": sections.sections_for(request),
        "breadcrumb_items": [{"title": title, "url": request.path}],
    }
    return render(request, "accounts/account.html", context)
