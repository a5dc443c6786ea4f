"""Events and calendars of others in the admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from . import admin_views, duplicate_admin
from .sources import admin as sources_admin

register_snippet(sources_admin.CalendarSourceViewSet)


@hooks.register("register_admin_urls")
def register_calendar_urls() -> list:
    """Mount the preview of dates, the duplicate of an event and the reports of imports."""
    return [
        *admin_views.admin_urls,
        *duplicate_admin.admin_urls,
        *sources_admin.admin_urls,
    ]


@hooks.register("register_page_header_buttons")
def add_duplicate_button(page, user, view_name, next_url=None):
    """Lead from an event to its duplicate."""
    if button := duplicate_admin.duplicate_button(page, user):
        yield button
