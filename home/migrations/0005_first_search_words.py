"""Give every town the words that say nothing in a question, and let Editors teach the search."""

from django.db import migrations

IGNORED = [
    # What questions are made of in German, beyond the stop words of the database.
    "bekomme, bekommen, brauche, brauchen, benötige, benötigt, finde, finden, möchte, möchten, "
    "gibt, geht, gehen, kriege, kriegt, machen, mache, gerne, bitte, hallo, wohin, woher, wieso, "
    "warum, wann, welche, wer, suche, gesucht, lassen, dürfen, darf, melde, "
    "wieviel",
    # The same in English, which the German stop words do not know.
    "the, and, how, can, get, where, what, when, who, does, for, with, from, are, there, my, you, "
    "your, need, want, find, please, have, any, to, do, is, in, of, on, or, at, it, me, an",
]
PERMISSIONS = {
    ("home", "searchwords"): ["add", "change", "delete", "view"],
    ("wagtailsearchpromotions", "searchpromotion"): ["add", "change", "delete", "view"],
}


def teach(apps, schema_editor) -> None:
    SearchWords = apps.get_model("home", "SearchWords")
    for words in IGNORED:
        SearchWords.objects.create(kind="ignored", words=words)
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    editors = apps.get_model("auth", "Group").objects.get(name="Editors")
    for (app_label, model), actions in PERMISSIONS.items():
        # Django creates permissions after all migrations have run; a new town needs them now.
        content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
        for action in actions:
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type,
                codename=f"{action}_{model}",
                defaults={"name": f"{action}_{model}"},
            )
            editors.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_search_words"),
        ("wagtailsearchpromotions", "0008_query_verbose_name"),
    ]

    operations = [migrations.RunPython(teach, migrations.RunPython.noop)]
