"""Duplicating an event in the admin."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.widgets import AdminDateTimeInput, Button

from . import duplication
from .models import EventPage


class DuplicateForm(forms.Form):
    """When the event takes place once more."""

    title = forms.CharField(
        label=_("title"), max_length=255, validators=[ProhibitNullCharactersValidator()]
    )
    starts_at = forms.DateTimeField(label=_("starts at"), widget=AdminDateTimeInput)
    ends_at = forms.DateTimeField(label=_("ends at"), widget=AdminDateTimeInput)
    keeps_repetition = forms.BooleanField(
        label=_("repeat it by the same rule"),
        required=False,
        help_text=_("Cancelled, skipped and extra dates are not taken over."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def duplicate_event(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask for the new dates, and lead to the draft."""
    event = get_object_or_404(EventPage, pk=page_id).get_latest_revision_as_object()
    if not may_duplicate(request.user, event):
        raise PermissionDenied
    form = DuplicateForm(request.POST or None, initial={"title": event.title})
    if request.method == "POST" and form.is_valid():
        try:
            copy = duplication.duplicate(event, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, gettext("This is the draft with the new dates."))
            return redirect("wagtailadmin_pages:edit", copy.pk)
    status = 422 if form.is_bound else 200
    context = {"page": event, "form": form}
    return render(request, "calendar/admin/duplicate.html", context, status=status)


def may_duplicate(user, event: EventPage) -> bool:
    """Say whether somebody may copy an event to the calendar in which it is."""
    return event.permissions_for_user(user).can_copy_to(event.get_parent())


def duplicate_button(page, user) -> Button | None:
    """Return the button that leads from an event to its duplicate."""
    is_event = issubclass(page.cached_content_type.model_class() or object, EventPage)
    if not is_event or not may_duplicate(user, page):
        return None
    url = reverse("duplicate_event", args=[page.pk])
    return Button(gettext("Duplicate with new dates"), url, icon_name="copy", priority=68)


admin_urls = [path("events/<int:page_id>/duplicate/", duplicate_event, name="duplicate_event")]
