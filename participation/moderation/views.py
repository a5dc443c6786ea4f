"""Reporting a contribution."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from participation.accounts import contributions
from participation.accounts.limits import limit_contributions
from participation.accounts.models import Contribution
from participation.accounts.queries import person_of

from . import services
from .forms import ReportForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limit_contributions
def report_form(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Tell that a published contribution should not be public."""
    contribution = _published(kind, pk)
    person = person_of(request)
    form = ReportForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        services.report(
            contribution,
            reason=form.cleaned_data["reason"],
            text=form.cleaned_data["text"],
            name=form.cleaned_data["name"],
            email=person.email if person else form.cleaned_data["email"],
            submission_key=form.cleaned_data["submission_key"],
        )
        return redirect("report_sent")
    title = _("Report a contribution")
    context = {
        "form": form,
        "contribution": contribution,
        "contribution_title": contributions.kind_of(contribution).describe(contribution),
        "title": title,
        "breadcrumb_items": [{"title": title, "url": request.path}],
    }
    status = 422 if form.is_bound else 200
    return render(request, "moderation/report_form.html", context, status=status)


@never_cache
@require_safe
def report_sent(request: HttpRequest) -> HttpResponse:
    """Say what happens next."""
    title = _("Thank you for your report")
    context = {"title": title, "breadcrumb_items": [{"title": title, "url": request.path}]}
    return render(request, "moderation/report_sent.html", context)


def _published(kind_name: str, pk: int) -> Contribution:
    try:
        kind = contributions.kind_named(kind_name)
    except KeyError as error:
        raise Http404 from error
    if not kind.is_moderated:
        raise Http404
    contribution = get_object_or_404(kind.model._default_manager.visible(), pk=pk)
    if not kind.url(contribution):
        # What was said on a page that is no longer public is not public either.
        raise Http404
    return contribution
