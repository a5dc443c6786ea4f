"""What we tell people about ideas."""

from django.conf import settings
from django.utils import translation

from cms.mail import services as mail
from participation.accounts.models import Contribution

from .models import Idea


def decided(idea: Idea) -> None:
    """Tell the author and all supporters what the city decided."""
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
            key=f"idea-decided:{idea.pk}:{idea.outcome}:{person.pk}",
            context={
                "name": person.display_name,
                "is_author": role == "author",
                "title": idea.title,
                "outcome": idea.get_outcome_display,
                "statement": idea.statement,
                "url": settings.SITE_URL.rstrip("/") + path,
            },
        )
