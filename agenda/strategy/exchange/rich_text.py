"""Rich text on its way out and in: links get addresses, and only plain markup passes."""

import re
from collections.abc import Iterable

from django.utils.html import escape
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

from agenda.cleaning import clean

from ..public import public_pages

LINK_TO = re.compile(r'linktype="(page|document)"')


class Links:
    """The addresses behind links to pages and documents, asked for once for many texts."""

    def __init__(self, texts: Iterable[str], root_url: str) -> None:
        self.root_url = root_url.rstrip("/")
        ids: dict[str, set[int]] = {"page": set(), "document": set()}
        for text in texts:
            if LINK_TO.search(text):
                for kind, pk in map(_target, FIND_A_TAG.findall(text)):
                    ids.get(kind, set()).add(pk)
        documents = get_document_model().objects.filter(pk__in=ids["document"])
        self.urls = self._pages(ids["page"]) | {
            ("document", document.pk): self.absolute(document.url) for document in documents
        }

    def _pages(self, ids: set[int]) -> dict[tuple[str, int], str]:
        pages = public_pages(Page.objects.filter(pk__in=ids)).select_related("locale")
        return {("page", page.pk): self.absolute(page.url or "") for page in pages if page.url}

    def absolute(self, url: str) -> str:
        """Return `url` with the name of this site where it has none."""
        return f"{self.root_url}{url}" if url.startswith("/") else url

    def portable(self, text: str) -> str:
        """Return an editor's rich text as any other program reads it."""

        def replace(match: re.Match) -> str:
            target = _target(match.group(1))
            if target[0] not in {"page", "document"}:
                return match.group(0)
            url = self.urls.get(target)
            return f'<a href="{escape(url)}">' if url else "<a>"

        return clean(FIND_A_TAG.sub(replace, text))


def _target(attributes: str) -> tuple[str, int]:
    found = extract_attrs(attributes)
    pk = found.get("id", "")
    return found.get("linktype", ""), int(pk) if pk.isdecimal() else 0
