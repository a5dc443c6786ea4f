"""The people who work in the admin."""

from wagtail.admin.models import Admin
from wagtail.permission_policies import ModelPermissionPolicy


def people_of_the_admin():
    """Return the active people who may sign in to the admin."""
    people = ModelPermissionPolicy(Admin).users_with_permission("access")
    return people.filter(is_active=True).order_by("display_name", "pk")
