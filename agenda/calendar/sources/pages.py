"""Make the events of a foreign calendar pages of ours, and keep them in step."""

import hashlib
import json
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
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
from ..services import create_draft_event, move_event, publish_facts, update_draft_event
from .edits import is_edited, says_the_same
from .texts import link

SUMMARY_LENGTH = 200
MAX_REASON = MovedDate._meta.get_field("reason").max_length
# Readers must not go to a date that is off, also where an editor decides about the words.
FACTS = (
    "starts_at",
    "ends_at",
    "recurrence",
    "time_zone",
    "place",
    "skipped_dates",
    "moved_dates",
    "extra_dates",
    "cancelled_dates",
)
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

    def take(self, event: dict, *, is_late: bool = False) -> tuple[str, str]:
        """Create or update the page of an event; return the outcome and a reason.

        Nothing is written any more when it `is_late`.
        """
        row, digest = self.known.get(event["uid"]), self._digest(event)
        if row and (outcome := self._reason_to_leave(row, event, digest)):
            return outcome
        if is_late:
            return "later", ""
        try:
            with transaction.atomic():
                return self._update(row, event, digest) if row else self._create(event, digest)
        except (ValidationError, IntegrityError):
            return "refused", "invalid"

    def notes(self, event: dict) -> list[str]:
        """Return what the report says besides the outcome."""
        places = [location for *_moments, location in event["moved"] if location]
        is_unknown = any(self._place(location) is None for location in places)
        return [*event["notes"], "place"] if is_unknown else event["notes"]

    def remove(self, row: ImportedEvent) -> tuple[str, str]:
        """Take back the page of an event that its calendar no longer has."""
        page = row.page
        if self.source.keeps_edits and is_edited(row):
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
                take_back(page)
        return "removed", ""

    def _reason_to_leave(self, row, event: dict, digest: str) -> tuple[str, str] | None:
        if row.page is None:
            return "kept", "deleted"
        if row.digest == digest and not row.is_gone:
            return "unchanged", ""
        if event["sequence"] < row.sequence:
            return "refused", "older"
        if self.source.keeps_edits and is_edited(row):
            return "kept", "edited"
        return None

    def _update(self, row, event: dict, digest: str) -> tuple[str, str]:
        # Whoever took a page back here does not want it public again because a word changed.
        taken_back = is_taken_back(row.page) and not row.is_gone
        is_settled = row.page.live or not event["is_tentative"]
        move_event(row.page, self.source.calendar_page)
        row.page = EventPage.objects.get(pk=row.page_id)
        if row.page.live and not self.source.publishes:
            return self._update_approved(row, event, digest)
        draft = update_draft_event(row.page, owner=None, **self._fields(event))
        may_publish = self.source.publishes and is_settled and not taken_back
        self._finish(row, draft, event, digest, publishes=may_publish)
        return "updated", "taken_back" if taken_back else ""

    def _update_approved(self, row, event: dict, digest: str) -> tuple[str, str]:
        """Change the facts that readers see; new words wait for whoever approved the old ones."""
        fields = self._fields(event)
        publish_facts(row.page, **{name: fields[name] for name in FACTS})
        row.page = EventPage.objects.get(pk=row.page_id)
        draft = update_draft_event(row.page, owner=None, **self._fields(event))
        has_same_words = says_the_same(draft.latest_revision, row.page.live_revision)
        self._finish(row, draft, event, digest, publishes=has_same_words)
        return "updated", "" if has_same_words else "words_wait"

    def _create(self, event: dict, digest: str) -> tuple[str, str]:
        if event["is_cancelled"]:
            return "refused", "cancelled"
        page = create_draft_event(
            self.source.calendar_page,
            owner=None,
            **self._fields(event),
        )
        row = ImportedEvent(source=self.source, uid=event["uid"])
        may_publish = self.source.publishes and not event["is_tentative"]
        self._finish(row, page, event, digest, publishes=may_publish)
        return "created", ""

    def _finish(self, row, page: EventPage, event: dict, digest: str, *, publishes: bool) -> None:
        revision = page.latest_revision
        row.page_id, row.revision_id = page.pk, revision.pk
        row.sequence, row.digest, row.is_gone = event["sequence"], digest, False
        row.save()
        if publishes:
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
            "moved_dates": [self._moved_date(*row) for row in event["moved"]],
            "extra_dates": [ExtraDate(starts_at=start, ends_at=end) for start, end in extra],
            "cancelled_dates": [
                CancelledDate(date=day, locale=self.source.calendar_page.locale)
                for day in _days(event["cancelled"])
            ],
            **self.terms,
        }

    def _moved_date(self, day: str, start: str, end: str, location: str) -> MovedDate:
        place = self._place(location)
        return MovedDate(
            date=date.fromisoformat(day),
            starts_at=datetime.fromisoformat(start),
            ends_at=datetime.fromisoformat(end),
            place=place,
            reason="" if place or not location else self._place_in_words(location)[:MAX_REASON],
            locale=self.source.calendar_page.locale,
        )

    def _place_in_words(self, location: str) -> str:
        with translation.override(self.source.calendar_page.locale.language_code):
            return gettext("Place: %(place)s") % {"place": location}

    def _place(self, location: str) -> Place | None:
        name = location.partition(",")[0].strip().casefold()
        return self.places.get(location.casefold()) or self.places.get(name)

    def _text(self, event: dict, place: Place | None) -> SafeString:
        """Return the text with what no field of ours holds."""
        parts = [mark_safe(event["rich_text"])]
        with translation.override(self.source.calendar_page.locale.language_code):
            if event["location"] and not place:
                parts.append(format_html("<p>{}</p>", self._place_in_words(event["location"])))
            if event["url"]:
                words = escape(gettext("More about it: %(url)s"))
                parts.append(mark_safe(f"<p>{words % {'url': link(event['url'])}}</p>"))
        return mark_safe("".join(parts))


def take_back(page: EventPage) -> None:
    """Take a page back in all languages, or delete it if it never was public."""
    if page.first_published_at is None:
        page.delete()
        return
    for each in EventPage.objects.filter(translation_key=page.translation_key, live=True):
        each.unpublish()


def pages_to_take_back(source: CalendarSource) -> list[int]:
    """Return the pages that go with their source: what is to come and was not edited here."""
    rows = rows_gone(Importer(source), set())
    return [row.page_id for row in rows if not is_edited(row)]


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


def _days(texts: list[str]) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


def _summary(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SUMMARY_LENGTH else line[: SUMMARY_LENGTH - 1].rstrip() + "…"
