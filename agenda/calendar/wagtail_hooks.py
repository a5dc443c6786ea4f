"""The calendar in the admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .sources.admin import CalendarSourceViewSet, admin_urls

register_snippet(CalendarSourceViewSet)


@hooks.register("register_admin_urls")
def register_source_urls() -> list:
    """Add the reports of external calendars."""
    return admin_urls
