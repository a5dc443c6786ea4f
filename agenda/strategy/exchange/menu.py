"""The exchange in the admin's menu."""

from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import policy_registry


class ExchangeMenuItem(MenuItem):
    """For everybody who may add pages somewhere."""

    def is_shown(self, request) -> bool:
        """Hide the exchange from people who may add nothing."""
        return policy_registry.get_by_type(Page).user_has_permission(request.user, "add")
