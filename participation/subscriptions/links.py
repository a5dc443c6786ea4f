"""Signed links that end a subscription: nothing else, and without an expiry.

They name person and page, so that those of old mails end a subscription begun anew as well.
"""

import uuid

from django.core import signing
from django.urls import reverse
from django.utils import translation

from .models import Subscription

UNSUBSCRIBE_SALT = "subscriptions.unsubscribe"


class LinkInvalid(Exception):
    """The link was not made by us."""


def unsubscribe_path(subscription: Subscription) -> str:
    """Return the address of the page on which a button ends the subscription."""
    named = [str(subscription.page_key), subscription.author_id]
    token = signing.dumps(named, salt=UNSUBSCRIBE_SALT)
    with translation.override(subscription.author.language):
        return reverse("unsubscribe", kwargs={"token": token})


def named_by(token: str) -> tuple[uuid.UUID, int]:
    """Return the key of the page and the number of the person; raises LinkInvalid."""
    try:
        page_key, author_id = signing.loads(token, salt=UNSUBSCRIBE_SALT)
        return uuid.UUID(page_key), int(author_id)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise LinkInvalid from error
