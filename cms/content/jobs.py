"""Repeated jobs of the content room."""

from django.core.management import call_command

from .schedule import every


@every(minutes=1)
def publish_scheduled_pages() -> None:
    """Publish and expire what editors scheduled."""
    call_command("publish_scheduled", verbosity=0)


@every(days=1)
def clear_expired_sessions() -> None:
    """Remove sessions that have ended."""
    call_command("clearsessions", verbosity=0)
