"""The office's desk on the admin's home page and in its menu."""

from collections.abc import Mapping

from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import policy_registry

from .desk import due_count, my_measures

SHOWN = 8


class MyMeasuresPanel(Component):
    """The measures that somebody answers for, each with the two clicks of a report."""

    name = "my_measures"
    template_name = "strategy/admin/panel.html"
    order = 50

    def get_context_data(self, parent_context: Mapping) -> dict:
        """Return the first measures, and how many there and how many due."""
        request = parent_context["request"]
        measures = my_measures(request.user)
        total = measures.count()
        return {
            "measures": measures[:SHOWN] if total else [],
            "total": total,
            "due_count": due_count(measures) if total else 0,
            "has_more": total > SHOWN,
            "is_shown": total or not _works_on_pages(request.user),
            "request": request,
            "csrf_token": parent_context.get("csrf_token", ""),
        }


class MyMeasuresMenuItem(MenuItem):
    """Shown to those who answer for a measure."""

    def is_shown(self, request) -> bool:
        return my_measures(request.user).exists()


def _works_on_pages(user) -> bool:
    """Say whether the home page has something else to show to `user`."""
    policy = policy_registry.get_by_type(Page)
    return policy.user_has_any_permission(user, ["add", "change", "publish"])
