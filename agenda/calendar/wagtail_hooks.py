"""The calendar in the admin."""

from wagtail import hooks

from .admin_views import admin_urls


@hooks.register("register_admin_urls")
def register_dates_preview() -> list:
    """Mount the preview of dates."""
    return admin_urls
