"""Who may do what in accounts."""

from .models import User


def may_sign_in_by_link(person: User | None) -> bool:
    """Say whether the link that confirms a contribution signs `person` in.

    Not those who work in the admin: a link lies in a mailbox for days and may be passed on.
    """
    if person is None or not person.is_active:
        return False
    return not works_in_admin(person)


def works_in_admin(person: User) -> bool:
    """Say whether `person` may open the admin, and so signs in with a password only."""
    return person.is_staff or person.has_perm("wagtailadmin.access_admin")
