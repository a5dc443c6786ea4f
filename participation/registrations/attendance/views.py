"""The ticket: what its code leads to, and its picture."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.content.queries import active_locale

from .. import links, tickets
from ..models import Registration
from ..rules import sessions_of, training_of
from .rules import may_run, session_at_the_door, training_for


@never_cache
@require_safe
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """Lead staff to the check-in of these people; tell everybody else only the date.

    The code is shown openly at the door: it must not lead to what only the mail's link opens.
    """
    registration = _registration(token)
    occurrence = registration.occurrence
    if tickets.has_ticket(registration) and may_run(request.user, occurrence):
        sessions = sessions_of(occurrence, training_for(request.user, occurrence))
        session = session_at_the_door(sessions)
        return redirect("attendance_ticket", session.pk, registration.pk)
    sessions = sessions_of(occurrence, training_of(occurrence, active_locale()))
    title = _("Ticket for the entrance")
    context = {
        "title": title,
        "breadcrumb_items": [{"title": title, "url": request.path}],
        "occurrence": occurrence,
        "sessions": [session_at_the_door(sessions)],
        "has_ticket": tickets.has_ticket(registration),
    }
    return render(request, "registrations/door.html", context)


@never_cache
@require_safe
def ticket_picture(request: HttpRequest, token: str) -> HttpResponse:
    """Return the code as a picture; who has no seat any more has none."""
    registration = _registration(token)
    if not tickets.has_ticket(registration):
        raise Http404
    return HttpResponse(tickets.as_png(registration), content_type="image/png")


def _registration(token: str) -> Registration:
    try:
        return tickets.shown_by(token)
    except links.LinkInvalid as error:
        raise Http404 from error
