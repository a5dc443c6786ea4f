"""What the reports about pages have in common, in every room."""

from django.utils.functional import cached_property
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.models import Page
from wagtail.permissions import policy_registry

from .plain_text import printable, without_formula

WORK_ON_PAGES = ["add", "change", "publish"]


def editable_pages(user):
    """Return the pages that somebody may change."""
    return policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change")


class PageReportMenuItem(MenuItem):
    """A report for everybody who may work on some page."""

    def is_shown(self, request) -> bool:
        """Hide the report from people without any permission for pages."""
        policy = policy_registry.get_by_type(Page)
        return policy.user_has_any_permission(request.user, WORK_ON_PAGES)


class ForPageEditors(PermissionCheckedMixin):
    """For everybody who may work on some page, like the menu item."""

    any_permission_required = WORK_ON_PAGES

    @cached_property
    def permission_policy(self):
        return policy_registry.get_by_type(Page)


class SafeSpreadsheetMixin:
    """For reports with texts of strangers: no cell of their spreadsheets is run or breaks them."""

    custom_value_preprocess = {
        **SpreadsheetExportMixin.custom_value_preprocess,
        str: {
            SpreadsheetExportMixin.FORMAT_CSV: without_formula,
            SpreadsheetExportMixin.FORMAT_XLSX: printable,
        },
    }
