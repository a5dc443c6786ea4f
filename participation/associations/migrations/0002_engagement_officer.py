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
        [f"{action}_chartersignature" for action in ("add", "change", "delete", "view")],
    ),
]


def create_group(apps, schema_editor) -> None:
    Group = apps.get_model("auth", "Group")
    group, _created = Group.objects.get_or_create(name="Engagement officer")
    for app_label, model, codenames in PERMISSIONS:
        for codename in codenames:
            group.permissions.add(_permission(apps, app_label, model, codename))
    # Organisations have pictures, which the officer uploads or chooses.
    Collection = apps.get_model("wagtailcore", "Collection")
    for codename in ("add_image", "choose_image"):
        apps.get_model("wagtailcore", "GroupCollectionPermission").objects.get_or_create(
            group=group,
            collection=Collection.objects.get(depth=1),
            permission=_permission(apps, "wagtailimages", "image", codename),
        )


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
        ("associations", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0094_alter_page_locale"),
        ("wagtailimages", "0025_alter_image_file_alter_rendition_file"),
    ]

    operations = [migrations.RunPython(create_group, migrations.RunPython.noop)]
