"""Questions about organisations that views and other rooms ask."""

from django.http import HttpRequest

from agenda.calendar.models import Occurrence
from agenda.directories.models import DirectoryEntry
from cms.content.queries import active_locale

from . import rules
from .models import Organisation

MAX_EVENTS = 30
UPCOMING = 8


def organisations_of_request(request: HttpRequest) -> list[dict]:
    """Return the organisations of the request's user, each with its events and their states."""
    return [
        {
            "organisation": organisation,
            "events": [
                {"event": event, **rules.event_state(event)}
                for event in rules.events_of(organisation)[:MAX_EVENTS]
            ],
        }
        for organisation in Organisation.objects.of_member(request.user)
    ]


def upcoming_dates(organisation: Organisation) -> list[Occurrence]:
    """Return the organisation's next public dates, each with its page as `.event`."""
    locale = active_locale()
    events = rules.EventPage.objects.filter(organiser_key=organisation.key, locale=locale)
    dates = Occurrence.objects.of(events.live().public()).upcoming()
    return dates[:UPCOMING].with_events(locale)


def entries_of(organisation: Organisation):
    """Return what the organisation offers and seeks in directories."""
    return DirectoryEntry.objects.visible().filter(organisation_key=organisation.key)
