"""The calendar for calendar programs."""

import uuid
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.content.models import SiteIdentity
from cms.content.queries import active_locale

from .feeds import CONTENT_TYPE, calendar_file
from .filters import CalendarFilters
from .models import EventPage, Occurrence
from .queries import public_event

MAX_DATES_IN_FEED = 1000
# Who subscribes keeps what has just been.
FEED_LOOKS_BACK = timedelta(days=30)


@require_safe
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """Send the dates of all public events, filtered as the calendar page is."""
    locale = active_locale()
    filters = CalendarFilters(request.GET)
    events = filters.apply(EventPage.objects.filter(locale=locale).live().public())
    start = filters.starts_at or timezone.now() - FEED_LOOKS_BACK
    occurrences = Occurrence.objects.of(events).between(start, filters.ends_at)
    name = SiteIdentity.for_request(request).name
    return calendar_response(
        name, occurrences[:MAX_DATES_IN_FEED].with_events(locale), "kalender.ics"
    )


@require_safe
def event_feed(request: HttpRequest, event_key: uuid.UUID) -> HttpResponse:
    """Send the dates of one event; a language it lacks is replaced by its own."""
    event = public_event(event_key, active_locale())
    if event is None:
        raise Http404
    occurrences = event.occurrences.order_by("starts_at").with_events(event.locale)
    return calendar_response(event.title, occurrences, f"{event.slug}.ics")


def calendar_response(name: str, occurrences: list[Occurrence], file_name: str) -> HttpResponse:
    """Return dates as the answer to a calendar program."""
    response = HttpResponse(calendar_file(name, occurrences), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'inline; filename="{file_name}"'
    return response
