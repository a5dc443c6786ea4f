"""The desk in the admin: dates, their people, the sheet, spreadsheets and messages."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.generic import View
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from agenda.calendar.models import Occurrence, TrainingPage
from cms.content.reports import SafeSpreadsheetMixin

from ..models import Registration
from ..rules import booked_dates
from . import services
from .forms import MessageForm
from .participants import participants_of
from .rules import NotNow, training_for, trainings_of

DATES_PER_PAGE = 30
EMPTY_LINES = range(5)


def date_for(request: HttpRequest, pk: int) -> tuple[Occurrence, TrainingPage]:
    """Return a date and its training, for those who may edit the training's page."""
    occurrence = get_object_or_404(Occurrence, pk=pk)
    training = training_for(request.user, occurrence)
    if training is None:
        raise PermissionDenied
    return occurrence, training


@require_safe
def dates(request: HttpRequest) -> HttpResponse:
    """List the dates of the trainings that somebody edits, with the number of people."""
    is_past = request.GET.get("when") == "past"
    words = request.GET.get("q", "").strip()[:100]
    trainings = trainings_of(request.user)
    if words:
        trainings = trainings.filter(title__icontains=words)
    found = Occurrence.objects.of(trainings)
    found = found.past() if is_past else found.upcoming()
    page_obj = Paginator(found, DATES_PER_PAGE).get_page(request.GET.get("p"))
    page_obj.object_list = _with_counts(list(page_obj.object_list), trainings)
    context = {"page_obj": page_obj, "is_past": is_past, "words": words}
    return render(request, "registrations/desk/dates.html", context)


def _with_counts(occurrences: list[Occurrence], trainings) -> list[Occurrence]:
    keys = {occurrence.event_key for occurrence in occurrences}
    pages = trainings.filter(translation_key__in=keys).defer("body").order_by("-pk")
    by_key = {page.translation_key: page for page in pages}
    booked = booked_dates(occurrences)
    counts = Registration.objects.counts({*booked, *booked.values()})
    for occurrence in occurrences:
        occurrence.training = by_key[occurrence.event_key]
        found = [counts.get(pk, {}) for pk in {occurrence.pk, booked[occurrence.pk]}]
        occurrence.counts = {
            name: sum(people.get(name, 0) for people in found) for name in ("seated", "waiting")
        }
    return occurrences


class DateView(SafeSpreadsheetMixin, SpreadsheetExportMixin, View):
    """The people of one date, on screen or as a spreadsheet.

    Notes ask for what people need, as sensitive answers do: neither leaves in a file.
    """

    list_export = [
        "name",
        "state_label",
        "answers_for_files",
        "language",
        "attendance_label",
    ]
    export_headings = {
        "name": _("name"),
        "state_label": _("state"),
        "answers_for_files": _("answers"),
        "language": _("language"),
        "attendance_label": _("attendance"),
    }

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer with the list, or with all of it as a file, which the history keeps."""
        occurrence, training = date_for(request, pk)
        people = participants_of(occurrence)
        if self.is_export:
            self.export_filename = f"{training.slug}-{timezone.localtime(occurrence.starts_at):%F}"
            file_format = request.GET["export"]
            services.note_export(
                occurrence, training, file_format=file_format, people=len(people), by=request.user
            )
            return self.as_spreadsheet(people, file_format)
        context = {
            "occurrence": occurrence,
            "training": training,
            "seated": [person for person in people if person.has_seat],
            "waiting": [person for person in people if not person.has_seat],
            "present": sum(person.is_present for person in people),
            "absent": sum(person.is_absent for person in people),
            "sent_messages": occurrence.messages.select_related("sent_by"),
        }
        return render(request, "registrations/desk/date.html", context)


@never_cache
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the list for signing, made for paper."""
    occurrence, training = date_for(request, pk)
    people = [person for person in participants_of(occurrence) if person.has_seat]
    services.note_export(
        occurrence, training, file_format="print", people=len(people), by=request.user
    )
    context = {
        "occurrence": occurrence,
        "training": training,
        "people": people,
        "empty_lines": EMPTY_LINES,
    }
    return render(request, "registrations/desk/sheet.html", context)


@require_POST
def absences(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that everybody else did not come, or take that back."""
    occurrence, training = date_for(request, pk)
    if request.POST.get("action") == "undo":
        number = services.undo_absent(occurrence, training, by=request.user)
        text = ngettext("Taken back for %d person.", "Taken back for %d people.", number)
        messages.success(request, text % number)
        return redirect("attendance_date", pk)
    try:
        number = services.note_absent(occurrence, training, by=request.user)
    except NotNow as reason:
        messages.error(request, str(reason))
    else:
        text = ngettext(
            "%d person is noted as not having come.",
            "%d people are noted as not having come.",
            number,
        )
        messages.success(request, text % number)
    return redirect("attendance_date", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to the people of a date: first see what would go to whom, then send it."""
    occurrence, training = date_for(request, pk)
    form = MessageForm(request.POST or None)
    context = {"occurrence": occurrence, "training": training, "form": form}
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "registrations/desk/message.html", context, status=status)
    if request.POST.get("action") == "send":
        try:
            message = services.send_message(
                occurrence, training, by=request.user, **form.cleaned_data
            )
        except NotNow as reason:
            form.add_error(None, str(reason))
            form.data = form.data.copy()
            form.data["key"] = uuid.uuid4()
            return render(request, "registrations/desk/message.html", context, status=409)
        text = ngettext("Sent to %d person.", "Sent to %d people.", message.recipients)
        messages.success(request, text % message.recipients)
        return redirect("attendance_date", pk)
    if request.POST.get("action") == "preview":
        context["recipients"] = len(
            services.recipients_of(occurrence, form.cleaned_data["audience"])
        )
    return render(request, "registrations/desk/message.html", context)


admin_urls = [
    path("trainings/", dates, name="attendance_dates"),
    path("trainings/<int:pk>/", DateView.as_view(), name="attendance_date"),
    path("trainings/<int:pk>/sheet/", sheet, name="attendance_sheet"),
    path("trainings/<int:pk>/absences/", absences, name="attendance_absences"),
    path("trainings/<int:pk>/message/", write, name="attendance_message"),
]
