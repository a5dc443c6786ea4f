"""Signed links that stop the messages about an idea: nothing else, and without an expiry.

They name idea and person, so that every mail about an idea has the same one.
"""

from django.core import signing
from django.urls import reverse
from django.utils import translation

from participation.accounts.models import User

from .models import Idea

SILENCE_SALT = "ideas.silence"


class LinkInvalid(Exception):
    """The link was not made by us."""


def silence_path(idea: Idea, person: User) -> str:
    """Return the address of the page on which a button stops the messages."""
    token = signing.dumps([idea.pk, person.pk], salt=SILENCE_SALT)
    with translation.override(person.language):
        return reverse("idea_silence", kwargs={"token": token})


def named_by(token: str) -> tuple[int, int]:
    """Return the numbers of the idea and of the person; raises LinkInvalid."""
    try:
        idea_id, person_id = signing.loads(token, salt=SILENCE_SALT)
        return int(idea_id), int(person_id)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid from error
