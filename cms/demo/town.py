"""Build the whole demo town, room by room, and take it away again."""

import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection, transaction
from wagtail.models import Page

from cms.content import page_cache
from cms.content.models import CustomDocument, CustomImage, Rendition, SiteIdentity

from . import basics, history, rooms
from .context import DemoContext
from .indexing import indexes_built_at_the_end

Say = Callable[[str], None]


def is_loaded() -> bool:
    """Say whether the demo town is in this database."""
    return SiteIdentity.objects.filter(town=basics.TOWN).exists()


def has_content() -> bool:
    """Say whether somebody has written pages other than the empty home pages."""
    return Page.objects.filter(depth__gt=2).exists()


def load(say: Say) -> None:
    """Build the town; either all of it is there afterwards or nothing."""
    started = time.monotonic()
    with transaction.atomic():
        with indexes_built_at_the_end():
            context = DemoContext(say)
            say("People, places and words")
            basics.build(context)
            rooms.build(context)
            say("Links, mail and search")
            context.links.resolve(context.page_ids())
            history.settle_mail(context)
        rooms.finish()
    say(f"Auenbrück is there, after {time.monotonic() - started:.0f} seconds.")


def remove() -> None:
    """Take everything out of this site: its files and all rows; leave it as migrations do."""
    for model in (CustomImage, CustomDocument, Rendition):
        for stored in model.objects.iterator():
            stored.file.delete(save=False)
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    call_command("migrate", interactive=False, verbosity=0)
    page_cache.purge_site()
