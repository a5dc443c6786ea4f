"""The dates of an event that is being written, in words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_POST

from .dates_form import DatesForm
from .preview import FRAGMENT_HEADER


@require_POST
def dates_preview(request: HttpRequest) -> HttpResponse:
    """Show which dates the form comes to; stores nothing."""
    form = DatesForm(request.POST)
    preview = form.preview() if form.is_valid() else None
    is_fragment = FRAGMENT_HEADER in request.headers
    template = "calendar/dates_preview.html" if is_fragment else "calendar/admin/dates.html"
    context = {"form": form, "preview": preview}
    return render(request, template, context, status=200 if preview else 422)


admin_urls = [path("termine/vorschau/", dates_preview, name="event_dates_preview")]
