"""Create the group of the offices that report on their measures."""

from django.db import migrations


def create_group(apps, schema_editor) -> None:
    # Django creates permissions after all migrations have run; a new town needs it now.
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailadmin", model="admin"
    )
    permission, _created = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename="access_admin",
        defaults={"name": "Can access Wagtail admin"},
    )
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name="Office")
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("strategy", "0006_reminders"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(create_group, migrations.RunPython.noop)]
