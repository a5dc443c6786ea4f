"""Signed links in mails: each has one purpose and one registration."""

from django.core import signing
from django.urls import reverse
from django.utils import translation

from .models import Registration

CONFIRM_SALT = "registrations.confirm"
MANAGE_SALT = "registrations.manage"
CONFIRM_SECONDS = 7 * 24 * 3600


class LinkInvalid(Exception):
    """The link was not made by us, or what it leads to is gone."""


class LinkExpired(LinkInvalid):
    """The link is older than its time."""


def confirm_path(registration: Registration) -> str:
    """Return the address of the page that confirms a registration."""
    return _path("registration_confirm", CONFIRM_SALT, registration)


def manage_path(registration: Registration) -> str:
    """Return the address of the page that shows a registration and can cancel it."""
    return _path("registration_detail", MANAGE_SALT, registration)


def party_path(registration: Registration) -> str:
    """Return the address of the page on which a party becomes smaller."""
    return _path("registration_party", MANAGE_SALT, registration)


def confirmed_by(token: str) -> Registration:
    """Return what a confirmation link confirms; raises LinkExpired or LinkInvalid."""
    return _registration(token, CONFIRM_SALT, max_age=CONFIRM_SECONDS)


def managed_by(token: str) -> Registration:
    """Return what a management link shows; raises LinkInvalid."""
    return _registration(token, MANAGE_SALT)


def _path(route: str, salt: str, registration: Registration) -> str:
    token = signing.dumps(registration.pk, salt=salt)
    with translation.override(registration.language):
        return reverse(route, kwargs={"token": token})


def _registration(token: str, salt: str, max_age: int | None = None) -> Registration:
    try:
        pk = signing.loads(token, salt=salt, max_age=max_age)
        return Registration.objects.select_related("occurrence", "person").get(pk=pk)
    except signing.SignatureExpired as error:
        raise LinkExpired from error
    except (signing.BadSignature, Registration.DoesNotExist, ValueError, TypeError) as error:
        raise LinkInvalid from error
