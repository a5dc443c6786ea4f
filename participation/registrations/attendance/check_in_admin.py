"""Check-in at the door, on a phone: by name, or by the code that somebody shows."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from . import services
from .admin import date_for
from .participants import Participant, named_like, participant, participants_of
from .rules import NotNow, why_no_check_in


@never_cache
@require_safe
def check_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Find people by name; each has one button."""
    words = request.GET.get("q", "").strip()[:100]
    return _list(request, pk, lambda people: named_like(people, words), words=words)


@never_cache
@require_safe
def ticket_holders(request: HttpRequest, pk: int, registration_id: int) -> HttpResponse:
    """Show the people of one registration, as the code at the door asks for."""
    return _list(
        request,
        pk,
        lambda people: [p for p in people if p.registration.pk == registration_id] or None,
        is_ticket=True,
    )


@require_POST
def note(request: HttpRequest, pk: int, registration_id: int, position: int) -> HttpResponse:
    """Note that somebody is here, or take it back."""
    occurrence, _training = date_for(request, pk)
    person = participant(occurrence, registration_id, position)
    if person is None:
        raise Http404
    if request.POST.get("action") == "undo":
        services.take_back(occurrence, person)
        messages.success(request, _("%(name)s is not checked in.") % {"name": person.name})
    else:
        _check_in(request, occurrence, person)
    # The next guest has another name: the search starts anew, where this one stands.
    here = f"#person-{registration_id}-{position}"
    return redirect(reverse("attendance_check_in", args=[occurrence.pk]) + here)


def _check_in(request: HttpRequest, occurrence, person: Participant) -> None:
    try:
        services.check_in(occurrence, person, by=request.user)
    except NotNow as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, _("%(name)s is checked in.") % {"name": person.name})


def _list(request: HttpRequest, pk: int, choose, **context) -> HttpResponse:
    occurrence, training = date_for(request, pk)
    people = participants_of(occurrence)
    chosen = choose(people)
    if chosen is None:
        raise Http404
    context |= {
        "occurrence": occurrence,
        "training": training,
        "people": chosen,
        "expected": sum(person.has_seat for person in people),
        "present": sum(person.is_present for person in people),
        "why_not": why_no_check_in(occurrence),
    }
    return render(request, "registrations/desk/check_in.html", context)


admin_urls = [
    path("trainings/<int:pk>/check-in/", check_in, name="attendance_check_in"),
    path(
        "trainings/<int:pk>/check-in/<int:registration_id>/",
        ticket_holders,
        name="attendance_ticket",
    ),
    path(
        "trainings/<int:pk>/check-in/<int:registration_id>/<int:position>/",
        note,
        name="attendance_note",
    ),
]
