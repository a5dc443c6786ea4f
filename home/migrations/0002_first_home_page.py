"""Give a new town its languages and an empty home page in each."""

import uuid

from django.conf import settings
from django.db import migrations


def create_home_pages(apps, schema_editor) -> None:
    ContentType = apps.get_model("contenttypes", "ContentType")
    HomePage = apps.get_model("home", "HomePage")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")

    root = Page.objects.get(depth=1)
    # Wagtail's own first page would answer in the place of ours.
    Page.objects.filter(depth=2).delete()
    content_type, _created = ContentType.objects.get_or_create(app_label="home", model="homepage")
    translation_key = uuid.uuid4()
    for position, (code, _name) in enumerate(settings.LANGUAGES, start=1):
        locale, _created = Locale.objects.get_or_create(language_code=code)
        slug = "home" if code == settings.LANGUAGE_CODE else f"home-{code}"
        page = HomePage.objects.create(
            title=settings.WAGTAIL_SITE_NAME,
            draft_title=settings.WAGTAIL_SITE_NAME,
            slug=slug,
            content_type=content_type,
            path=f"{root.path}{position:04d}",
            depth=2,
            numchild=0,
            url_path=f"/{slug}/",
            locale=locale,
            translation_key=translation_key,
            live=code == settings.LANGUAGE_CODE,
        )
        if code == settings.LANGUAGE_CODE:
            Site.objects.update_or_create(
                hostname="localhost",
                defaults={"root_page": page, "is_default_site": True, "port": 80},
            )
    root.numchild = len(settings.LANGUAGES)
    root.save()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0054_initial_locale"),
    ]

    operations = [migrations.RunPython(create_home_pages, migrations.RunPython.noop)]
