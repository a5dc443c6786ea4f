"""What the reports over the pages of these rooms have in common."""

from wagtail.admin.menu import MenuItem
from wagtail.admin.views.pages.listing import IndexView
from wagtail.models import Page
from wagtail.permissions import policy_registry

_base = {column.name: column for column in IndexView.base_columns}


def report_columns(*columns) -> list:
    """Return the columns of a page list with `columns` after the title."""
    names_before, names_after = ("bulk_actions", "title", "parent"), ("status",)
    before = [_base[name] for name in names_before]
    return [*before, *columns, *(_base[name] for name in names_after)]


class PageReportMenuItem(MenuItem):
    """A report for everybody who may work on some page."""

    def is_shown(self, request) -> bool:
        """Hide the report from people without any permission for pages."""
        policy = policy_registry.get_by_type(Page)
        return policy.user_has_any_permission(request.user, ["add", "change", "publish"])
