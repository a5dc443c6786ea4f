"""Events in the admin."""

from wagtail import hooks

from . import duplicate_admin


@hooks.register("register_admin_urls")
def register_duplicate_urls() -> list:
    """Let editors repeat an event as a new one."""
    return duplicate_admin.admin_urls


@hooks.register("register_page_header_buttons")
def add_duplicate_button(page, user, view_name, next_url=None):
    """Lead from an event to its duplicate."""
    if button := duplicate_admin.duplicate_button(page, user):
        yield button
