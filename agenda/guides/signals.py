"""Notes of changes are told as soon as their page is public, whoever or whatever published it."""

from wagtail.signals import page_published

from . import services
from .models import GuidePage


def connect() -> None:
    """Keep the note of each publication: by hand, by a workflow or by the schedule."""
    page_published.connect(_tell, sender=GuidePage, dispatch_uid="change-note-of-guide")


def _tell(sender, instance, revision=None, **kwargs) -> None:
    services.publish_note(instance, revision)
