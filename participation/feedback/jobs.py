"""Repeated jobs of feedback."""

from cms.content.schedule import every

from . import services


@every(days=1)
def forget_old_feedback() -> None:
    """Delete what readers said a long time ago."""
    services.forget_old_feedback()
