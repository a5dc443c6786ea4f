"""Events in the admin."""

from wagtail import hooks

from . import duplicate_admin
from .admin_views import admin_urls


@hooks.register("register_admin_urls")
def register_calendar_urls() -> list:
    """Mount the preview of dates and the duplicate of an event."""
    return [*admin_urls, *duplicate_admin.admin_urls]


@hooks.register("register_page_header_buttons")
def add_duplicate_button(page, user, view_name, next_url=None):
    """Lead from an event to its duplicate."""
    if button := duplicate_admin.duplicate_button(page, user):
        yield button
