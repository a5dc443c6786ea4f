"""From the short block notation of the YAML files to what a StreamField stores."""

import json
import uuid
from collections.abc import Callable

NAMESPACE = uuid.UUID("7b9c1a54-7d0e-4f6e-9a51-3f0f2a4c8d10")
LIST_BLOCKS = {"accordion", "key_figures"}


def block_id(key: str) -> str:
    """Return the id of the block with this key."""
    return str(uuid.uuid5(NAMESPACE, key))


class UnknownBlock(Exception):
    """The texts use a block that does not exist."""


class BodyWriter:
    """Writes bodies; pictures, files, persons, places and links come from the context."""

    def __init__(self, context) -> None:
        self.context = context

    def write(self, blocks: list[dict], previous: list[dict] | None = None) -> list[dict]:
        """Return the raw value of a StreamField.

        Blocks take over the ids of the blocks of the same kind at the same position in
        `previous`, the body that this one translates; else their ids follow from the text.
        A `key` beside the content gives a block its id, wherever and however it stands.
        """
        previous = previous or []
        seed = json.dumps(blocks, ensure_ascii=False, sort_keys=True)
        body = []
        for index, block in enumerate(blocks):
            key = block.get("key")
            ((kind, content),) = (pair for pair in block.items() if pair[0] != "key")
            before = previous[index] if index < len(previous) else {}
            if key or before.get("type") != kind:
                before = {}
            item = {
                "type": kind,
                "value": self._writer(kind)(content),
                "id": before.get("id") or block_id(key or f"{index}{seed}"),
            }
            _give_ids_to_list_items(item, before)
            body.append(item)
        return body

    def _writer(self, kind: str) -> Callable:
        try:
            return getattr(self, f"_{kind}")
        except AttributeError as error:
            raise UnknownBlock(kind) from error

    def _heading(self, text: str) -> str:
        return text

    _subheading = _heading

    def _text(self, html: str) -> str:
        return self.context.rich_text(html)

    def _quote(self, content: dict) -> dict:
        return {"name": "", "role": "", **content}

    def _accordion(self, items: list[dict]) -> list[dict]:
        return [_list_item(self._titled_text(item)) for item in items]

    def _steps(self, content: dict) -> dict:
        steps = [_list_item(self._titled_text(step)) for step in content["steps"]]
        return {"title": content.get("title", ""), "steps": steps}

    def _checklist(self, content: dict) -> dict:
        entries = [
            {"text": entry["text"], "help": entry.get("help") or ""} for entry in content["entries"]
        ]
        return {"title": content.get("title") or "", "entries": list(map(_list_item, entries))}

    def _titled_text(self, item: dict) -> dict:
        return {"title": item["title"], "text": self.context.rich_text(item["text"])}

    def _image(self, content: dict) -> dict:
        alt = content.get("alt") or ""
        return {
            "image": self._picture(content, seed=1),
            "alt_text": alt,
            "is_decorative": not alt,
            "caption": content.get("caption") or "",
            "credit": "",
        }

    def _document(self, content: dict) -> dict:
        document = self.context.document(
            content["title"], content["text"], is_accessible=content.get("is_accessible", False)
        )
        return {"document": document.pk, "title": content["title"]}

    def _video(self, content: dict) -> dict:
        return {
            **self._sign_language_video(content),
            "transcript": self.context.rich_text(content["transcript"]),
        }

    def _sign_language_video(self, content: dict) -> dict:
        return {
            "title": content["title"],
            "poster": self._picture(content, seed=2),
            "url": content["url"],
        }

    def _picture(self, content: dict, *, seed: int) -> int:
        return self.context.illustration(content["illustration"], seed=seed).pk

    def _call_to_action(self, content: dict) -> dict:
        return {
            "title": content["title"],
            "text": content.get("text") or "",
            "label": content["label"],
            "page": self.context.links.to(content["page"]),
            "url": "",
        }

    def _related_pages(self, content: dict) -> dict:
        return {
            "title": content.get("title") or "",
            "pages": [_list_item(self.context.links.to(slug)) for slug in content["pages"]],
        }

    def _contact(self, slug: str) -> int:
        return self.context.contact(slug).pk

    def _place(self, slug: str) -> int:
        return self.context.place(slug).pk

    def _key_figures(self, figures: list[dict]) -> list[dict]:
        return [
            _list_item({key: str(value or "") for key, value in figure.items()})
            for figure in figures
        ]

    def _table(self, content: dict) -> dict:
        rows = [content["header"], *content["rows"]]
        return {
            "data": [[str(cell) for cell in row] for row in rows],
            "cell": [],
            "mergeCells": [],
            "table_caption": content["caption"],
            "table_header_choice": "row",
            "first_row_is_table_header": True,
            "first_col_is_header": False,
        }


def _list_item(value: object) -> dict:
    return {"type": "item", "value": value}


def _lists_in(item: dict) -> list[list[dict]]:
    """Return the lists inside a block whose items carry ids of their own."""
    value = item.get("value")
    if item.get("type") in LIST_BLOCKS:
        return [value]
    if isinstance(value, dict):
        return [value[name] for name in ("steps", "pages", "entries") if name in value]
    return []


def _give_ids_to_list_items(item: dict, before: dict) -> None:
    earlier_lists = _lists_in(before) or [[]]
    for items, earlier in zip(_lists_in(item), earlier_lists, strict=False):
        for index, child in enumerate(items):
            earlier_id = earlier[index]["id"] if index < len(earlier) else None
            child["id"] = earlier_id or str(uuid.uuid5(NAMESPACE, f"{item['id']}-{index}"))
