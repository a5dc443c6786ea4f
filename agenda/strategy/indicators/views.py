"""Uploading values in two steps, and fetching them on demand."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.log_actions import log

from ..models.indicators import FetchProblem, Indicator
from . import pending
from .fetching import fetch_values
from .forms import ConfirmForm, UploadForm
from .reading import UnreadableFile, read
from .services import Changes, import_values, planned_changes
from .words import number_text

MAX_SHOWN = 50
may_import = permission_required(
    ["strategy.add_indicatorvalue", "strategy.change_indicatorvalue"], raise_exception=True
)


def values_url(indicator: Indicator) -> str:
    """Return the address of the list of an indicator's values."""
    return f"{reverse('wagtailsnippets_strategy_indicatorvalue:list')}?indicator={indicator.pk}"


@may_import
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file or a pasted table and lead on to its preview; imports nothing."""
    indicator = get_object_or_404(Indicator, pk=pk)
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    if form.is_valid():
        try:
            pending.keep(request, indicator, read(indicator, form.data_to_read()))
        except UnreadableFile as error:
            form.add_error(None, str(error))
        else:
            return redirect("indicator_check", pk=pk)
    context = {"indicator": indicator, "form": form, "values_url": values_url(indicator)}
    return render(
        request,
        "strategy/admin/indicator_upload.html",
        context,
        status=422 if form.is_bound else 200,
    )


@may_import
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what an upload would change, and take it over once that is confirmed."""
    indicator = get_object_or_404(Indicator, pk=pk)
    waiting = pending.kept(request, indicator)
    if waiting is None:
        messages.warning(request, gettext("No upload waits here; it is taken over or too old."))
        return redirect("indicator_upload", pk=pk)
    reading = waiting.reading
    form = ConfirmForm(
        request.POST if request.method == "POST" else None,
        initial={"token": waiting.token},
        has_errors=bool(reading.errors),
    )
    if form.is_valid():
        if form.cleaned_data["token"] == waiting.token:
            return _take_over(request, indicator, reading)
        messages.warning(request, gettext("There is a newer upload; check this one."))
        return redirect("indicator_check", pk=pk)
    context = _preview(planned_changes(indicator, reading.rows), reading.errors)
    context |= {"indicator": indicator, "form": form}
    return render(
        request,
        "strategy/admin/indicator_check.html",
        context,
        status=422 if form.is_bound else 200,
    )


def _take_over(request: HttpRequest, indicator: Indicator, reading) -> HttpResponse:
    changes = import_values(indicator, reading.rows)
    pending.drop(request, indicator)
    counts = {"added": len(changes.added), "changed": len(changes.changed)}
    log(instance=indicator, action="strategy.import_values", user=request.user, data=counts)
    text = gettext("Taken over: %(added)d new values, %(changed)d changed ones.")
    messages.success(request, text % counts)
    return redirect(values_url(indicator))


def _preview(changes: Changes, errors: list) -> dict:
    return {
        "counts": [
            (len(changes.added), gettext("new")),
            (len(changes.changed), gettext("will be changed")),
            (changes.unchanged, gettext("stay as they are")),
            (len(errors), gettext("faulty")),
        ],
        "has_rows": bool(changes.added or changes.changed or changes.unchanged),
        "errors": errors[:MAX_SHOWN],
        "more_errors": max(0, len(errors) - MAX_SHOWN),
        "added": [
            {"date": row.date, "value": number_text(row.value), "note": row.note or ""}
            for row in changes.added[:MAX_SHOWN]
        ],
        "more_added": max(0, len(changes.added) - MAX_SHOWN),
        "changed": [
            {
                "date": row.date,
                "before": number_text(value.value),
                "after": number_text(row.value),
                "note_before": value.note,
                "note_after": value.note if row.note is None else row.note,
            }
            for row, value in changes.changed[:MAX_SHOWN]
        ],
        "more_changed": max(0, len(changes.changed) - MAX_SHOWN),
    }


@may_import
@require_POST
def fetch_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Fetch the values of an indicator without waiting for its day."""
    indicator = get_object_or_404(Indicator.objects.to_fetch(), pk=pk)
    before = indicator.values.count()
    problem = fetch_values(indicator)
    if problem:
        messages.error(request, FetchProblem(problem).label)
    else:
        added = indicator.values.count() - before
        text = ngettext("Fetched: %(count)d new value.", "Fetched: %(count)d new values.", added)
        messages.success(request, text % {"count": added})
    return redirect("indicator_upload", pk=pk)


admin_urls = [
    path("indicators/<int:pk>/upload/", upload, name="indicator_upload"),
    path("indicators/<int:pk>/check/", check, name="indicator_check"),
    path("indicators/<int:pk>/fetch/", fetch_now, name="indicator_fetch"),
]
