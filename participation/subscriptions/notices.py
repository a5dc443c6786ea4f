"""What we tell those who follow a page."""

from dataclasses import dataclass

from django.conf import settings

from agenda.strategy.models import MeasurePage, MeasureUpdate
from cms.content.plain_text import paragraphs
from cms.mail import services as mail

from . import links
from .models import Subscription


@dataclass(frozen=True)
class Wording:
    """An update in one language."""

    language: str
    title: str
    text: str
    measure_title: str
    url: str


def wordings(update: MeasureUpdate) -> dict[str, Wording]:
    """Return an update in every language in which readers find it, by language."""
    public = MeasurePage.objects.live().public()
    rows = MeasureUpdate.objects.filter(
        translation_key=update.translation_key, measure__in=public
    ).select_related("measure__locale")
    return {wording.language: wording for wording in map(_wording, rows)}


def news(subscription: Subscription, update: MeasureUpdate, known: dict[str, Wording]) -> None:
    """Tell one follower of an update, in their language or else in German."""
    person = subscription.author
    wording = known.get(person.language) or known[settings.LANGUAGE_CODE]
    unsubscribe_url = settings.SITE_URL.rstrip("/") + links.unsubscribe_path(subscription)
    mail.queue(
        "measure_update",
        recipient=person.email,
        language=person.language,
        key=f"measure-update:{update.translation_key}:{person.pk}",
        context={
            "name": subscription.author_name,
            "wording": wording,
            "date": update.date,
            "is_foreign": wording.language != person.language,
            "unsubscribe_url": unsubscribe_url,
        },
        headers={
            "List-Unsubscribe": f"<{unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _wording(row: MeasureUpdate) -> Wording:
    return Wording(
        language=row.measure.locale.language_code,
        title=row.title,
        text=paragraphs(row.text),
        measure_title=row.measure.title,
        url=row.measure.full_url,
    )
