"""Repeated jobs of the calendar."""

from cms.content.schedule import every

from . import services


@every(days=1)
def extend_horizon() -> None:
    """Write the dates that have come within 24 months."""
    services.sync_all()
