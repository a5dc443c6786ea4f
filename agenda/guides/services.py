"""Telling readers what is new in a guide when it is published."""

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from cms.content import page_cache

from .models import ChangeNote, GuidePage


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
