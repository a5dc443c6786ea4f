"""Words of foreign events: without markup, or with paragraphs and links and nothing else."""

import html
import re
from urllib.parse import urlsplit

import nh3

MAX_URL = 500
_ESCAPE = re.compile(r"\\([\\;,nN:\"])")
_PARAGRAPHS = re.compile(r"<\s*(?:/?p|/?div|/?[uo]l|/h[1-6])\b[^>]{0,200}>", re.IGNORECASE)
_BREAKS = re.compile(r"<\s*(?:br|/li|/tr)\b[^>]{0,200}>", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>")
_SPACE = re.compile(r"[ \t\xa0]+")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_LEADS_NOWHERE = re.compile(r"<a>(.*?)</a>")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]'»“]", re.IGNORECASE)


def plain(text: str, limit: int) -> str:
    """Return text without markup, escapes and control characters, with its paragraphs."""
    text = _unescaped(text)
    if _MARKUP.search(text):
        text = html.unescape(nh3.clean(_with_line_ends(text), tags=set()))
    return shortened(_tidy(text), limit)


def rich(text: str, limit: int) -> str:
    """Return markup of paragraphs, line ends and links to web addresses."""
    text = _unescaped(text)
    # A word like "<3" is no markup; text that has some brings its links along.
    if _MARKUP.search(text):
        text = nh3.clean(
            _with_line_ends(text),
            tags={"a"},
            attributes={"a": {"href"}},
            url_schemes={"http", "https"},
            link_rel=None,
        )
    else:
        text = _with_links(text)
    paragraphs, left = [], limit
    for paragraph in _BLANK_LINES.split(_tidy(text)):
        words = html.unescape(_without_tags(paragraph))
        if len(words) > left:
            paragraph = html.escape(shortened(words, left)) if left > 1 else ""
        if words.strip() and paragraph:
            paragraphs.append(f"<p>{_closed(paragraph)}</p>")
        left -= len(words)
        if left <= 0:
            break
    return "".join(paragraphs)


def shortened(text: str, limit: int) -> str:
    """Return the text, cut off with an ellipsis where it is longer than allowed."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def is_web_address(url: str) -> bool:
    """Say whether a text is nothing but an address with http or https."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    is_clean = url.isprintable() and " " not in url and len(url) <= MAX_URL
    return is_clean and parts.scheme in {"http", "https"} and bool(parts.hostname)


def link(url: str) -> str:
    """Return the markup of a link that shows its address."""
    escaped = html.escape(url)
    return f'<a href="{escaped}">{escaped}</a>'


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def _with_line_ends(text: str) -> str:
    return _BREAKS.sub("\n", _PARAGRAPHS.sub("\n\n", text))


def _tidy(text: str) -> str:
    lines = (_SPACE.sub(" ", line).strip() for line in text.splitlines())
    return "\n".join("".join(c for c in line if c.isprintable()) for line in lines).strip()


def _with_links(text: str) -> str:
    pieces, end = [], 0
    for found in _ADDRESS.finditer(text):
        pieces.append(html.escape(text[end : found.start()], quote=False))
        url = found[0]
        pieces.append(link(url) if is_web_address(url) else html.escape(url, quote=False))
        end = found.end()
    return "".join([*pieces, html.escape(text[end:], quote=False)])


def _without_tags(markup: str) -> str:
    # Most paragraphs have none, and a text may have thousands of paragraphs.
    return nh3.clean(markup, tags=set()) if "<" in markup else markup


def _closed(paragraph: str) -> str:
    if "<" not in paragraph:
        return "<br/>".join(paragraph.split("\n"))
    # A link may have begun in one paragraph and ended in another one.
    lines = "<br>".join(paragraph.split("\n"))
    cleaned = nh3.clean(
        lines,
        tags={"a", "br"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel=None,
    )
    return _LEADS_NOWHERE.sub(r"\1", cleaned).replace("<br>", "<br/>")
