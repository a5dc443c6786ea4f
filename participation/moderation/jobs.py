"""Repeated jobs of the moderation room."""

from cms.content.schedule import every

from . import notices
from .queue import waiting_count


@every(days=1)
def tell_moderators_what_waits() -> None:
    """Send one mail a day while something waits."""
    if count := waiting_count():
        notices.waiting(count)
