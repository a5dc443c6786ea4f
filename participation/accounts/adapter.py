"""How django-allauth works here: no passwords, no sign-up form, mail through the outbox."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string
from django.utils.translation import get_language

from cms.mail import services as mail

from . import services
from .models import User


class AccountAdapter(DefaultAccountAdapter):
    """Writes sign-in codes to the outbox; people come into being by contributing."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: there is no form for signing up."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue a message for one of allauth's events; `context` carries the code."""
        mail.queue(
            template_prefix.replace("account/email/", "account_"),
            recipient=email,
            language=get_language() or settings.LANGUAGE_CODE,
            key=f"{template_prefix}:{get_random_string(16)}",
            context={"code": context.get("code", "")},
        )

    def post_login(self, request: HttpRequest, user: User, **kwargs) -> HttpResponse:
        """Note what the code has shown: `user` reads mail at their address."""
        services.mark_address_confirmed(user)
        return super().post_login(request, user, **kwargs)
