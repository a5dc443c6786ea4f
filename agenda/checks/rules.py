"""Who may say that a page is still right, and who is reminded to; reads only."""

from collections import defaultdict

from django.db.models import BooleanField, Case, F, Q, Value, When
from wagtail.models import GroupPagePermission

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


# Whoever may add pages may edit the own ones.
_WHAT = {"change_page": Q(), "add_page": Q(owner=F("responsible"))}


def _people_by_place(people) -> dict[tuple[str, str], set]:
    """Map permissions to edit, and the places they hold for, to the ids of those who have them.

    Wagtail's own policy would ask the database for each person.
    """
    found = defaultdict(set)
    granted = GroupPagePermission.objects.filter(
        permission__codename__in=_WHAT, group__user__in=people.values("pk")
    )
    rows = granted.values_list("permission__codename", "page__path", "group__user")
    for codename, path, person_id in rows:
        found[codename, path].add(person_id)
    return found


def with_recipients(pages):
    """Add `is_answered_for`: whether the responsible person works here and may edit the page."""
    asked = pages.order_by().exclude(responsible=None).values("responsible")
    people = people_of_the_admin().filter(pk__in=asked).order_by()
    may_edit = Q(responsible__in=people.filter(is_superuser=True).values("pk"))
    for (codename, path), ids in _people_by_place(people).items():
        may_edit |= Q(responsible__in=ids, path__startswith=path) & _WHAT[codename]
    is_answered_for = Case(
        When(may_edit, then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    return pages.annotate(is_answered_for=is_answered_for)
