"""Links between pages of the demo town, written before their targets exist.

A page is first saved with a placeholder number in the place of each linked page's id. When
all pages are there, the numbers are replaced wherever a body is stored, in the database
row and in the revision, by the id of the target in the reader's language.
"""

import json
import re

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Page, Revision

FIRST_PLACEHOLDER = -900_000_001
PLACEHOLDER = re.compile(r"-9\d{8}\b")
LINK = re.compile(r'<a href="page:([a-z0-9-]+)"')


class BrokenLinks(Exception):
    """The texts link to pages that do not exist; the message names them."""


class Links:
    """Hands out placeholders and puts the real pages in their places."""

    def __init__(self) -> None:
        self.placeholders: dict[str, int] = {}

    def to(self, slug: str) -> int:
        """Return the placeholder for the page `slug`."""
        return self.placeholders.setdefault(slug, FIRST_PLACEHOLDER - len(self.placeholders))

    def in_rich_text(self, text: str) -> str:
        """Return `text` with its page links in the form Wagtail stores."""
        return LINK.sub(lambda link: f'<a linktype="page" id="{self.to(link[1])}"', text)

    def resolve(self, pages: dict[str, int]) -> None:
        """Replace all placeholders by ids; `pages` maps slugs to ids of German pages.

        Raises BrokenLinks if a target is missing.
        """
        missing = sorted(slug for slug in self.placeholders if slug not in pages)
        if missing:
            raise BrokenLinks("No such pages: " + ", ".join(missing))
        targets = {placeholder: pages[slug] for slug, placeholder in self.placeholders.items()}
        translations = _ids_by_language(set(targets.values()))
        for field in _fields_with_links():
            for pk, language, text in _values_with_placeholders(field):
                value = _replaced(text, language, targets, translations)
                if isinstance(field, StreamField):
                    value = json.loads(value)
                field.model._base_manager.filter(pk=pk).update(**{field.name: value})
        _resolve_revisions(targets, translations)


def _ids_by_language(page_ids: set[int]) -> dict[tuple[int, str], int]:
    """Map (id of a German page, language) to the id of its translation."""
    german = dict(Page.objects.filter(pk__in=page_ids).values_list("translation_key", "pk"))
    rows = Page.objects.filter(translation_key__in=german, live=True)
    return {
        (german[key], language): pk
        for key, language, pk in rows.values_list("translation_key", "locale__language_code", "pk")
    }


def _fields_with_links() -> list[StreamField | RichTextField]:
    return [
        field
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, StreamField | RichTextField)
    ]


def _values_with_placeholders(field: models.Field) -> list[tuple[int, str, str]]:
    has_language = any(f.name == "locale" for f in field.model._meta.get_fields())
    language = "locale__language_code" if has_language else Value(settings.LANGUAGE_CODE)
    # As text, so that the placeholders are found at any depth.
    rows = field.model._base_manager.annotate(stored=Cast(field.name, models.TextField()))
    rows = rows.filter(stored__contains=str(FIRST_PLACEHOLDER)[:5])
    return list(rows.values_list("pk", language, "stored"))


def _replaced(text: str, language: str, targets: dict, translations: dict) -> str:
    def real_id(found: re.Match) -> str:
        german_id = targets.get(int(found[0]))
        if german_id is None:
            return found[0]
        return str(translations.get((german_id, language), german_id))

    return PLACEHOLDER.sub(real_id, text)


def _resolve_revisions(targets: dict, translations: dict) -> None:
    languages = dict(Locale.objects.values_list("pk", "language_code"))
    for revision in Revision.objects.iterator(chunk_size=100):
        text = json.dumps(revision.content)
        language = languages.get(revision.content.get("locale"), settings.LANGUAGE_CODE)
        replaced = _replaced(text, language, targets, translations)
        if replaced != text:
            Revision.objects.filter(pk=revision.pk).update(content=json.loads(replaced))
