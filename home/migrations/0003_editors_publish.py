"""Let the Editors of a town hall publish, and drop Wagtail's group of page moderators.

"Moderator" means somebody who decides on people's contributions here; pages that need
a second look go through workflows, whose task Wagtail's own group would have done.
"""

from django.db import migrations

PAGE_PERMISSIONS = ["publish_page", "lock_page", "unlock_page", "bulk_delete_page"]
CONTENT_PERMISSIONS = {
    "audience": ["view"],
    "district": ["view"],
    "topic": ["view"],
    "place": ["add", "change", "delete", "view"],
    "contactperson": ["add", "change", "delete", "view"],
}


def let_editors_publish(apps, schema_editor) -> None:
    Group = apps.get_model("auth", "Group")
    GroupApprovalTask = apps.get_model("wagtailcore", "GroupApprovalTask")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    Page = apps.get_model("wagtailcore", "Page")

    editors = Group.objects.get(name="Editors")
    root = Page.objects.get(depth=1)
    for codename in PAGE_PERMISSIONS:
        GroupPagePermission.objects.get_or_create(
            group=editors, page=root, permission=_permission(apps, "wagtailcore", "page", codename)
        )
    for model, actions in CONTENT_PERMISSIONS.items():
        for action in actions:
            editors.permissions.add(_permission(apps, "content", model, f"{action}_{model}"))
    for task in GroupApprovalTask.objects.filter(groups__name="Moderators"):
        task.groups.set([editors])
    Group.objects.filter(name="Moderators").delete()


def _permission(apps, app_label: str, model: str, codename: str):
    # Django creates permissions after all migrations have run; a new town needs them now.
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": codename}
    )
    return permission


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_first_home_page"),
        ("content", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0094_alter_page_locale"),
    ]

    operations = [migrations.RunPython(let_editors_publish, migrations.RunPython.noop)]
