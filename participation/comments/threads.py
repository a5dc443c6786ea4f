"""A discussion as readers see it: one page of it, two levels deep."""

import uuid
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.urls import reverse

from .models import Comment
from .targets import find

PER_PAGE = 20
MAX_REPLIES = 500
MAX_DEPTH = 2


@dataclass
class Entry:
    """A comment with its visible replies and the addresses beside it."""

    comment: Comment
    reply_url: str
    report_url: str
    permalink: str
    replies: list["Entry"] = field(default_factory=list)

    def __getattr__(self, name: str):
        return getattr(self.comment, name)


def thread(key: uuid.UUID, *, page_number: str | None, is_open: bool) -> tuple[Page, int]:
    """Return one page of the discussion's entries, and how many comments it has in all.

    Takes five queries, however many comments there are.
    """
    visible = Comment.objects.visible().about(key)
    page = Paginator(visible.top_level().select_related("office"), PER_PAGE).get_page(page_number)
    entries = {comment.pk: _entry(comment, is_open=is_open) for comment in page}
    page.object_list = list(entries.values())
    level = entries
    for _depth in range(MAX_DEPTH):
        replies = visible.filter(parent__in=level).in_thread()[:MAX_REPLIES] if level else []
        following = {}
        for reply in replies:
            entry = _entry(reply, is_open=is_open)
            level[reply.parent_id].replies.append(entry)
            following[reply.pk] = entry
        level = following
    return page, visible.count()


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
    return f"{target.url}#comment-{comment.pk}" if target else ""
