"""The body of a page as blocks that another town can read, and back into a StreamField.

Pictures, documents, persons, places and lists of pages stay behind: the other town has others.
"""

from collections.abc import Callable, Iterator
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from agenda.cleaning import clean

from .rich_text import Links

RICH_TEXT_KEYS = {"text", "transcript"}


def portable_body(body, links: Links, page_urls: dict[int, str]) -> list[dict]:
    """Return the blocks of a StreamField that mean something elsewhere."""
    blocks = []
    for block in body.raw_data:
        writer = _writers.get(block.get("type"))
        value = writer and writer(block.get("value"), links, page_urls)
        if value:
            blocks.append({"id": _key(block), "type": block["type"], "value": value})
    return blocks


def rich_texts(body) -> Iterator[str]:
    """Return every string of a body that may hold a link."""
    waiting = [block.get("value") for block in body.raw_data if block.get("type") in _writers]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def linked_pages(body) -> Iterator[int]:
    """Return the ids of the pages to which calls to action lead."""
    for block in body.raw_data:
        if block.get("type") == "call_to_action" and (page := block["value"].get("page")):
            yield page


def stored_body(blocks: list[dict]) -> list[dict]:
    """Return the raw value of a StreamField for blocks of a file that was validated."""
    stored = []
    for block in blocks:
        reader = _readers.get(block["type"])
        if reader is not None:
            key = block.get("id") or str(uuid4())
            value = reader(block["value"], key)
            stored.append({"id": key, "type": block["type"], "value": value})
    return stored


def _key(block: dict) -> str:
    """Return the id of a block, in the form that the format asks for."""
    try:
        return str(UUID(str(block.get("id"))))
    except ValueError:
        return str(uuid4())


# On the way out ----------------------------------------------------------------------------


def _plain(value, links, page_urls) -> str:
    return value if isinstance(value, str) else ""


def _rich(value, links: Links, page_urls) -> str:
    return links.portable(value or "")


def _fields(*names: str) -> Callable:
    def write(value: dict, links: Links, page_urls) -> dict:
        kept = {}
        for name in names:
            text = value.get(name) or ""
            if text:
                kept[name] = links.portable(text) if name in RICH_TEXT_KEYS else text
        return kept

    return write


def _items(values: list | None) -> list[dict]:
    """Return the values of a list block, which older bodies store without ids."""
    items = [
        item["value"] if isinstance(item, dict) and item.get("type") == "item" else item
        for item in values or []
    ]
    return [item for item in items if isinstance(item, dict)]


def _titled(values, links: Links, page_urls) -> list[dict]:
    return [
        {"title": item.get("title") or "", "text": links.portable(item.get("text") or "")}
        for item in _items(values)
    ]


def _steps(value: dict, links, page_urls) -> dict:
    steps = _titled(value.get("steps"), links, page_urls)
    return {"title": value.get("title") or "", "steps": steps}


def _quote(value: dict, links, page_urls) -> dict:
    return {name: value[name] for name in ("text", "name", "role") if value.get(name)}


def _figures(values, links, page_urls) -> list[dict]:
    names = ("value", "unit", "label", "source")
    return [{name: item[name] for name in names if item.get(name)} for item in _items(values)]


def _table(value: dict | None, links, page_urls) -> dict:
    value = value or {}
    rows = [["" if cell is None else str(cell) for cell in row] for row in value.get("data") or []]
    return {
        "caption": value.get("table_caption") or "",
        "first_row_is_header": bool(value.get("first_row_is_table_header")),
        "first_column_is_header": bool(value.get("first_col_is_header")),
        "data": rows,
    }


def _call(value: dict, links: Links, page_urls: dict[int, str]) -> dict:
    url = page_urls.get(value.get("page")) or value.get("url")
    if not url:
        return {}
    kept = {name: value[name] for name in ("title", "text", "label") if value.get(name)}
    return {**kept, "url": url}


_writers: dict[str, Callable] = {
    "heading": _plain,
    "subheading": _plain,
    "text": _rich,
    "quote": _quote,
    "accordion": _titled,
    "steps": _steps,
    "key_figures": _figures,
    "table": _table,
    "video": _fields("title", "url", "transcript"),
    "sign_language_video": _fields("title", "url"),
    "call_to_action": _call,
}


# On the way in -----------------------------------------------------------------------------


def _same(value, key: str):
    return value


def _cleaned(value: str, key: str) -> str:
    return clean(value)


def _list(values: list[dict], key: str) -> list[dict]:
    """Return list items with ids that are the same in every language."""
    return [
        {"id": str(uuid5(NAMESPACE_URL, f"{key}/{n}")), "type": "item", "value": _inner(value)}
        for n, value in enumerate(values)
    ]


def _inner(value: dict) -> dict:
    return {
        name: clean(text) if name in RICH_TEXT_KEYS else text
        for name, text in value.items()
        if isinstance(text, str)
    }


def _read_steps(value: dict, key: str) -> dict:
    return {"title": value.get("title", ""), "steps": _list(value["steps"], key)}


def _read_quote(value: dict, key: str) -> dict:
    return {name: value.get(name, "") for name in ("text", "name", "role")}


def _read_table(value: dict, key: str) -> dict:
    row, column = value.get("first_row_is_header"), value.get("first_column_is_header")
    choice = {(1, 1): "both", (1, 0): "row", (0, 1): "column", (0, 0): "neither"}
    return {
        "data": value["data"],
        "table_caption": value.get("caption", ""),
        "first_row_is_table_header": bool(row),
        "first_col_is_header": bool(column),
        "table_header_choice": choice[bool(row), bool(column)],
    }


def _read_video(value: dict, key: str) -> dict:
    return {"poster": None, **_inner(value)}


def _read_call(value: dict, key: str) -> dict:
    names = ("title", "text", "label", "url")
    return {"page": None, **{name: value.get(name, "") for name in names}}


_readers: dict[str, Callable] = {
    "heading": _same,
    "subheading": _same,
    "text": _cleaned,
    "quote": _read_quote,
    "accordion": _list,
    "steps": _read_steps,
    "key_figures": _list,
    "table": _read_table,
    "video": _read_video,
    "sign_language_video": _read_video,
    "call_to_action": _read_call,
}
