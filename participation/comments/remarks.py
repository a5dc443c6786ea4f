"""Remarks on single paragraphs: how many there are, and whether the paragraph still reads so."""

import uuid
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from cms.content.models import BasePage
from cms.content.passages import Passage
from cms.content.queries import translations_by_language

from .models import Comment

PARAMETER = "absatz"


def block_id(value: str | None) -> uuid.UUID | None:
    """Return the id that an address gives, or None for anything else."""
    try:
        return uuid.UUID(value or "")
    except ValueError:
        return None


def anchor(key: object) -> str:
    """Return the id that a paragraph has on its page."""
    return f"absatz-{key}"


def passages(page: BasePage) -> dict[uuid.UUID, Passage]:
    """Return the paragraphs of a page at which a remark can point."""
    by_id = {block_id(passage.id): passage for passage in page.passages() if passage.takes_remarks}
    return {key: passage for key, passage in by_id.items() if key}


def counts(key: uuid.UUID) -> dict[uuid.UUID, int]:
    """Return how many published remarks each paragraph has, all asked for at once."""
    remarks = Comment.objects.about(key).visible().remarks().order_by()
    return dict(remarks.values_list("block_id").annotate(Count("pk")))


@dataclass(frozen=True)
class Margin:
    """What stands beside the paragraphs of a page: how many remarks, and the way to add one."""

    passages: dict[uuid.UUID, Passage]
    counts: dict[uuid.UUID, int]
    form_url: str

    def beside(self, value: object) -> dict:
        """Return what the link beside the paragraph with this id shows; nothing if it has none."""
        key = block_id(str(value))
        passage, count = self.passages.get(key), self.counts.get(key, 0)
        if passage is None or not (count or self.form_url):
            return {}
        query = urlencode({PARAMETER: key})
        return {
            "count": count,
            "quote": passage.quote,
            "thread_url": f"?{query}#kommentare",
            "form_url": self.form_url and f"{self.form_url}?{query}",
        }


def margin(page: BasePage) -> Margin | None:
    """Return what stands beside the paragraphs, or None where no remarks are wanted.

    The same page object asks the database once.
    """
    if not hasattr(page, "margin_of_remarks"):
        page.margin_of_remarks = _margin(page)
    return page.margin_of_remarks


def _margin(page: BasePage) -> Margin | None:
    if not page.pk or not page.shows_remarks() or not page.allows_comments():
        return None
    form_url = reverse("comment_form", kwargs={"key": page.translation_key})
    return Margin(
        passages=passages(page),
        counts=counts(page.translation_key),
        form_url=form_url if page.takes_remarks() else "",
    )


@dataclass(frozen=True)
class Anchor:
    """At what a remark points, as readers of a page see it."""

    anchor_text: str = ""
    anchor_url: str = ""
    anchor_language: str = ""
    anchor_is_gone: bool = False


class Anchors:
    """Finds the paragraphs that remarks point at, on the page as it reads in every language."""

    def __init__(self, page: BasePage) -> None:
        self._page = page

    @cached_property
    def current(self) -> dict[uuid.UUID, Passage]:
        """Return the paragraphs of the page in its own language."""
        return passages(self._page)

    @cached_property
    def _wordings(self) -> set[tuple[uuid.UUID, str]]:
        others = [
            page
            for page in translations_by_language(self._page).values()
            if page.pk != self._page.pk
        ]
        found = [*self.current.items(), *(item for o in others for item in passages(o).items())]
        return {(key, passage.digest) for key, passage in found}

    def of(self, comment: Comment) -> Anchor:
        """Return the paragraph in the reader's language, or the old wording if it has changed."""
        if not comment.block_id:
            return Anchor()
        passage = self.current.get(comment.block_id)
        url = f"#{anchor(comment.block_id)}" if passage else ""
        if passage and (comment.block_id, comment.quoted_digest) in self._wordings:
            return Anchor(passage.quote, url)
        return Anchor(comment.quoted_text, url, comment.quoted_language, anchor_is_gone=True)
