"""Correcting in the admin what readers were told of a guide's changes."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from . import services
from .forms import ChangeNoteForm
from .models import GuidePage


@require_http_methods(["GET", "HEAD"])
def list_changes(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show all notes of a guide, each of which leads to its form."""
    page = _guide(request.user, page_id)
    context = {"page": page, "notes": page.change_notes.all()}
    return render(request, "guides/admin/changes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def correct_change(request: HttpRequest, page_id: int, pk: int) -> HttpResponse:
    """Take other words for one note, or delete it."""
    page = _guide(request.user, page_id)
    note = get_object_or_404(page.change_notes, pk=pk)
    if request.method == "POST" and "delete" in request.POST:
        services.delete_note(note, by=request.user)
        messages.success(request, _("The note is deleted."))
        return redirect("guide_changes", page.pk)
    form = ChangeNoteForm(request.POST or None, instance=note)
    if request.method == "POST" and form.is_valid():
        services.correct_note(form.instance, by=request.user)
        messages.success(request, _("The note is corrected."))
        return redirect("guide_changes", page.pk)
    return render(request, "guides/admin/change.html", {"page": page, "form": form})


def _guide(user, page_id: int) -> GuidePage:
    page = get_object_or_404(GuidePage, pk=page_id)
    if not services.may_correct_notes(user, page):
        raise PermissionDenied
    return page
