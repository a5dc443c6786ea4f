"""The demo town's conversations, said through the same services as real ones."""

import uuid

from participation.accounts import contributions
from participation.accounts.models import Contribution

from . import services, targets
from .models import Comment
from .quotations import quotation

State = Contribution.State


def build(data: list[dict], context) -> None:
    """Say what people said on pages; `data` is the content of comments.yaml."""
    for item in data:
        page = context.page(item["page"])
        add_thread(page.translation_key, item["comments"], context)


def add_remarks(key: uuid.UUID, items: list[dict], context) -> None:
    """Add remarks on the paragraphs that the items name by their keys."""
    target = targets.find(key)
    passages = target.passages()
    for item in items:
        passage = passages[uuid.UUID(context.block_id(item["paragraph"]))]
        item["quotation"] = quotation(passage, target.language)
    add_thread(key, items, context)


def add_thread(key: uuid.UUID, items: list[dict], context) -> None:
    """Add comments with their replies to the page or idea with this key."""
    target = targets.find(key)
    for item in items:
        comment = _say(target, item, None, context)
        for reply in item.get("replies") or []:
            _say(target, reply, comment, context)


def _say(target, item: dict, parent: Comment | None, context) -> Comment:
    person = context.person(item["author"])
    if item.get("is_official"):
        office = context.contact(item["office"])
        comment = services.answer_officially(parent, text=item["text"], office=office, by=person)
    else:
        contributor = {"person": person, "name": person.display_name}
        comment = services.comment(
            target,
            text=item["text"],
            contributor=contributor,
            parent=parent,
            quotation=item.get("quotation"),
        )
        _decide(comment, item.get("state", "published"))
    said_at = context.days(-item["days_ago"])
    moments = {"created_at": said_at, "confirmed_at": said_at}
    if item.get("state", "published") == "published":
        moments["published_at"] = said_at
    Comment.objects.filter(pk=comment.pk).update(language=person.language, **moments)
    return comment


def _decide(comment: Comment, state: str) -> None:
    if state == "published":
        contributions.publish(comment)
    elif state == "rejected":
        contributions.reject(comment, reason="Der Beitrag verletzt unsere Netiquette.")
