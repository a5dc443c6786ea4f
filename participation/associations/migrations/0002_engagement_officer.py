"""Create the group of the city's officer for civic engagement."""

from django.db import migrations

PERMISSIONS = [
    ("wagtailadmin", "admin", ["access_admin"]),
    (
        "associations",
        "organisation",
        [f"{action}_organisation" for action in ("add", "change", "delete", "view")],
    ),
    (
        "associations",
        "membership",
        [f"{action}_membership" for action in ("add", "change", "delete", "view")],
    ),
    (
        "associations",
        "chartersignature",
        [f"{action}_chartersignature" for action in ("change", "delete", "view")],
    ),
]


def create_group(apps, schema_editor) -> None:
    ContentType = apps.get_model("contenttypes", "ContentType")
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    group, _created = Group.objects.get_or_create(name="Engagement officer")
    for app_label, model, codenames in PERMISSIONS:
        # Django creates permissions after all migrations have run; a new town needs them now.
        content_type, _created = ContentType.objects.get_or_create(app_label=app_label, model=model)
        for codename in codenames:
            permission, _created = Permission.objects.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": codename}
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("associations", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(create_group, migrations.RunPython.noop)]
