"""Marks the first place where a text uses a word of the glossary."""

import re
from collections.abc import Iterable

from django.utils.html import escape, format_html

from .entries import Entry

PIECE = re.compile(r"<[^<>]*>|[^<]+|<")
TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
VOID = frozenset(
    ["area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
# A word in a heading or inside another control is not the place to explain it.
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
CONTROLS = frozenset(["a", "button", "summary", "label", "select", "textarea"])
UNMARKED = HEADINGS | CONTROLS | {"script", "style", "code", "pre", "dfn", "abbr", "svg"}
EDITORS_TEXT = re.compile(r"""\bclass="[^"]*\bprose\b""")


class Marker:
    """Explains each word once; used for all texts of a page, one after the other."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.explained: list[Entry] = []
        explained_in_texts = [entry for entry in entries if entry.is_explained_in_texts]
        self._by_form = {form: entry for entry in explained_in_texts for form in entry.forms}
        # The longest form first: "Online-Dienst" before "Dienst".
        forms = sorted(map(escape, self._by_form), key=len, reverse=True)
        self._pattern = re.compile(rf"(?<![\w·-])(?:{'|'.join(map(re.escape, forms))})(?![\w·-])")
        self._by_escaped = {str(escape(form)): entry for form, entry in self._by_form.items()}

    def mark(self, html: str) -> str:
        """Return `html` with the words marked that no earlier text has explained."""
        if not self._by_form:
            return html
        open_tags: list[tuple[str, bool, bool]] = []
        pieces = []
        for match in PIECE.finditer(html):
            piece = match[0]
            if piece.startswith("<"):
                _follow(piece, open_tags)
            elif open_tags and open_tags[-1][1] and not open_tags[-1][2]:
                piece = self._pattern.sub(self._explained, piece)
            pieces.append(piece)
        return "".join(pieces)

    def _explained(self, match: re.Match) -> str:
        entry = self._by_escaped[match[0]]
        if entry in self.explained:
            return match[0]
        self.explained.append(entry)
        return (
            format_html(
                '<dfn class="glossary-word"><button type="button" popovertarget="{}">', entry.anchor
            )
            + f"{match[0]}</button></dfn>"
        )


def _follow(tag: str, open_tags: list[tuple[str, bool, bool]]) -> None:
    """Keep account of the open elements: (name, is inside a text, is no place for a word)."""
    match = TAG_NAME.match(tag)
    if not match:
        return
    name = match[1].lower()
    if tag.startswith("</"):
        while open_tags and open_tags.pop()[0] != name:
            pass
    elif name not in VOID and not tag.endswith("/>"):
        _name, is_text, is_unmarked = open_tags[-1] if open_tags else ("", False, False)
        is_text = is_text or EDITORS_TEXT.search(tag) is not None
        open_tags.append((name, is_text, is_unmarked or name in UNMARKED))
