"""Texts of other systems as this site stores them."""

import re

from django.utils.html import escape, strip_tags

from agenda.cleaning import clean
from cms.content.plain_text import paragraphs, printable

# A text is written to be read; whatever is longer is cut so that no file takes long.
MAX_LENGTH = 20_000
# Elements that nobody closes cost more than their number.
MAX_ELEMENTS = 1_000
HEADING = re.compile(r"<(/?)(?:h[1-6]|div|section|article)\b[^<>]*>", re.IGNORECASE)
LOOKS_LIKE_MARKUP = re.compile(r"<\s*/?\s*[a-zA-Z!]|&(?:[a-zA-Z]+|#\d+);")
HAS_BLOCKS = re.compile(r"<(?:p|ul|ol)\b")
EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>")


def rich_text(source: str) -> str:
    """Return `source`, markup or not, as rich text that an editor could have written."""
    source = "<".join(source[:MAX_LENGTH].split("<", MAX_ELEMENTS)[:MAX_ELEMENTS])
    source = printable(source).strip()
    if not LOOKS_LIKE_MARKUP.search(source):
        lines = filter(None, (line.strip() for line in source.splitlines()))
        return "".join(f"<p>{escape(line)}</p>" for line in lines)
    cleaned = EMPTY_PARAGRAPH.sub("", clean(HEADING.sub(r"<\1p>", source))).strip()
    if not strip_tags(cleaned).strip():
        return ""
    return cleaned if HAS_BLOCKS.search(cleaned) else f"<p>{cleaned}</p>"


def plain_text(source: str) -> str:
    """Return the paragraphs of `source`, one on each line."""
    return paragraphs(rich_text(source)).replace("\n\n", "\n")


def one_line(source: str) -> str:
    """Return `source` without markup and line breaks."""
    return " ".join(plain_text(source).split())


def link_list(links: list[tuple[str, str]]) -> str:
    """Return a list of links, given as (address, title)."""
    items = [f'<li><a href="{escape(url)}">{escape(title or url)}</a></li>' for url, title in links]
    return f"<ul>{''.join(items)}</ul>" if items else ""
