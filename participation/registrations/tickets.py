"""The code that somebody shows at the door: its address, and the picture of it."""

from io import BytesIO

import qrcode
from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from .links import LinkInvalid
from .models import Registration

# Of its own purpose: who photographs a link of a mail has no ticket, and the other way round.
TICKET_SALT = "registrations.ticket"


def ticket_path(registration: Registration) -> str:
    """Return the address that the code holds."""
    return _path("registration_ticket", registration)


def picture_path(registration: Registration) -> str:
    """Return the address of the picture of the code, for pages and mails."""
    return _path("registration_ticket_picture", registration)


def shown_by(token: str) -> Registration:
    """Return whose ticket this is; raises LinkInvalid."""
    try:
        pk = int(signing.Signer(salt=TICKET_SALT).unsign(token))
        return Registration.objects.select_related("occurrence", "person").get(pk=pk)
    except (signing.BadSignature, Registration.DoesNotExist, ValueError) as error:
        raise LinkInvalid from error


def has_ticket(registration: Registration) -> bool:
    """Say whether the person is expected at the door."""
    return registration.state == Registration.State.REGISTERED


def as_png(registration: Registration) -> bytes:
    """Return the code as a picture."""
    output = BytesIO()
    _code(registration).make_image().save(output)
    return output.getvalue()


def _code(registration: Registration) -> qrcode.QRCode:
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(settings.SITE_URL.rstrip("/") + ticket_path(registration))
    code.make(fit=True)
    return code


def _path(route: str, registration: Registration) -> str:
    # Without a time: the code on paper, in the mail and on the page is the same.
    token = signing.Signer(salt=TICKET_SALT).sign(registration.pk)
    with translation.override(registration.language):
        return reverse(route, kwargs={"token": token})
