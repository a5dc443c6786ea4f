"""The texts of a page in Leichte Sprache, as its newest draft has them, and what is wrong there."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import cached_property
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Revision, TranslatableMixin
from wagtail_localize.fields import get_translatable_fields

from ..plain_text import paragraphs
from . import Finding, check

EASY_LANGUAGE = "de-simple"

# Names people, offices and addresses have; nobody may write them in an easier way.
NOT_TEXT = {"slug", "name", "url", "credit", "email", "phone"}
# What blocks hold beside text that readers see.
TEXTS_OF_BLOCKS = (
    *("title", "text", "role", "caption", "alt_text", "label", "transcript", "unit", "source"),
    *("table_caption", "steps", "data", "entries", "help", "tasks", "note"),
)


@dataclass(frozen=True)
class PartOfPage:
    """A field or a block; `content_path` is how the editor's form finds it."""

    label: str
    content_path: str
    findings: list[Finding]


@dataclass(frozen=True)
class CheckedPage:
    """A page with the parts of it in which something was found."""

    page: Page
    parts: list[PartOfPage] = field(default_factory=list)

    @cached_property
    def error_count(self) -> int:
        """Return how many mistakes there are."""
        return sum(finding.is_error for part in self.parts for finding in part.findings)

    @cached_property
    def warning_count(self) -> int:
        """Return how many places somebody should look at."""
        return sum(len(part.findings) for part in self.parts) - self.error_count


def easy_pages():
    """Return all pages in Leichte Sprache, drafts included, by title."""
    pages = Page.objects.filter(locale__language_code=EASY_LANGUAGE, depth__gt=1)
    return pages.order_by("title", "pk")


def check_pages(pages: Iterable[Page]) -> list[CheckedPage]:
    """Check the newest draft of each page; all of them cost one query."""
    pages = list(pages)
    ids = [page.latest_revision_id for page in pages]
    drafts = {draft.pk: draft.content for draft in Revision.objects.filter(pk__in=ids)}
    return [_check(page, drafts.get(page.latest_revision_id)) for page in pages]


def _check(page: Page, content: dict | None) -> CheckedPage:
    model = page.cached_content_type.model_class()
    if model is None:
        return CheckedPage(page)
    if content is None:
        content = page.specific.serializable_data()
    parts = [
        PartOfPage(label, content_path, findings)
        for label, content_path, text, has_lines in texts_of(model, content)
        if (findings := check(text, has_lines=has_lines))
    ]
    return CheckedPage(page, parts)


def texts_of(model: type[models.Model], content: dict, path: str = "") -> Iterator[tuple]:
    """Return (label, content path, text, whether it has lines) of what readers see.

    `content` is what a revision stores of the model; the parts of a page that have rows of
    their own, such as chapters, follow its fields.
    """
    for translatable in get_translatable_fields(model):
        name = translatable.field_name
        if name in NOT_TEXT or not translatable.is_translated(None):
            continue
        model_field = model._meta.get_field(name)
        label = str(getattr(model_field, "verbose_name", name))
        value = content.get(name)
        if isinstance(model_field, StreamField):
            yield from _texts_of_blocks(value, f"{path}{name}")
        elif isinstance(value, str) and isinstance(
            model_field, models.CharField | models.TextField
        ):
            is_rich = isinstance(model_field, RichTextField)
            yield label, f"{path}{name}", _plain(value, is_rich), is_rich
    for relation in get_all_child_relations(model):
        if not issubclass(relation.related_model, TranslatableMixin):
            continue
        for row in content.get(relation.get_accessor_name()) or []:
            row_path = f"{path}{relation.get_accessor_name()}.{row.get('pk')}."
            yield from texts_of(relation.related_model, row, row_path)


def _texts_of_blocks(raw: object, path: str) -> Iterator[tuple]:
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except ValueError:
            return
    for block in raw if isinstance(raw, list) else []:
        if isinstance(block, dict):
            text = "\n".join(_lines(block.get("value")))
            yield _block_label(block), f"{path}.{block.get('id')}", text, True


def _block_label(block: dict) -> str:
    from ..blocks import ContentStreamBlock

    known = ContentStreamBlock.base_blocks.get(str(block.get("type")))
    return str(known.label) if known else str(block.get("type"))


def _lines(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield _plain(value, is_rich=value.lstrip().startswith("<"))
    elif isinstance(value, list):
        for item in value:
            yield from _lines(item)
    elif isinstance(value, dict) and value.get("type") == "item":
        yield from _lines(value.get("value"))
    elif isinstance(value, dict):
        for name in TEXTS_OF_BLOCKS:
            yield from _lines(value.get(name))


def _plain(value: str, is_rich: bool) -> str:
    return paragraphs(value) if is_rich else value
