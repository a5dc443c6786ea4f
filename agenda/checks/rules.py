"""Who may say that a page is still right, and who is reminded to; reads only."""

from django.db.models import BooleanField, Case, Q, Value, When
from wagtail.models import Page
from wagtail.permissions import policy_registry

from agenda.staff import people_of_the_admin

from .models import CheckedPage


class NotPublic(Exception):
    """The page is not published, so there is nothing to confirm to readers."""


class NotAllowed(Exception):
    """The person may not publish the page, nor do they answer for it and may edit it."""


def may_confirm(user, page: CheckedPage) -> bool:
    """Say whether `user` may publish `page`, or answers for it and may edit it."""
    if not user.is_active:
        return False
    permissions = page.permissions_for_user(user)
    is_responsible = page.responsible_id == user.pk
    return permissions.can_publish() or (is_responsible and permissions.can_edit())


def with_recipients(pages):
    """Add `is_answered_for`: whether the responsible person works here and may edit the page."""
    policy = policy_registry.get_by_type(Page)
    asked = pages.order_by().exclude(responsible=None).values("responsible")
    may_edit = Q(pk__in=[])
    for person in people_of_the_admin().filter(pk__in=asked):
        editable = policy.instances_user_has_permission_for(person, "change")
        may_edit |= Q(responsible=person, pk__in=editable.values("pk"))
    is_answered_for = Case(
        When(may_edit, then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    return pages.annotate(is_answered_for=is_answered_for)
