"""Repeated jobs of the agenda."""

from cms.content.schedule import every

from . import reminders
from .indicators.fetching import fetch_due_values


@every(minutes=5)
def fetch_indicators() -> None:
    """Fetch values of indicators whose day has come."""
    fetch_due_values()


@every(hours=12)
def remind_of_updates() -> None:
    """Ask those who answer for measures for the news that are due."""
    reminders.remind()
