"""Make the events of a foreign calendar pages of ours, and keep them in step."""

import hashlib
import json
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from wagtail.models import Page

from cms.content.models import Place

from ..models import (
    CalendarSource,
    CancelledDate,
    EventPage,
    ExtraDate,
    ImportedEvent,
    SkippedDate,
)
from ..services import create_draft_event, update_draft_event

SUMMARY_LENGTH = 200


class Importer:
    """Takes over the events of one source; each in a transaction of its own."""

    def __init__(self, source: CalendarSource) -> None:
        self.source = source
        self.known = {row.uid: row for row in source.events.select_related("page")}
        self.places = {place.name.casefold(): place for place in Place.objects.all()}
        self.terms = {
            name: list(getattr(source, name).all()) for name in ("audiences", "districts", "topics")
        }

    def take(self, event: dict) -> tuple[str, str]:
        """Create or update the page of an event; return the outcome and a reason."""
        try:
            with transaction.atomic():
                return self._take(event)
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

    def _take(self, event: dict) -> tuple[str, str]:
        row = self.known.get(event["uid"])
        digest = self._digest(event)
        if row is None:
            return self._create(event, digest)
        if row.page is None:
            return "kept", "deleted"
        if row.digest == digest and not row.is_gone:
            return "unchanged", ""
        if event["sequence"] < row.sequence:
            return "refused", "older"
        if self.source.keeps_edits and row.page.latest_revision_id != row.revision_id:
            return "kept", "edited"
        # Whoever took a page back here does not want it public again because a word changed.
        is_taken_back = row.page.first_published_at and not row.page.live and not row.is_gone
        draft = update_draft_event(row.page, owner=None, **self._fields(event))
        self._finish(row, draft, event, digest, may_publish=not is_taken_back)
        return "updated", "taken_back" if is_taken_back else ""

    def _create(self, event: dict, digest: str) -> tuple[str, str]:
        if event["is_cancelled"]:
            return "refused", "cancelled"
        page = create_draft_event(
            self.source.calendar_page,
            owner=None,
            organiser_name=self.source.organiser_name,
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
        own = [terms, self.source.languages, self.source.place_id, self.source.publishes]
        text = json.dumps([content, own], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def _fields(self, event: dict) -> dict:
        place = self._place(event["location"])
        extra = [[datetime.fromisoformat(text) for text in pair] for pair in event["extra"]]
        return {
            "title": event["title"],
            "summary": _summary(event["text"]),
            "text": self._text(event, place),
            "starts_at": datetime.fromisoformat(event["starts_at"]),
            "ends_at": datetime.fromisoformat(event["ends_at"]),
            "recurrence": event["rule"],
            "time_zone": event["time_zone"],
            "place": place or self.source.place,
            "languages": self.source.languages,
            "skipped_dates": [SkippedDate(date=day) for day in _days(event["skipped"])],
            "extra_dates": [ExtraDate(starts_at=start, ends_at=end) for start, end in extra],
            "cancelled_dates": [
                CancelledDate(date=day, locale=self.source.calendar_page.locale)
                for day in self._cancelled_days(event)
            ],
            **self.terms,
        }

    def _cancelled_days(self, event: dict) -> list[date]:
        days = set(_days(event["cancelled"]))
        if event["is_cancelled"]:
            starts = [event["starts_at"], *(start for start, _end in event["extra"])]
            days |= {timezone.localtime(datetime.fromisoformat(text)).date() for text in starts}
        return sorted(days)[:100]

    def _place(self, location: str) -> Place | None:
        name = location.partition(",")[0].strip().casefold()
        return self.places.get(location.casefold()) or self.places.get(name)

    def _text(self, event: dict, place: Place | None) -> str:
        parts = [event["text"]]
        with translation.override(self.source.calendar_page.locale.language_code):
            if event["location"] and not place:
                parts.append(gettext("Place: %(place)s") % {"place": event["location"]})
            if event["url"]:
                parts.append(gettext("More about it: %(url)s") % {"url": event["url"]})
        return "\n\n".join(part for part in parts if part)


def rows_gone(importer: Importer, seen: set[str]) -> list[ImportedEvent]:
    """Return the events with dates to come that their calendar no longer has."""
    gone = [
        row
        for uid, row in importer.known.items()
        if uid not in seen and row.page_id and not row.is_gone
    ]
    return [row for row in gone if _has_dates_to_come(row.page)]


def _has_dates_to_come(page: Page) -> bool:
    now = timezone.now()
    if page.live:
        return page.occurrences.upcoming().exists()
    slots = page.planned_slots(until=now + timedelta(days=730))
    return any(slot.ends_at > now for slot in slots)


def _days(texts: list[str]) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


def _summary(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SUMMARY_LENGTH else line[: SUMMARY_LENGTH - 1].rstrip() + "…"
