"""Repeated jobs of the calendar."""

from cms.content.schedule import every

from . import services
from .sources.importing import import_due


@every(days=1)
def extend_horizon() -> None:
    """Write the dates that have come within 24 months."""
    services.sync_all()


@every(minutes=10)
def import_calendars() -> None:
    """Fetch the external calendars whose time has come."""
    import_due()
