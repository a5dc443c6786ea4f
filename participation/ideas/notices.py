"""What we tell people about ideas."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import translation

from agenda.strategy.models import MeasurePage, Milestone
from cms.mail import services as mail
from participation.accounts.models import Contribution, User

from . import links
from .models import Idea, IdeaSilence, Support

CHUNK = 500


def decided(idea: Idea, *, at: datetime) -> None:
    """Tell the author and all supporters what the city decided at that moment."""
    for person, is_author in _people_behind(idea):
        _tell(
            "idea_decided",
            idea,
            person,
            key=f"idea-decided:{idea.pk}:{at:%Y%m%d%H%M%S%f}:{person.pk}",
            is_author=is_author,
            outcome=idea.get_outcome_display,
            statement=idea.statement,
        )


def became_measure(idea: Idea, pages: dict[str, MeasurePage]) -> None:
    """Tell the author and all supporters of the measure; `pages` holds it by language."""
    for person, is_author in _people_behind(idea):
        measure = _in_language(pages, person.language)
        _tell(
            "idea_became_measure",
            idea,
            person,
            key=f"idea-measure:{idea.pk}:{measure.translation_key}:{person.pk}",
            is_author=is_author,
            measure=measure.title,
            status=measure.get_status_display,
            measure_url=measure.full_url,
        )


def milestone_reached(idea: Idea, wordings: dict[str, Milestone]) -> None:
    """Tell the author and all supporters what the idea's measure has reached.

    Who stands behind several ideas of one measure is told once.
    """
    for person, is_author in _people_behind(idea):
        milestone = _in_language(wordings, person.language)
        _tell(
            "idea_milestone",
            idea,
            person,
            key=f"milestone-reached:{milestone.translation_key}:{person.pk}",
            is_author=is_author,
            milestone=milestone.title,
            date=milestone.done_on,
            measure=milestone.measure.title,
            measure_url=milestone.measure.full_url,
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


def _tell(template: str, idea: Idea, person: User, *, key: str, **context) -> None:
    """Write to somebody about an idea, with a way to stop that which leaves their support."""
    silence_url = settings.SITE_URL.rstrip("/") + links.silence_path(idea, person)
    mail.queue(
        template,
        recipient=person.email,
        language=person.language,
        key=key,
        context={
            "name": person.display_name,
            "title": idea.title,
            "url": _address(idea, person.language),
            "silence_url": silence_url,
            **context,
        },
        headers={
            "List-Unsubscribe": f"<{silence_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _people_behind(idea: Idea) -> Iterator[tuple[User, bool]]:
    """Yield the author and all supporters, each once, and whether it is the author.

    Not those whose account is closed, nor those who want no messages about this idea.
    """
    silent = IdeaSilence.objects.filter(idea=idea)
    author = idea.author
    if author and author.is_active and not silent.filter(person=author).exists():
        yield author, True
    supports = idea.supports.filter(state=Contribution.State.PUBLISHED, author__is_active=True)
    supports = supports.exclude(Exists(silent.filter(person=OuterRef("author"))))
    # A comparison with nobody would leave out everybody.
    if idea.author_id:
        supports = supports.exclude(author=idea.author_id)
    for support in supports.select_related("author").order_by("pk").iterator(chunk_size=CHUNK):
        yield support.author, False


def _in_language(rows: dict, language: str):
    """Return the row in `language`, else in German, else any."""
    found = rows.get(language) or rows.get(settings.LANGUAGE_CODE)
    return found or next(iter(rows.values()))


def _address(idea: Idea, language: str) -> str:
    with translation.override(language):
        return settings.SITE_URL.rstrip("/") + idea.get_absolute_url()
