"""The paragraphs of a page as plain text: what remarks point at and what versions compare."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from django.utils.text import Truncator

from .plain_text import paragraphs

QUOTE_LENGTH = 300
# A body is typed by people; whatever is longer is cut so that no page takes long to compare.
MAX_LENGTH = 20_000
MAX_PASSAGES = 500

REMARKABLE = {
    *("text", "quote", "accordion", "steps", "checklist"),
    *("key_figures", "table", "commitment"),
}


@dataclass(frozen=True)
class Passage:
    """A block of a page, or another part that people may name; `id` is the same in all languages.

    The paragraphs of `text` stand between blank lines.
    """

    id: str
    kind: str
    text: str

    @property
    def takes_remarks(self) -> bool:
        """Say whether it is a paragraph rather than a heading or a picture."""
        return self.kind in REMARKABLE

    @property
    def quote(self) -> str:
        """Return the beginning of the text in one line, as it is quoted beside a remark."""
        return Truncator(" ".join(self.text.split())).chars(QUOTE_LENGTH)

    @property
    def digest(self) -> str:
        """Return a short name of exactly this wording."""
        return hashlib.sha256(" ".join(self.text.split()).encode()).hexdigest()[:32]

    def as_dict(self) -> dict[str, str]:
        """Return what a version stores of it."""
        return asdict(self)


def passage(key: object, kind: str, parts: Iterable[str]) -> Passage:
    """Return the passage that consists of these paragraphs."""
    text = "\n\n".join(filter(None, (part.strip() for part in parts)))
    return Passage(str(key), kind, text.replace("\x00", "")[:MAX_LENGTH])


def passages_of(body) -> list[Passage]:
    """Return the blocks of a StreamField that say something, without asking the database."""
    found = []
    for block in body.raw_data[:MAX_PASSAGES] if body else []:
        read = _readers.get(block.get("type"))
        if read and block.get("id"):
            found.append(passage(block["id"], block["type"], _strings(read(block.get("value")))))
    return [item for item in found if item.text]


def _strings(parts: Iterable) -> Iterable[str]:
    return (part for part in parts if isinstance(part, str))


def _plain(value: str) -> list[str]:
    return [value]


def _rich(value: str) -> list[str]:
    return [paragraphs(value)] if isinstance(value, str) else []


def _struct(value: object) -> dict:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list:
    return value if isinstance(value, list) else []


def _items(values: object) -> list[dict]:
    """Return the values of a list block, which older bodies store without ids."""
    items = map(_struct, _list(values))
    return [_struct(item["value"]) if item.get("type") == "item" else item for item in items]


def _titled(values: object) -> list[str]:
    return [
        part
        for item in _items(values)
        for part in (item.get("title", ""), *_rich(item.get("text", "")))
    ]


def _fields(*names: str) -> Callable[[dict], list[str]]:
    return lambda value: [_struct(value).get(name) or "" for name in names]


def _steps(value: object) -> list[str]:
    value = _struct(value)
    return [value.get("title", ""), *_titled(value.get("steps"))]


def _checklist(value: object) -> list[str]:
    value = _struct(value)
    entries = _items(value.get("entries"))
    texts = (entry.get(name) or "" for entry in entries for name in ("text", "help"))
    return [value.get("title") or "", *texts]


def _key_figures(values: object) -> list[str]:
    names = ("value", "unit", "label")
    return [" ".join(filter(None, map(item.get, names))) for item in _items(values)]


def _table(value: object) -> list[str]:
    value = _struct(value)
    rows = (" | ".join(str(cell or "") for cell in _list(row)) for row in _list(value.get("data")))
    return [value.get("table_caption") or "", *rows]


_readers: dict[str, Callable] = {
    "heading": _plain,
    "subheading": _plain,
    "text": _rich,
    "quote": _fields("text", "name", "role"),
    "accordion": _titled,
    "steps": _steps,
    "checklist": _checklist,
    "key_figures": _key_figures,
    "table": _table,
    "image": _fields("caption"),
    "document": _fields("title"),
    "video": _fields("title"),
    "sign_language_video": _fields("title"),
    "call_to_action": _fields("title", "text", "label"),
}
