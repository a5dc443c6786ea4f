"""Repeated jobs of subscriptions."""

from cms.content.schedule import every

from . import services


@every(minutes=5)
def announce_updates() -> None:
    """Mail what is new in measures to those who follow them."""
    services.announce_updates()


@every(days=1)
def forget_ended_subscriptions() -> None:
    """Erase what nobody follows any more."""
    services.forget_ended()
