"""Make the events of a foreign calendar pages of ours, and keep them in step."""

import hashlib
import json
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from wagtail.models import Page

from cms.content.models import Place

from ..models import (
    CalendarSource,
    CancelledDate,
    EventPage,
    ExtraDate,
    ImportedEvent,
    MovedDate,
    Occurrence,
    SkippedDate,
)
from ..recurrence import HORIZON
from ..services import create_draft_event, move_event, update_draft_event
from .texts import link

SUMMARY_LENGTH = 200
OWN_CHOICES = ("languages", "place_id", "publishes", "organiser_name", "calendar_page_id")


class Importer:
    """Takes over the events of one source; each in a transaction of its own."""

    def __init__(self, source: CalendarSource) -> None:
        self.source = source
        self.known = {row.uid: row for row in source.events.select_related("page__locale")}
        self.places = {place.name.casefold(): place for place in Place.objects.all()}
        self.terms = {
            name: list(getattr(source, name).all()) for name in ("audiences", "districts", "topics")
        }

    def take(self, event: dict) -> tuple[str, str]:
        """Create or update the page of an event; return the outcome and a reason."""
        row, digest = self.known.get(event["uid"]), self._digest(event)
        if row and (outcome := self._reason_to_leave(row, event, digest)):
            return outcome
        try:
            with transaction.atomic():
                return self._update(row, event, digest) if row else self._create(event, digest)
        except ValidationError:
            return "refused", "invalid"

    def remove(self, row: ImportedEvent) -> tuple[str, str]:
        """Take back the page of an event that its calendar no longer has."""
        page = row.page
        if self.source.keeps_edits and page.latest_revision_id != row.revision_id:
            return "kept", "edited"
        with transaction.atomic():
            row.is_gone, row.digest = True, ""
            if page.first_published_at is None:
                row.page = None
                row.save()
                row.delete()
                page.delete()
            else:
                row.save()
                pages = EventPage.objects.filter(translation_key=page.translation_key, live=True)
                for each in pages:
                    each.unpublish()
        return "removed", ""

    def _reason_to_leave(self, row, event: dict, digest: str) -> tuple[str, str] | None:
        if row.page is None:
            return "kept", "deleted"
        if row.digest == digest and not row.is_gone:
            return "unchanged", ""
        if event["sequence"] < row.sequence:
            return "refused", "older"
        if self.source.keeps_edits and row.page.latest_revision_id != row.revision_id:
            return "kept", "edited"
        return None

    def _update(self, row, event: dict, digest: str) -> tuple[str, str]:
        # Whoever took a page back here does not want it public again because a word changed.
        taken_back = is_taken_back(row.page) and not row.is_gone
        move_event(row.page, self.source.calendar_page)
        row.page.refresh_from_db()
        draft = update_draft_event(row.page, owner=None, **self._fields(event))
        self._finish(row, draft, event, digest, may_publish=not taken_back)
        return "updated", "taken_back" if taken_back else ""

    def _create(self, event: dict, digest: str) -> tuple[str, str]:
        if event["is_cancelled"]:
            return "refused", "cancelled"
        page = create_draft_event(
            self.source.calendar_page,
            owner=None,
            **self._fields(event),
        )
        row = ImportedEvent(source=self.source, uid=event["uid"])
        self._finish(row, page, event, digest, may_publish=True)
        return "created", ""

    def _finish(self, row, page: EventPage, event: dict, digest: str, *, may_publish: bool) -> None:
        revision = page.latest_revision
        row.page_id, row.revision_id = page.pk, revision.pk
        row.sequence, row.digest, row.is_gone = event["sequence"], digest, False
        row.save()
        if self.source.publishes and may_publish:
            revision.publish()

    def _digest(self, event: dict) -> str:
        """Return what stays the same as long as the event and our own choices do."""
        content = {name: value for name, value in event.items() if name != "notes"}
        terms = {name: [term.pk for term in terms] for name, terms in self.terms.items()}
        own = [terms, *(getattr(self.source, name) for name in OWN_CHOICES)]
        text = json.dumps([content, own], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def _fields(self, event: dict) -> dict:
        place = self._place(event["location"])
        extra = [[datetime.fromisoformat(text) for text in pair] for pair in event["extra"]]
        return {
            "title": event["title"],
            "summary": _summary(event["text"]),
            "text": self._text(event, place),
            "organiser_name": self.source.organiser_name,
            "starts_at": datetime.fromisoformat(event["starts_at"]),
            "ends_at": datetime.fromisoformat(event["ends_at"]),
            "recurrence": event["rule"],
            "time_zone": event["time_zone"],
            "place": place or self.source.place,
            "languages": self.source.languages,
            "skipped_dates": [SkippedDate(date=day) for day in _days(event["skipped"])],
            "moved_dates": [
                MovedDate(
                    date=day, starts_at=start, ends_at=end, locale=self.source.calendar_page.locale
                )
                for day, start, end in _moves(event["moved"])
            ],
            "extra_dates": [ExtraDate(starts_at=start, ends_at=end) for start, end in extra],
            "cancelled_dates": [
                CancelledDate(date=day, locale=self.source.calendar_page.locale)
                for day in _days(event["cancelled"])
            ],
            **self.terms,
        }

    def _place(self, location: str) -> Place | None:
        name = location.partition(",")[0].strip().casefold()
        return self.places.get(location.casefold()) or self.places.get(name)

    def _text(self, event: dict, place: Place | None) -> SafeString:
        """Return the text with what no field of ours holds."""
        parts = [mark_safe(event["rich_text"])]
        with translation.override(self.source.calendar_page.locale.language_code):
            if event["location"] and not place:
                words = gettext("Place: %(place)s") % {"place": event["location"]}
                parts.append(format_html("<p>{}</p>", words))
            if event["url"]:
                words = escape(gettext("More about it: %(url)s"))
                parts.append(mark_safe(f"<p>{words % {'url': link(event['url'])}}</p>"))
        return mark_safe("".join(parts))


def is_taken_back(page: Page) -> bool:
    """Say whether a page was public once and is no longer."""
    return bool(page.first_published_at) and not page.live


def rows_gone(importer: Importer, seen: set[str]) -> list[ImportedEvent]:
    """Return the events with dates to come that their calendar no longer has.

    What is over is noted as gone, so that no later run asks for its dates again.
    """
    missing = [
        row
        for uid, row in importer.known.items()
        if uid not in seen and row.page_id and not row.is_gone and not is_taken_back(row.page)
    ]
    keys = [row.page.translation_key for row in missing if row.page.live]
    dates = Occurrence.objects.upcoming().filter(event_key__in=keys)
    with_dates = set(dates.order_by().values_list("event_key", flat=True))
    gone = [
        row
        for row in missing
        if (row.page.translation_key in with_dates if row.page.live else _is_to_come(row.page))
    ]
    over = [row.pk for row in missing if row not in gone]
    importer.source.events.filter(pk__in=over).update(is_gone=True)
    return gone


def _is_to_come(page: EventPage) -> bool:
    draft, now = page.get_latest_revision_as_object(), timezone.now()
    return any(slot.ends_at > now for slot in draft.planned_slots(until=now + HORIZON))


def _moves(rows: list[list[str]]) -> list[tuple[date, datetime, datetime]]:
    return [
        (date.fromisoformat(day), datetime.fromisoformat(start), datetime.fromisoformat(end))
        for day, start, end in rows
    ]


def _days(texts: list[str]) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


def _summary(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SUMMARY_LENGTH else line[: SUMMARY_LENGTH - 1].rstrip() + "…"
