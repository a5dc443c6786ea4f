"""Repeated jobs of ideas."""

from cms.content.schedule import every

from . import implementation


@every(minutes=5)
def tell_of_implementation() -> None:
    """Tell authors and supporters which measure their idea became, and what it has reached."""
    implementation.tell_of_links()
    implementation.tell_of_milestones()
