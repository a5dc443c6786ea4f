"""People and contributions in the states that the tests need."""

import re
import uuid

from cms.mail.models import Message
from participation.accounts import contributions
from participation.accounts.models import User
from participation.comments.models import Comment, Discussion

ADDRESS = "neu@mail.example"


def a_contribution(*, person: User | None = None, key=None, text: str = "Mehr Bänke!") -> Comment:
    """Return a comment, unconfirmed unless a `person` who is signed in wrote it."""
    discussion, _created = Discussion.objects.get_or_create(key=key or uuid.uuid4())
    comment = Comment(discussion=discussion, text=text)
    return contributions.contribute(comment, person=person, name="Nele", email=ADDRESS)


def a_published_contribution(person: User, **kwargs) -> Comment:
    """Return a comment that everybody sees."""
    return contributions.publish(a_contribution(person=person, **kwargs))


def path_in(message: Message) -> str:
    """Return the path of the first link in a mail."""
    return re.search(r"https?://[^/\s]+(/\S+)", message.text)[1]


def code_in(message: Message) -> str:
    """Return the code for signing in."""
    return re.search(r"^[A-Z0-9-]{5,}$", message.text, re.MULTILINE)[0]
