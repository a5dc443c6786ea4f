"""A text in German beside the same text in Leichte Sprache."""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from .easy_language.pages import EASY_LANGUAGE
from .queries import translations_by_language

SIDES = (settings.LANGUAGE_CODE, EASY_LANGUAGE)

# The same heading may stand on both sides, and no two elements may have one id.
HEADING_ID = re.compile(r"(<h[2-6]) id=\"[^\"]*\"")


@dataclass(frozen=True)
class Row:
    """What stands on the same height on both sides."""

    standard: list[SafeString] = field(default_factory=list)
    easy: list[SafeString] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """The body of a page or one of its chapters, with its title in both languages."""

    titles: tuple[str, str]
    rows: list[Row]


def both_texts(page) -> tuple | None:
    """Return the public page in German and in Leichte Sprache, if `page` has both."""
    available = translations_by_language(page)
    if page.locale.language_code not in available or not set(SIDES) <= available.keys():
        return None
    return tuple(available[code] for code in SIDES)


def context_of_both(page, request: HttpRequest) -> dict:
    """Return what the page of the two texts shows; asked for only where there are both."""
    standard, easy = both_texts(page)
    title = gettext("Side by side")
    return {
        "standard": standard,
        "easy": easy,
        "parts": _parts(standard, easy, request),
        "metadata_title": f"{title} – {page.title}",
        "breadcrumb_items": page.trail(request, below=title),
    }


def _parts(standard, easy, request: HttpRequest) -> list[Part]:
    sides = []
    for page, code in zip((standard, easy), SIDES, strict=True):
        # Links inside a text lead to pages in the language of that text.
        with translation.override(code):
            sides.append(
                {
                    key: (title, _rendered(blocks, page, request))
                    for key, title, blocks in page.text_parts()
                }
            )
    left, right = sides
    keys = [*left, *(key for key in right if key not in left)]
    empty = ("", [])
    parts = []
    for key in keys:
        (left_title, left_blocks), (right_title, right_blocks) = (
            left.get(key, empty),
            right.get(key, empty),
        )
        parts.append(Part((left_title, right_title), aligned(left_blocks, right_blocks)))
    return parts


def _rendered(blocks, page, request: HttpRequest) -> list[tuple[str, SafeString]]:
    context = {"request": request, "page": page}
    return [
        (str(block.id), mark_safe(HEADING_ID.sub(r"\1", block.render(context)))) for block in blocks
    ]


def aligned(left: list[tuple[str, str]], right: list[tuple[str, str]]) -> list[Row]:
    """Return rows in which blocks of one id stand beside each other, the others in between."""
    ids = [[key for key, _html in side] for side in (left, right)]
    rows = []
    for kind, a, b, c, d in SequenceMatcher(None, *ids, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs = zip(left[a:b], right[c:d], strict=True)
            rows += [Row([one], [other]) for (_a, one), (_b, other) in pairs]
        else:
            rows.append(Row([html for _k, html in left[a:b]], [html for _k, html in right[c:d]]))
    return rows
