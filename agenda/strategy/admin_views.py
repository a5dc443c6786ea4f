"""The office's desk in the admin: my measures, and the report on one of them."""

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from . import rules, services
from .admin_forms import ReportForm
from .desk import due_count, my_measures
from .models import MeasurePage

PER_PAGE = 20


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """List all measures that the person answers for."""
    mine = my_measures(request.user)
    context = {
        "page_obj": Paginator(mine, PER_PAGE).get_page(request.GET.get("p")),
        "due_count": due_count(mine),
    }
    return render(request, "strategy/admin/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show the form of one measure and take what the office tells."""
    measure = _reportable(request.user, key)
    form = ReportForm(request.POST if request.method == "POST" else None, measure=measure)
    if request.method == "POST" and form.is_valid():
        told = form.report()
        if told or "as_planned" in request.POST:
            submission_key = form.cleaned_data["submission_key"]
            return _send(request, measure, submission_key=submission_key, **told)
        form.add_error(None, _("Nothing is new here. If all goes as planned, press that button."))
    context = {"measure": measure, "form": form}
    status = 422 if form.errors else 200
    return render(request, "strategy/admin/report.html", context, status=status)


@require_POST
def as_planned(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Take it that nothing has changed."""
    return _send(request, _reportable(request.user, key))


def _reportable(user, key: uuid.UUID) -> MeasurePage:
    measures = MeasurePage.objects.sources().live().with_update_due().select_related("locale")
    measure = get_object_or_404(measures, translation_key=key)
    if not rules.may_report(user, measure):
        raise PermissionDenied
    return measure


def _send(request: HttpRequest, measure: MeasurePage, **told) -> HttpResponse:
    try:
        measure = services.report(measure, by=request.user, **told)
    except rules.NotResponsible as error:
        raise PermissionDenied from error
    except (rules.NotPublic, rules.NotYetReached, rules.ReasonMissing, ValidationError):
        # Somebody else changed the measure while the form was open, or the page has a fault.
        messages.error(
            request, _("This could not be published. Please try again, or ask the editors.")
        )
        return redirect("measure_report", measure.translation_key)
    address = measure.get_url(request)
    buttons = [messages.button(address, _("View what readers see"))] if address else []
    text = _("Thank you. “%(title)s” is up to date.") % {"title": measure.title}
    messages.success(request, text, buttons=buttons)
    return redirect("wagtailadmin_home")
