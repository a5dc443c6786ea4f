"""What we tell people about ideas."""

from datetime import datetime

from django.conf import settings
from django.utils import translation

from cms.mail import services as mail
from participation.accounts.models import Contribution

from .models import Idea, Support


def decided(idea: Idea, *, at: datetime) -> None:
    """Tell the author and all supporters what the city decided at that moment."""
    recipients = {}
    if idea.author:
        recipients[idea.author.pk] = (idea.author, "author")
    supports = idea.supports.filter(state=Contribution.State.PUBLISHED).select_related("author")
    for support in supports:
        if support.author:
            recipients.setdefault(support.author.pk, (support.author, "supporter"))
    for person, role in recipients.values():
        with translation.override(person.language):
            path = idea.get_absolute_url()
        mail.queue(
            "idea_decided",
            recipient=person.email,
            language=person.language,
            key=f"idea-decided:{idea.pk}:{at:%Y%m%d%H%M%S%f}:{person.pk}",
            context={
                "name": person.display_name,
                "is_author": role == "author",
                "title": idea.title,
                "outcome": idea.get_outcome_display,
                "statement": idea.statement,
                "url": settings.SITE_URL.rstrip("/") + path,
            },
        )


def refused(support: Support, reason: str) -> None:
    """Tell somebody why their support does not count."""
    with translation.override(support.language):
        path = support.idea.get_absolute_url()
        kind = str(Support._meta.verbose_name)
    mail.queue(
        "contribution_rejected",
        recipient=support.author.email,
        language=support.language,
        key=f"support-refused:{support.pk}",
        context={
            "name": support.author_name,
            "kind": kind,
            "title": support.idea.title,
            "url": settings.SITE_URL.rstrip("/") + path,
            "reason": reason,
            "was_public": False,
        },
    )
