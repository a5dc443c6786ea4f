"""Let the Editors keep external calendars."""

from django.db import migrations

ACTIONS = ["add", "change", "delete", "view"]


def let_editors_keep_sources(apps, schema_editor) -> None:
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    editors = apps.get_model("auth", "Group").objects.filter(name="Editors").first()
    if editors is None:
        return
    content_type, _created = ContentType.objects.get_or_create(
        app_label="calendar", model="calendarsource"
    )
    for action in ACTIONS:
        codename = f"{action}_calendarsource"
        # Django creates permissions after all migrations have run; a new town needs them now.
        permission, _created = Permission.objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": codename}
        )
        editors.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("calendar", "0005_seats"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0094_alter_page_locale"),
    ]

    operations = [migrations.RunPython(let_editors_keep_sources, migrations.RunPython.noop)]
