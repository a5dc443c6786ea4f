"""A page that many people have talked about."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import Page

from participation.accounts.models import Contribution
from participation.comments.models import Comment, Discussion

SENTENCES = (
    "Das haben wir in unserer Straße auch schon oft besprochen.",
    "Wichtig ist mir, dass niemand ein neues Gerät dafür kaufen muss.",
    "Ich helfe gern mit, wenn es einen Termin am Abend gibt.",
    "Bitte denken Sie auch an die Haltestelle am Südhang.",
    "Das hat im letzten Jahr im Hafenviertel gut geklappt.",
)


def fill_with_comments(page: Page, count: int) -> None:
    """Let `page` have at least `count` published comments, every fifth of them a reply."""
    discussion, _ = Discussion.objects.get_or_create(key=page.translation_key)
    missing = count - Comment.objects.filter(discussion=discussion).visible().count()
    if missing <= 0:
        return
    top_level = [comment(discussion, number) for number in range(missing - missing // 5)]
    Comment.objects.bulk_create(top_level)
    Comment.objects.bulk_create(
        comment(discussion, number, parent=top_level[number]) for number in range(missing // 5)
    )


def comment(discussion: Discussion, number: int, parent: Comment | None = None) -> Comment:
    now = timezone.now() - timedelta(minutes=number)
    return Comment(
        discussion=discussion,
        parent=parent,
        author_name=f"Person {number + 1}",
        language="de",
        text=" ".join(SENTENCES[(number + step) % len(SENTENCES)] for step in range(3)),
        state=Contribution.State.PUBLISHED,
        confirmed_at=now,
        published_at=now,
    )
