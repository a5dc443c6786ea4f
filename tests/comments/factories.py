"""Pages that take comments, and comments on them."""

import uuid
from itertools import count

from django.utils import timezone
from wagtail.models import Page

from cms.content.models import ContactPerson
from cms.content.models.pages import Participation
from home.models import StandardPage
from participation.accounts.models import Contribution, User
from participation.comments.models import Comment, Discussion

numbers = count(1)
State = Contribution.State


def a_page(root: Page, **fields) -> StandardPage:
    """Return a published page that takes comments unless `fields` say otherwise."""
    number = next(numbers)
    values = {
        "title": f"Seite {number}",
        "slug": f"seite-{number}",
        "participation": Participation.COMMENTS,
        **fields,
    }
    page = Page.objects.get(pk=root.pk).specific.add_child(instance=StandardPage(**values))
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)


def a_comment(page: StandardPage, *, parent: Comment | None = None, **fields) -> Comment:
    """Return a published comment on `page`; `fields` may give it another state."""
    discussion, _created = Discussion.objects.get_or_create(key=page.translation_key)
    now = timezone.now()
    values = {
        "text": "Mehr Bänke am Fluss!",
        "author_name": "Nele",
        "state": State.PUBLISHED,
        "confirmed_at": now,
        "published_at": now,
        **fields,
    }
    root = (parent.root or parent) if parent else None
    return Comment.objects.create(discussion=discussion, parent=parent, root=root, **values)


def a_waiting_comment(page: StandardPage, author: User, **fields) -> Comment:
    """Return a comment that a moderator has to decide on."""
    values = {"state": State.SUBMITTED, "published_at": None, "author": author, **fields}
    return a_comment(page, **values)


def an_office() -> ContactPerson:
    """Return an office that answers for the city."""
    number = next(numbers)
    return ContactPerson.objects.create(
        slug=f"amt-{number}",
        name="Svenja Albrecht",
        office="Digitalbüro",
        email="digital@auenbrueck.example",
    )


def form_data(**changes: str) -> dict:
    """Return what a filled form for a comment sends."""
    return {
        "text": "Das hilft uns im Verein sehr.",
        "name": "Nele",
        "email": "nele@mail.example",
        "website": "",
        "submission_key": str(uuid.uuid4()),
        **changes,
    }
