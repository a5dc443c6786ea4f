"""Reads from a PDF what somebody hears who has it read aloud."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise

import pikepdf

# Which element may stand in which.
PARENTS = {
    "/LI": {"/L"},
    "/LBody": {"/LI"},
    "/TR": {"/Table", "/THead", "/TBody"},
    "/TH": {"/TR"},
    "/TD": {"/TR"},
}
HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


def unbroken(text: str) -> str:
    """Return `text` without what differs where lines end: spaces are lost, words divided."""
    return text.replace(" ", "").replace("\u2010", "")


@dataclass(frozen=True)
class Element:
    """One element of the structure, with the depth at which it lies and its text."""

    tag: str
    depth: int
    alt: str
    text: str
    parent: str


class Pdf:
    """A PDF as its structure tells it."""

    def __init__(self, content: bytes) -> None:
        self.file = pikepdf.open(BytesIO(content))
        self.root = self.file.Root
        self._texts = {
            page.objgen: _marked_texts(page) for page in self.file.pages if "/Contents" in page
        }
        self.elements = list(self._walk(self.root.StructTreeRoot, 0, ""))

    @property
    def headings(self) -> list[tuple[int, str]]:
        """The headings in reading order: (level, text)."""
        return [(int(e.tag[2]), e.text) for e in self.elements if e.tag in HEADINGS]

    @property
    def text(self) -> str:
        """All text in reading order."""
        top = next(element for element in self.elements if element.tag == "/Document")
        return top.text

    @property
    def bookmarks(self) -> list[str]:
        """The titles of all bookmarks, in order."""
        with self.file.open_outline() as outline:
            return list(_titles(outline.root))

    def faults(self) -> list[str]:
        """What PDF/UA asks for and is missing, as far as a program can tell."""
        with self.file.open_metadata() as metadata:
            part, title = metadata.get("pdfuaid:part"), metadata.get("dc:title")
        levels = [0, *(level for level, _text in self.headings)]
        rules = {
            "says that it is PDF/UA": part == "1",
            "has a title": bool(title),
            "shows the title": bool(self.root.ViewerPreferences.DisplayDocTitle),
            "has a language": bool(str(self.root.get("/Lang", ""))),
            "is marked": bool(self.root.MarkInfo.Marked) and self.unmarked_pages() == [],
            "embeds its fonts": self.fonts_not_embedded() == [],
            "has one first heading": levels.count(1) == 1,
            "skips no level": all(after - before <= 1 for before, after in pairwise(levels)),
            "has bookmarks": list(map(unbroken, self.bookmarks))
            == [unbroken(text) for _level, text in self.headings],
            "describes pictures": all(e.alt for e in self.elements if e.tag == "/Figure"),
            "nests rightly": all(e.parent in PARENTS.get(e.tag, {e.parent}) for e in self.elements),
            "describes links": all(
                str(note.get("/Contents", "")) and "/StructParent" in note for note in self.links
            ),
        }
        return [rule for rule, holds in rules.items() if not holds]

    @property
    def links(self) -> list:
        """The places that can be clicked."""
        notes = (note for page in self.file.pages for note in page.get("/Annots", []))
        return [note for note in notes if note.Subtype == "/Link"]

    def uses(self, tag: str) -> int:
        """How many elements of this tag there are."""
        return sum(element.tag == tag for element in self.elements)

    def unmarked_pages(self) -> list[int]:
        """The pages that show something outside of both structure and artifacts."""
        return [n for n, page in enumerate(self.file.pages, 1) if _shows_unmarked(page)]

    def fonts_not_embedded(self) -> list[str]:
        """The fonts that a reader's machine would have to have."""
        return [
            str(each.FontName)
            for each in self.file.objects
            if isinstance(each, pikepdf.Dictionary)
            and each.get("/Type") == "/FontDescriptor"
            and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(each.keys())
        ]

    def _walk(self, node, depth: int, parent: str) -> Iterator[Element]:
        tag = str(node.get("/S", ""))
        if tag:
            alt = str(node.get("/Alt", ""))
            yield Element(tag, depth, alt, self._text_of(node, node.get("/Pg")).strip(), parent)
        for kid in _kids(node):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from self._walk(kid, depth + 1, tag)

    def _text_of(self, node, page) -> str:
        pieces = []
        for kid in _kids(node):
            if isinstance(kid, int):
                pieces.append(self._texts[page.objgen].get(kid, ""))
            elif "/S" in kid:
                pieces.append(self._text_of(kid, kid.get("/Pg", page)))
        return "".join(pieces)


def _kids(node) -> list:
    kids = node.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _titles(items) -> Iterator[str]:
    for item in items:
        yield item.title
        yield from _titles(item.children)


def _marked_texts(page) -> dict[int, str]:
    """The text of each marked piece of a page."""
    texts: dict[int, str] = {}
    open_marks: list[int | None] = []
    letters: dict[int, str] = {}
    fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in {"BDC", "BMC"}:
            open_marks.append(_number(operands))
        elif name == "EMC":
            open_marks.pop()
        elif name == "Tf":
            letters = fonts[str(operands[0])]
        elif name in {"Tj", "TJ"}:
            mark = next((mark for mark in reversed(open_marks) if mark is not None), None)
            if mark is not None:
                texts[mark] = texts.get(mark, "") + _decoded(operands[0], letters)
    return texts


def _number(operands) -> int | None:
    properties = operands[1] if len(operands) > 1 else None
    is_known = isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties
    return int(properties["/MCID"]) if is_known else None


def _letters(font) -> dict[int, str]:
    """Map the codes of a font to letters, as its table for copying says."""
    table = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = [
        pair
        for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL)
        for pair in re.findall(r"<([0-9a-f]+)>\s*<([0-9a-f]+)>", block)
    ]
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def _decoded(operand, letters: dict[int, str]) -> str:
    pieces = operand if isinstance(operand, pikepdf.Array) else [operand]
    text = ""
    for piece in pieces:
        if isinstance(piece, pikepdf.String):
            codes = bytes(piece)
            pairs = (int.from_bytes(codes[n : n + 2]) for n in range(0, len(codes), 2))
            text += "".join(letters.get(code, "") for code in pairs)
    return text


def _shows_unmarked(page) -> bool:
    """Say whether a page paints outside every mark; both kinds of marks count."""
    painting = {"Tj", "TJ", "Do", "f", "f*", "S", "B", "sh"}
    depth = 0
    for _operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        depth += (name in {"BDC", "BMC"}) - (name == "EMC")
        if name in painting and depth == 0:
            return True
    return False
