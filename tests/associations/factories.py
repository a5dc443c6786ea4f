"""Associations as the tests need them."""

import uuid
from datetime import timedelta

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Site, Workflow, WorkflowPage, WorkflowTask

from agenda.calendar.models import CalendarPage, EventPage
from participation.accounts.models import User
from participation.associations import services
from participation.associations.models import CharterPage, Commitment, Membership, Organisation
from tests.calendar.factories import a_calendar, in_days


def an_organisation(slug: str = "sv-lohe", **fields) -> Organisation:
    """Return an association."""
    return Organisation.objects.create(slug=slug, **{"name": f"Verein {slug}"} | fields)


def a_member(organisation: Organisation, role: str = Membership.Role.EDITOR, **fields) -> User:
    """Return somebody who acts for the association."""
    number = User.objects.count()
    person = User.objects.create_user(f"mitglied{number}@verein.example", **fields)
    services.add_member(organisation, person, role)
    return person


def a_checked_calendar() -> CalendarPage:
    """Return a calendar whose workflow asks the editors."""
    calendar = a_calendar()
    task = GroupApprovalTask.objects.create(name="Redaktion gibt frei")
    task.groups.set([Group.objects.get(name="Editors")])
    workflow = Workflow.objects.create(name="Veranstaltungen prüfen")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=calendar)
    return calendar


def a_submission(calendar: CalendarPage, person: User, **fields) -> EventPage:
    """Return an event that a member has handed in."""
    membership = person.memberships.get()
    starts_at = in_days(10)
    defaults = {
        "submission_key": uuid.uuid4(),
        "title": "Gehfußball",
        "summary": "Fußball ohne Rennen.",
        "text": "Ein Fuß bleibt am Boden.",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
    }
    return services.submit_event(calendar, membership, **defaults | fields)


def approve(event: EventPage, editor: User) -> EventPage:
    """Approve what waits, as an editor does, and return the event as it is then."""
    as_stored(event).current_workflow_task_state.approve(user=editor)
    return as_stored(event)


def send_back(event: EventPage, editor: User, reason: str) -> None:
    """Return what waits with a reason, as an editor does."""
    as_stored(event).current_workflow_task_state.reject(user=editor, comment=reason)


def as_stored(event: EventPage) -> EventPage:
    """Return the event as the database has it now."""
    return EventPage.objects.get(pk=event.pk)


def a_charter(**fields) -> CharterPage:
    """Return a published charter with a commitment of each side."""
    charter = CharterPage(**{"title": "Bürger-Charta", "slug": "buerger-charta"} | fields)
    charter.commitments = [
        Commitment(party=party, title=f"Zusage {party.label}", text="Wir antworten.")
        for party in Commitment.Party
    ]
    Site.objects.get(is_default_site=True).root_page.add_child(instance=charter)
    return charter


def form_data(**fields) -> dict:
    """Return what a browser sends for a complete event."""
    starts_at = in_days(20)
    return {
        "title": "Fotospaziergang",
        "summary": "Linien, Licht und Möwen.",
        "text": "Start am Speicher.\n\nZiel am Hafen.",
        "starts_at": f"{starts_at:%Y-%m-%dT%H:%M}",
        "ends_at": f"{starts_at + timedelta(hours=2):%Y-%m-%dT%H:%M}",
        "submission_key": str(uuid.uuid4()),
    } | fields
