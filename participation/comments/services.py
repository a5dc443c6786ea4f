"""What changes discussions."""

import uuid

from django.db import transaction
from django.utils import timezone

from cms.content.models import ContactPerson
from participation.accounts import contributions
from participation.accounts.models import Contribution, User

from .models import Comment, Discussion
from .quotations import Quotation
from .targets import Target, find


class DiscussionClosed(Exception):
    """Nothing can be said here: the page is not public or takes no comments."""


def comment(
    target: Target,
    *,
    text: str,
    contributor: dict,
    parent: Comment | None = None,
    quotation: Quotation | None = None,
) -> Comment:
    """Store a comment; `contributor` is what ContributionForm.contributor() returns.

    A `quotation` makes it a remark on that paragraph; answers follow what they answer.
    Raises DiscussionClosed.
    """
    _require_open(target)
    new = Comment(discussion=_discussion(target.key), parent=parent, root=_root(parent), text=text)
    if quotation and not parent:
        new.block_id = quotation.block_id
        new.quoted_text, new.quoted_digest = quotation.text, quotation.digest
        new.quoted_language = quotation.language
    return contributions.contribute(new, **contributor)


@transaction.atomic
def answer_officially(
    parent: Comment,
    *,
    text: str,
    office: ContactPerson | None,
    by: User,
    submission_key: uuid.UUID | None = None,
) -> Comment:
    """Publish the city's answer to a comment at once; the same `submission_key` stores once."""
    now = timezone.now()
    answer, is_new = Comment.objects.get_or_create(
        submission_key=submission_key or uuid.uuid4(),
        defaults={
            "discussion": parent.discussion,
            "parent": parent,
            "root": _root(parent),
            "text": text,
            "is_official": True,
            "office": office,
            "author": by,
            "author_name": office.name if office else str(by),
            "language": parent.language,
            "state": Contribution.State.PUBLISHED,
            "confirmed_at": now,
            "published_at": now,
        },
    )
    if is_new:
        purge(answer)
    return answer


def purge(comment: Comment) -> None:
    """Drop what readers see of a comment's page or idea from the page cache."""
    if target := find(comment.discussion.key):
        target.purge()


def _root(parent: Comment | None) -> Comment | None:
    return (parent.root or parent) if parent else None


def _discussion(key: uuid.UUID) -> Discussion:
    discussion, _created = Discussion.objects.get_or_create(key=key)
    return discussion


def _require_open(target: Target) -> None:
    if not target.allows_comments:
        raise DiscussionClosed
