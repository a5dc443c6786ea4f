"""Repeated jobs of checks."""

from cms.content.schedule import every

from . import reminders, services


@every(days=1)
def remind_of_checks() -> None:
    """Remind those who answer for pages of the checks that lapse."""
    reminders.remind()


@every(hours=1)
def show_lapsed_checks() -> None:
    """Let readers see that a check is due as soon as it is."""
    services.purge_lapsed()
