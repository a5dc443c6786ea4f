"""The exchange with other cities in the admin: upload, preview, confirmation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.models import Page, Site

from ..models import FieldOfActionPage
from ..public import public_agendas
from .forms import UploadForm, parents_for
from .importing import Plan, carry_out, plan
from .pending import pending
from .reading import BadFile


@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request: HttpRequest) -> HttpResponse:
    """Offer the agendas for download, and take a file; imports nothing."""
    if not parents_for(request.user):
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        token = pending.keep(request.user, form.document, form.cleaned_data["parent"])
        return redirect("exchange_preview", token=token)
    agendas = public_agendas(Site.find_for_request(request)).select_related("locale")
    context = {"form": form, "agendas": agendas}
    status = 422 if request.method == "POST" else 200
    return render(request, "strategy/admin/exchange.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a file would create, and create it once that is confirmed."""
    waiting = pending.kept(request.user, token)
    if waiting is None:
        return _over(request, token)
    parent = _parent(request, waiting.parent_id)
    problems: list[str] = []
    if request.method == "POST":
        chosen = plan(waiting.document, parent, set(request.POST.getlist("measure")))
        if chosen.creates_nothing:
            problems = [gettext("Choose at least one measure.")]
        else:
            try:
                return _take_over(request, token, chosen)
            except BadFile as error:
                problems = error.problems
    planned = plan(waiting.document, parent)
    context = {"plan": planned, "problems": problems, "origin": waiting.document["origin"]}
    status = 422 if problems else 200
    return render(request, "strategy/admin/exchange_preview.html", context, status=status)


def _take_over(request: HttpRequest, token: str, chosen: Plan) -> HttpResponse:
    waiting = pending.claim(request.user, token)
    if waiting is None:
        return _over(request, token)
    try:
        pages = carry_out(chosen, user=request.user)
    except Exception:
        pending.give_back(request.user, token, waiting)
        raise
    place = pages[0] if chosen.is_whole_agenda else chosen.parent
    pending.remember(request.user, token, place.pk)
    count = len(chosen.chosen)
    text = ngettext(
        "%(count)s measure is a draft now.", "%(count)s measures are drafts now.", count
    )
    messages.success(request, text % {"count": count})
    return redirect("wagtailadmin_explore", place.pk)


def _over(request: HttpRequest, token: str) -> HttpResponse:
    """Lead to what came of a file, or back to the upload."""
    if (page_id := pending.result(request.user, token)) is not None:
        return redirect("wagtailadmin_explore", page_id)
    messages.warning(request, gettext("No file waits here; it is taken over or too old."))
    return redirect("exchange")


def _parent(request: HttpRequest, page_id: int) -> Page:
    """Return the page below which the file shall come, if the person may add something there."""
    pages = {page.pk: page for page, _label in parents_for(request.user)}
    if page_id not in pages:
        raise PermissionDenied
    page = pages[page_id]
    return page if isinstance(page, FieldOfActionPage) else page.specific


admin_urls = [
    path("exchange/", exchange, name="exchange"),
    path("exchange/<str:token>/", preview, name="exchange_preview"),
]
