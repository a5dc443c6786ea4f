"""How django-allauth works here: no passwords, no sign-up form, mail through the outbox."""

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.crypto import get_random_string
from django.utils.translation import get_language

from cms.mail import services as mail


class AccountAdapter(DefaultAccountAdapter):
    """Writes sign-in codes to the outbox; people come into being by contributing."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Queue a message for one of allauth's events; `context` carries the code."""
        mail.queue(
            template_prefix.replace("account/email/", "account_"),
            recipient=email,
            language=get_language(),
            key=f"{template_prefix}:{get_random_string(16)}",
            context={"code": context.get("code", "")},
        )
