"""The links of a page: in texts, blocks and fields, and in the rows that belong to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlsplit

from django.conf import settings
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.documents.models import AbstractDocument
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from ..models.links import ADDRESS_LENGTH

# Names that lead nowhere by their standards (RFC 2606, RFC 6761): nobody is to be asked for them.
RESERVED = ("example", "test", "invalid", "localhost", "local")
RESERVED_DOMAINS = ("example.com", "example.net", "example.org")


@dataclass
class Links:
    """Web addresses, and the ids of pages and documents."""

    urls: set[str] = field(default_factory=set)
    pages: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)

    def add_url(self, value: object) -> None:
        """Add an address of another server, if it is one."""
        url = _address(value) if isinstance(value, str) else ""
        if url and not is_reserved(url):
            self.urls.add(url)


def links_of(page: Page) -> Links:
    """Return the links of a page as it is stored, that is as readers see it."""
    links = Links()
    _read_fields(page, links)
    for relation in get_all_child_relations(type(page)):
        for row in getattr(page, relation.get_accessor_name()).all():
            _read_fields(row, links)
    return links


def is_reserved(url: str) -> bool:
    """Say whether an address is made up, or this site's own."""
    host = _host(url)
    own = _host(settings.SITE_URL)
    domain = ".".join(host.split(".")[-2:])
    return host == own or host.rpartition(".")[2] in RESERVED or domain in RESERVED_DOMAINS


def _address(value: str) -> str:
    try:
        url, _fragment = urldefrag(value.strip())
        scheme = urlsplit(url).scheme
    except ValueError:
        # What cannot even be read leads nowhere, and editors shall know.
        url, scheme = value.strip(), value.strip().lower().partition(":")[0]
    is_short = len(url.encode(errors="replace")) <= ADDRESS_LENGTH
    is_fine = scheme in {"http", "https"} and is_short and "\x00" not in url
    return url if is_fine else ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _read_fields(row: models.Model, links: Links) -> None:
    for model_field in row._meta.concrete_fields:
        if not model_field.editable or isinstance(model_field, ParentalKey):
            continue
        if isinstance(model_field, StreamField):
            stream = getattr(row, model_field.name)
            _read_block(model_field.stream_block, stream.raw_data if stream else [], links)
        elif isinstance(model_field, RichTextField):
            _read_html(getattr(row, model_field.name), links)
        elif isinstance(model_field, models.URLField):
            links.add_url(getattr(row, model_field.name))
        elif isinstance(model_field, models.ForeignKey):
            _read_relation(model_field, getattr(row, model_field.attname), links)


def _read_relation(model_field: models.ForeignKey, value: object, links: Links) -> None:
    if value is None or model_field.remote_field.parent_link:
        return
    if issubclass(model_field.related_model, Page):
        links.pages.add(value)
    elif issubclass(model_field.related_model, AbstractDocument):
        links.documents.add(value)


def _read_block(block: blocks.Block, value: object, links: Links) -> None:
    """Read what the database holds of a block, so that nothing is asked for what it names."""
    if isinstance(block, blocks.RichTextBlock):
        _read_html(value, links)
    elif isinstance(block, blocks.URLBlock):
        links.add_url(value)
    elif isinstance(block, blocks.PageChooserBlock):
        links.pages |= _ids(value)
    elif isinstance(block, DocumentChooserBlock):
        links.documents |= _ids(value)
    else:
        for child, inner in _children(block, value):
            _read_block(child, inner, links)


def _children(block: blocks.Block, value: object) -> Iterator[tuple]:
    if isinstance(block, blocks.StreamBlock):
        for item in value or []:
            if child := block.child_blocks.get(item.get("type")):
                yield child, item.get("value")
    elif isinstance(block, blocks.StructBlock) and isinstance(value, dict):
        yield from ((child, value.get(name)) for name, child in block.child_blocks.items())
    elif isinstance(block, blocks.ListBlock) and isinstance(value, list):
        for item in value:
            # Older bodies store the items without ids.
            is_wrapped = isinstance(item, dict) and item.get("type") == "item"
            yield block.child_block, item.get("value") if is_wrapped else item


def _ids(value: object) -> set[int]:
    text = str(value)
    return {int(text)} if text.isdecimal() and len(text) < 10 else set()


class _Anchors(HTMLParser):
    """Collects where the links of rich text lead."""

    def __init__(self, links: Links) -> None:
        super().__init__()
        self.links = links

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "a":
            return
        named = dict(attrs)
        if named.get("linktype") == "page":
            self.links.pages |= _ids(named.get("id"))
        elif named.get("linktype") == "document":
            self.links.documents |= _ids(named.get("id"))
        else:
            self.links.add_url(named.get("href"))


def _read_html(value: object, links: Links) -> None:
    if isinstance(value, str) and "<a" in value:
        parser = _Anchors(links)
        parser.feed(value)
        parser.close()
