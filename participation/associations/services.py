"""What changes organisations, their events and their signatures."""

import uuid

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Page

from agenda.calendar import services as calendar
from agenda.calendar.models import CalendarPage, EventPage
from cms.content.models import CustomImage
from participation.accounts.models import User

from .models import CharterPage, CharterSignature, Membership, Organisation


class NotAllowed(Exception):
    """The person's role in the organisation does not allow this."""


class Locked(Exception):
    """An editor has locked the event."""


def add_member(organisation: Organisation, person: User, role: str) -> Membership:
    """Let `person` act for the organisation; repeating it changes the role only."""
    membership, _created = Membership.objects.update_or_create(
        organisation=organisation, person=person, defaults={"role": role}
    )
    return membership


@transaction.atomic
def submit_event(
    calendar_page: CalendarPage,
    membership: Membership,
    *,
    submission_key: uuid.UUID,
    picture: UploadedFile | None = None,
    **fields,
) -> EventPage:
    """Create a draft event of the organisation and hand it to the editors.

    `fields` are those of agenda.calendar.services.create_draft_event. The same
    `submission_key` creates one event only. Raises ValidationError.
    """
    organisation = membership.organisation
    # Whoever sends the form twice waits here for the first one.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    # Keys of other pages are public: what a form sends must never become one of them.
    key = uuid.uuid5(organisation.key, str(submission_key))
    repeated = EventPage.objects.filter(translation_key=key)
    if first := repeated.filter(organiser_key=organisation.key).first():
        return first
    if picture:
        fields["listing_image"] = _store(picture, fields["title"], membership.person)
    event = calendar.create_draft_event(
        calendar_page,
        owner=membership.person,
        organiser_key=organisation.key,
        organiser_name=organisation.name,
        translation_key=key,
        **fields,
    )
    _start_workflow(event, membership.person)
    return event


@transaction.atomic
def change_event(
    event: EventPage, membership: Membership, *, picture: UploadedFile | None = None, **fields
) -> EventPage:
    """Save a new version of an event and hand it to the editors; what is live stays.

    Raises ValidationError and Locked.
    """
    page = _held(event)
    if picture:
        fields["listing_image"] = _store(picture, fields["title"], membership.person)
    draft = calendar.update_draft_event(page, owner=membership.person, **fields)
    _end_workflow(page, membership.person)
    page.refresh_from_db()
    _start_workflow(page, membership.person)
    return draft


@transaction.atomic
def withdraw_event(event: EventPage, membership: Membership) -> None:
    """Take back what was never published, or the version that waits. Raises Locked."""
    page = _held(event)
    _end_workflow(page, membership.person)
    if page.first_published_at is None:
        # The member may, though not in the admin, whose permissions the action asks for.
        DeletePageAction(page, membership.person).execute(skip_permission_checks=True)
    elif page.live and page.has_unpublished_changes:
        # An editor who publishes later must not publish what was taken back.
        page.save_revision(user=membership.person, changed=False, log_action=True)
        Page.objects.filter(pk=page.pk).update(has_unpublished_changes=False)


@transaction.atomic
def sign_charter(charter: CharterPage, membership: Membership, *, words: str) -> CharterSignature:
    """Sign for an organisation; a second signature returns the first. Raises NotAllowed."""
    if membership.role != Membership.Role.ADMIN:
        raise NotAllowed
    signature, _created = CharterSignature.objects.get_or_create(
        charter_key=charter.translation_key,
        organisation=membership.organisation,
        defaults={
            "signed_on": timezone.localdate(),
            "signed_by": membership.person,
            "words": words,
        },
    )
    return signature


def _held(event: EventPage) -> EventPage:
    """Return the event as it is live, so that nobody else changes it in this transaction."""
    page = Page.objects.select_for_update().get(pk=event.pk).specific
    if page.locked:
        raise Locked
    return page


def _end_workflow(event: EventPage, person: User) -> None:
    if workflow_state := event.current_workflow_state:
        workflow_state.cancel(user=person)


def _start_workflow(event: EventPage, person: User) -> None:
    if workflow := event.get_workflow():
        workflow.start(event, person)


def _store(picture: UploadedFile, title: str, person: User) -> CustomImage:
    return CustomImage.objects.create(
        title=title[:200], file=picture, uploaded_by_user=person, description=""
    )
