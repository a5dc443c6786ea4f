"""Telling readers what is new in a guide when it is published, and correcting it."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision

from cms.content import page_cache

from .models import ChangeNote, GuidePage

NOTE_CORRECTED, NOTE_DELETED = "guides.correct_note", "guides.delete_note"


class NotAllowed(Exception):
    """The person may not publish the guide."""


@transaction.atomic
def publish_note(guide: GuidePage, revision: Revision | None) -> None:
    """Keep the note of what was just published, and empty its field for the next change.

    However often the same revision is published, its note is kept once.
    """
    text = guide.change_note.strip()
    if not text or revision is None or guide.alias_of_id:
        return
    ChangeNote.objects.get_or_create(
        guide_id=guide.pk,
        revision_number=revision.pk,
        defaults={"text": text, "date": timezone.localdate()},
    )
    guide.change_note = ""
    GuidePage.objects.filter(pk=guide.pk).update(change_note="")
    _empty(revision)
    # What was written on top of it before it went live still carries the same words.
    for later in guide.revisions.filter(pk__gt=revision.pk):
        if later.content.get("change_note", "").strip() == text:
            _empty(later)
    page_cache.purge_site()


def _empty(revision: Revision) -> None:
    # Aliases of the page are filled from this very object.
    revision.content["change_note"] = ""
    Revision.objects.filter(pk=revision.pk).update(content=revision.content)


def may_correct_notes(user, guide: GuidePage) -> bool:
    """Say whether `user` may change what readers were told: whoever may publish the guide."""
    return user.is_active and guide.permissions_for_user(user).can_publish()


@transaction.atomic
def correct_note(note: ChangeNote, *, by) -> None:
    """Store the new words of `note`, and show them at once. Raises NotAllowed."""
    _note_in_log(note, NOTE_CORRECTED, by)
    note.save(update_fields=["date", "text"])
    page_cache.purge_site()


@transaction.atomic
def delete_note(note: ChangeNote, *, by) -> None:
    """Tell readers no more of a change. Raises NotAllowed."""
    _note_in_log(note, NOTE_DELETED, by)
    note.delete()
    page_cache.purge_site()


def _note_in_log(note: ChangeNote, action: str, by) -> None:
    if not may_correct_notes(by, note.guide):
        raise NotAllowed
    log(note.guide, action, user=by)
