"""Repeated jobs of accounts."""

from cms.content.schedule import every

from . import services


@every(hours=1)
def forget_unconfirmed() -> None:
    """Erase contributions and people that nobody confirmed."""
    services.forget_unconfirmed_contributions()
    services.forget_unconfirmed_people()
