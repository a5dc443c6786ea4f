"""Rich text as plain text, for mails and feeds; texts as cells of spreadsheets."""

import re
from html import unescape

from django.utils.html import strip_tags

END_OF_PARAGRAPH = re.compile(r"</(?:p|li|h[1-6]|blockquote)>|<(?:ul|ol|hr)\b[^>]*>|<br ?/?>")

# XML allows no such characters, which come from word processors unseen.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")

# A spreadsheet takes a cell that begins so for a formula, and would run it.
FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n")


def printable(text: str) -> str:
    """Return `text` without the characters that no feed may hold."""
    return UNPRINTABLE.sub("", text)


def paragraphs(rich_text: str) -> str:
    """Return the paragraphs of an editor's rich text, with blank lines between them."""
    parts = END_OF_PARAGRAPH.split(printable(rich_text))
    lines = (" ".join(unescape(strip_tags(part)).split()) for part in parts)
    return printable("\n\n".join(filter(None, lines)))


def without_formula(value: object) -> str:
    """Return the text of a spreadsheet's cell, so that no program runs it as a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_BEGINNINGS) else text
