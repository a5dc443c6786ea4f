"""Questions about organisations that views and other rooms ask."""

from django.http import HttpRequest

from agenda.calendar.models import EventPage, Occurrence
from agenda.directories.models import DirectoryEntry, DirectoryPage
from cms.content.queries import active_locale

from . import rules
from .models import CharterPage, CharterSignature, Organisation

MAX_EVENTS = 60
UPCOMING = 8


def organisations_of_request(request: HttpRequest) -> list[dict]:
    """Return the organisations of the request's user, each with its events and their states."""
    organisations = list(Organisation.objects.of_member(request.user))
    rows = {
        organisation.key: {"organisation": organisation, "events": []}
        for organisation in organisations
    }
    for own in rules.event_states(rules.events_of(*organisations)[:MAX_EVENTS]):
        rows[own["event"].organiser_key]["events"].append(own)
    return list(rows.values())


def upcoming_dates(organisation: Organisation) -> list[Occurrence]:
    """Return the organisation's next public dates, each with its page as `.event`."""
    locale = active_locale()
    events = EventPage.objects.filter(organiser_key=organisation.key, locale=locale)
    dates = Occurrence.objects.of(events.live().public()).upcoming()
    return dates[:UPCOMING].with_events(locale)


def entries_of(organisation: Organisation) -> list[DirectoryEntry]:
    """Return what the organisation offers and seeks, each with its public `.address`."""
    directories = {
        page.translation_key: page
        for page in DirectoryPage.objects.filter(locale=active_locale()).live().public()
    }
    entries = (
        DirectoryEntry.objects.visible()
        .filter(organisation_key=organisation.key, directory__translation_key__in=list(directories))
        .select_related("directory")
    )
    for entry in entries:
        page = directories[entry.directory.translation_key]
        entry.address = f"{page.url}{page.entry_path(entry)}"
    return list(entries)


def public_signature(organisation: Organisation) -> CharterSignature | None:
    """Return the organisation's first signature, with the page it stands on as `.charter`."""
    charters = {
        page.translation_key: page
        for page in CharterPage.objects.filter(locale=active_locale()).live().public()
    }
    signature = organisation.signatures.filter(charter_key__in=list(charters)).first()
    if signature:
        signature.charter = charters[signature.charter_key]
    return signature
