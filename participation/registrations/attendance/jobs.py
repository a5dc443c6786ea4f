"""Repeated jobs of attendance."""

from cms.content.schedule import every

from . import services


@every(days=1)
def forget_names() -> None:
    """Take the names from dates that are long past."""
    services.forget_names()
