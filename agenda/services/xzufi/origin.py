"""What a page has from its file, so that what vanished there can vanish here."""

import hashlib
import html
import re
from collections.abc import Iterable

from django.utils.translation import gettext

from ..choices import Digital
from ..models import ServicePage
from .document import Row

# The editor numbers each paragraph that it has opened once.
BLOCK_KEY = re.compile(r" data-block-key=\"[^\"]*\"")


def values_of(row: Row, language: str) -> dict[str, object]:
    """Return what the file says in one language, by the names of a page's fields."""
    values: dict[str, object] = dict(row.words[language])
    if row.online_url:
        values["online_url"] = row.online_url
    if row.cost_amount is not None:
        values["cost_amount"] = row.cost_amount
    return values


def prints_of(values: dict[str, object]) -> dict[str, str]:
    """Return a short name of each value, by which it is known again."""
    return {name: _print(value) for name, value in values.items()}


def vanished(page: ServicePage, row: Row, language: str) -> list[str]:
    """Return the fields that the last file filled, this one does not, and no editor changed."""
    revision = page.latest_revision
    content = revision.content if revision else {}

    def current(name: str) -> object:
        return content[name] if name in content else getattr(page, name)

    said = values_of(row, language)
    return [
        name
        for name, known in (current("xzufi_fields") or {}).items()
        if name not in said and _print(current(name)) == known
    ]


def note_about(names: Iterable[str]) -> str:
    """Return the sentence about fields that are emptied."""
    labels = ", ".join(str(ServicePage._meta.get_field(name).verbose_name) for name in names)
    return gettext("No longer in the file and emptied in the draft: %(names)s") % {"names": labels}


def empty(page: ServicePage, names: Iterable[str]) -> None:
    """Empty these fields of a draft."""
    for name in names:
        setattr(page, name, page._meta.get_field(name).get_default())
        if name == "online_url":
            page.digital = Digital.PAPER


def _print(value: object) -> str:
    text = " ".join(html.unescape(BLOCK_KEY.sub("", str(value))).split())
    return hashlib.sha256(text.encode()).hexdigest()[:16]
