"""Services by XZuFi in the admin: upload, preview, confirmation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from agenda.pending import PendingFiles

from ..models import ServiceIndexPage
from .document import BadFile
from .forms import UploadForm
from .importing import carry_out, indexes_for, plan

pending = PendingFiles("xzufi")


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file; imports nothing."""
    if not indexes_for(request.user):
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        token = pending.keep(request.user, form.document, form.cleaned_data["index"])
        return redirect("xzufi_preview", token=token)
    status = 422 if request.method == "POST" else 200
    return render(request, "services/admin/upload.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show row by row what a file would do, and do it once that is confirmed."""
    waiting = pending.kept(request.user, token)
    if waiting is None:
        return _over(request, token)
    index = _index(request, waiting.parent_id)
    problems: list[str] = []
    if request.method == "POST":
        try:
            return _take_over(request, token, index)
        except BadFile as error:
            problems = error.problems
    context = {"plan": plan(waiting.document, index, request.user), "problems": problems}
    status = 422 if problems else 200
    return render(request, "services/admin/preview.html", context, status=status)


def _take_over(request: HttpRequest, token: str, index: ServiceIndexPage) -> HttpResponse:
    waiting = pending.claim(request.user, token)
    if waiting is None:
        return _over(request, token)
    try:
        done = carry_out(waiting.document, index, user=request.user)
    except BadFile:
        pending.give_back(request.user, token, waiting)
        raise
    pending.remember(request.user, token, index.pk)
    count = len(done.to_write)
    text = ngettext(
        "A draft of %(count)s service waits now.", "Drafts of %(count)s services wait now.", count
    )
    messages.success(request, text % {"count": count})
    return redirect("wagtailadmin_explore", index.pk)


def _over(request: HttpRequest, token: str) -> HttpResponse:
    """Lead to what came of a file, or back to the upload."""
    if (page_id := pending.result(request.user, token)) is not None:
        return redirect("wagtailadmin_explore", page_id)
    messages.warning(request, gettext("No file waits here; it is taken over or too old."))
    return redirect("xzufi_upload")


def _index(request: HttpRequest, page_id: int) -> ServiceIndexPage:
    """Return the overview chosen before, if the person may still add services there."""
    for page in indexes_for(request.user):
        if page.pk == page_id:
            return page
    raise PermissionDenied


admin_urls = [
    path("xzufi/", upload, name="xzufi_upload"),
    path("xzufi/<str:token>/", preview, name="xzufi_preview"),
]
