"""A discussion as readers see it: one page of it, two levels deep."""

import uuid
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.urls import reverse

from .models import Comment
from .remarks import Anchor, Anchors
from .targets import find

PER_PAGE = 50
PAGE_PARAMETER = "kommentare"
MAX_REPLIES = 500


@dataclass
class Entry:
    """A comment with its visible replies and the addresses beside it."""

    comment: Comment
    reply_url: str
    report_url: str
    permalink: str
    anchor: Anchor = field(default_factory=Anchor)
    replies: list["Entry"] = field(default_factory=list)

    def __getattr__(self, name: str):
        return getattr(self.anchor if name.startswith("anchor_") else self.comment, name)


def thread(
    key: uuid.UUID,
    *,
    page_number: str | None,
    is_open: bool,
    anchors: Anchors | None = None,
    block_id: uuid.UUID | None = None,
) -> tuple[Page, int]:
    """Return one page of the discussion's entries, and how many comments it has in all.

    `anchors` finds the paragraphs at which remarks point; with a `block_id`, only what was
    said on that paragraph is returned. Takes three queries, however many comments there are
    and however deep they answer, and one more for the other languages where there are remarks.
    """
    shown = Comment.objects.about(key).visible()
    if block_id:
        shown = shown.filter(Q(block_id=block_id) | Q(root__block_id=block_id))
    counts = shown.aggregate(all=Count("pk"), top=Count("pk", filter=Q(parent=None)))
    paginator = Paginator(shown.top_level().select_related("office"), PER_PAGE)
    paginator.count = counts["top"]
    page = paginator.get_page(page_number)
    entries = {comment.pk: _entry(comment, is_open=is_open) for comment in page}
    for entry in entries.values() if anchors else []:
        entry.anchor = anchors.of(entry.comment)
    page.object_list = list(entries.values())
    replies = shown.filter(root__in=list(entries)).in_thread()[:MAX_REPLIES] if entries else []
    for reply in replies:
        # Below a hidden answer, its own answers are hidden as well.
        if parent := entries.get(reply.parent_id):
            entries[reply.pk] = _entry(reply, is_open=is_open)
            parent.replies.append(entries[reply.pk])
    return page, counts["all"]


def _entry(comment: Comment, *, is_open: bool) -> Entry:
    reply_url = reverse("comment_reply", kwargs={"pk": comment.pk}) if is_open else ""
    return Entry(
        comment=comment,
        reply_url=reply_url,
        report_url=reverse("report", kwargs={"kind": "comment", "pk": comment.pk}),
        permalink=f"#comment-{comment.pk}",
    )


def permalink(comment: Comment) -> str:
    """Return the address of a comment on its page, or an empty text if that is not public."""
    target = find(comment.discussion.key)
    if target is None:
        return ""
    number = _page_number(comment)
    query = f"?{PAGE_PARAMETER}={number}" if number > 1 else ""
    return f"{target.url}{query}#comment-{comment.pk}"


def _page_number(comment: Comment) -> int:
    opening = comment.root or comment
    if not opening.published_at:
        return 1
    newer = Q(published_at__gt=opening.published_at) | Q(
        published_at=opening.published_at, pk__gt=opening.pk
    )
    top_level = Comment.objects.filter(discussion=comment.discussion_id).visible().top_level()
    return top_level.filter(newer).count() // PER_PAGE + 1
