"""What changes events and their dates."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import transaction
from django.db.models import ProtectedError
from django.dispatch import Signal
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from wagtail.models import Page

from cms.content import page_cache

from .models import CalendarPage, EventPage, ExtraDate, Occurrence, SkippedDate
from .planning import Planned, bounded
from .recurrence import HORIZON

DRAFT_FACTS = {
    "place",
    "is_online",
    "online_url",
    "organiser_name",
    "contact",
    "languages",
    "price_text",
    "requirements",
    "accessibility_note",
    "listing_image",
    "time_zone",
    "cancelled_dates",
    "moved_dates",
    "skipped_dates",
    "extra_dates",
}
DRAFT_TERMS = {"audiences", "districts", "topics"}

# Sent with `event`, a live page, once its dates are what it says. Whoever gives seats listens
# to this and not to the publishing: seats of dates as they were would be the wrong ones.
dates_synced = Signal()


def sync_occurrences(event: EventPage) -> bool:
    """Make the dates of an event what its live page says; return whether any changed.

    All languages share them; the page in the source language decides if there is one.
    Dates of the past stay. A date that is only moved keeps its row, and with it its seats.
    """
    with transaction.atomic():
        page = _deciding_page(event)
        if page is None:
            return False
        has_changed = _write_dates(page)
    dates_synced.send(sender=EventPage, event=page)
    return has_changed


def _deciding_page(event: EventPage) -> EventPage | None:
    """Return the live page whose dates count, locked with its translations."""
    # Two editors publishing two translations at once must not both write the same dates.
    pages = list(
        EventPage.objects.select_for_update(of=("self",))
        .filter(translation_key=event.translation_key, live=True)
        .select_related("locale")
        .order_by("pk")
    )
    pages.sort(key=lambda page: page.locale.language_code != settings.LANGUAGE_CODE)
    return pages[0] if pages else None


def _write_dates(page: EventPage) -> bool:
    now = timezone.now()
    rows = {row.planned_start: row for row in page.occurrences.all()}
    plans = bounded(page.planned_dates(until=now + HORIZON), now=now, with_past=not rows)
    if not EventPage.objects.public().filter(pk=page.pk).exists():
        # Translations may be public, and fall back to the reasons that the dates keep.
        plans = [replace(planned, cancellation_reason="", move_reason="") for planned in plans]
    changed, new = [], []
    for planned in plans:
        row = rows.pop(planned.planned_start, None)
        if row is None:
            new.append(planned)
        else:
            changed.append(_update(row, planned))
    gone = [row for row in rows.values() if row.starts_at >= now]
    moved = _move(gone, new, page)
    Occurrence.objects.bulk_create(
        Occurrence(event_key=page.translation_key, **planned.values)
        for planned in new
        if planned not in moved.values()
    )
    for row in gone:
        if row.pk not in moved:
            _remove(row)
    return bool(new or gone or any(changed))


def sync_all() -> int:
    """Extend the dates of every live event to the horizon; return how many events changed."""
    keys = EventPage.objects.live().order_by().values_list("translation_key", flat=True).distinct()
    number = 0
    for key in keys:
        event = EventPage.objects.live().filter(translation_key=key).first()
        number += bool(event and sync_occurrences(event))
    if number:
        page_cache.purge_site()
    return number


@transaction.atomic
def forget_occurrences(event_key: uuid.UUID) -> None:
    """Remove the dates of an event that has no page left."""
    if not EventPage.objects.filter(translation_key=event_key).exists():
        for row in Occurrence.objects.filter(event_key=event_key):
            _remove(row)


def note_free_seats(occurrences: Iterable[Occurrence], left: int | None) -> None:
    """Remember how many seats of these dates the next people get; None means without a limit.

    The filter by free seats reads it. Whoever calls this holds the lock of the dates.
    """
    dates = Occurrence.objects.filter(pk__in=[occurrence.pk for occurrence in occurrences])
    turning = dates.exclude(seats_left=0) if left == 0 else dates.filter(seats_left=0)
    fills_or_empties = turning.exists()
    dates.update(seats_left=left)
    if fills_or_empties:
        # Lists filtered by free seats live at many addresses; a date seldom fills or empties.
        page_cache.purge_site()


def _update(row: Occurrence, planned: Planned) -> bool:
    """Bring a row in line with its plan; return whether it differed."""
    old = {name: getattr(row, name) for name in planned.values}
    if old == planned.values:
        return False
    for name, value in planned.values.items():
        setattr(row, name, value)
    row.sequence += 1
    row.save()
    return True


def _move(gone: list[Occurrence], new: list[Planned], page: EventPage) -> dict[int, Planned]:
    """Give rows new times on their planned day, and the only date its only new time."""
    if len(gone) == len(new) == 1 and not page.recurrence:
        pairs = [(gone[0], new[0])]
    else:
        zone = ZoneInfo(page.time_zone)
        by_day: dict[object, Planned] = {}
        for planned in new:
            by_day.setdefault(planned.planned_start.astimezone(zone).date(), planned)
        pairs = [
            (row, planned)
            for row in gone
            if (planned := by_day.pop(row.planned_start.astimezone(zone).date(), None))
        ]
        pairs = pairs or _shifted(gone, new, zone)
    for row, planned in pairs:
        _update(row, planned)
    return {row.pk: planned for row, planned in pairs}


def _shifted(
    gone: list[Occurrence], new: list[Planned], zone: ZoneInfo
) -> list[tuple[Occurrence, Planned]]:
    """Pair the dates of a series that moves as a whole by less than a week."""

    def local(date: Occurrence | Planned) -> datetime:
        return date.planned_start.astimezone(zone).replace(tzinfo=None)

    pairs = list(zip(sorted(gone, key=local), sorted(new, key=local), strict=False))
    shifts = {local(planned) - local(row) for row, planned in pairs}
    is_one = len(shifts) == 1 and abs(shifts.pop()) < timedelta(weeks=1)
    return pairs if is_one else []


def _remove(row: Occurrence) -> None:
    """Delete a date; one that somebody is registered for is called off instead."""
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        if not row.is_cancelled:
            row.is_cancelled = True
            row.sequence += 1
            row.save()


@transaction.atomic
def create_draft_event(
    calendar_page: CalendarPage,
    *,
    owner,
    title: str,
    summary: str,
    text: str,
    starts_at: datetime,
    ends_at: datetime,
    recurrence: str = "",
    organiser_key: uuid.UUID | None = None,
    translation_key: uuid.UUID | None = None,
    **facts,
) -> EventPage:
    """Create an unpublished event with a first revision; it is in no workflow yet.

    `text` is plain, with blank lines between paragraphs, or safe markup. `facts` may be any
    of DRAFT_FACTS and, as lists, DRAFT_TERMS, skipped_days and extra_spans, which are
    (start, end). Raises ValidationError with the names of the fields.
    """
    # Two children added at once would get the same place in the tree.
    parent = CalendarPage.objects.select_for_update(of=("self",)).get(pk=calendar_page.pk)
    event = EventPage(
        owner=owner,
        locale=parent.locale,
        live=False,
        has_unpublished_changes=True,
        slug=_free_slug(parent, title),
        organiser_key=organiser_key,
        translation_key=translation_key or uuid.uuid4(),
    )
    _fill(
        event,
        title=title,
        summary=summary,
        text=text,
        starts_at=starts_at,
        ends_at=ends_at,
        recurrence=recurrence,
        **facts,
    )
    _require_sound(event)
    parent.add_child(instance=event)
    event.save_revision(user=owner, log_action=True)
    return event


@transaction.atomic
def move_event(event: EventPage, calendar_page: CalendarPage) -> None:
    """Put an event with its translations below another calendar, under a free address."""
    for page in event.get_translations(inclusive=True):
        target = CalendarPage.objects.filter(
            translation_key=calendar_page.translation_key, locale_id=page.locale_id
        ).first()
        if target is None or page.get_parent().pk == target.pk:
            continue
        if not Page._slug_is_available(page.slug, target):
            Page.objects.filter(pk=page.pk).update(slug=_free_slug(target, page.slug))
            page.refresh_from_db()
        page.move(target, pos="last-child")


@transaction.atomic
def update_draft_event(event: EventPage, *, owner, **changes) -> EventPage:
    """Save `changes` as a new revision; what is live stays as it is.

    Takes the same names as create_draft_event and returns the page as the revision has it.
    Raises ValidationError with the names of the fields.
    """
    Page.objects.select_for_update().get(pk=event.pk)
    draft = event.get_latest_revision_as_object()
    _fill(draft, **changes)
    _require_sound(draft)
    draft.save_revision(user=owner, log_action=True)
    return draft


@transaction.atomic
def publish_facts(event: EventPage, **facts) -> None:
    """Publish new dates or another place, and leave the words as they are.

    Takes names of create_draft_event. A draft that waits is to be saved again on top.
    """
    Page.objects.select_for_update().get(pk=event.pk)
    page = EventPage.objects.get(pk=event.pk)
    _fill(page, **facts)
    _require_sound(page)
    page.save_revision(log_action=True).publish()


def _fill(event: EventPage, *, text: str | None = None, **fields) -> None:
    for name, value in fields.items():
        if name in DRAFT_TERMS:
            getattr(event, name).set(value)
        elif name == "skipped_days":
            event.skipped_dates = [SkippedDate(date=day) for day in value]
        elif name == "extra_spans":
            event.extra_dates = [ExtraDate(starts_at=start, ends_at=end) for start, end in value]
        elif name in DRAFT_FACTS | {"title", "summary", "starts_at", "ends_at", "recurrence"}:
            setattr(event, name, value)
        else:
            raise TypeError(f"An event takes no {name!r}.")
    if text is not None:
        event.body = [("text", text if isinstance(text, SafeString) else _rich_text(text))]
    event.draft_title = event.title


def _require_sound(event: EventPage) -> None:
    """Raise ValidationError for what a form would refuse; models alone check less."""
    errors: dict[str, list] = {}
    for field in event._meta.concrete_fields:
        value = getattr(event, field.attname)
        if not isinstance(value, str):
            continue
        for validator in (
            ProhibitNullCharactersValidator(),
            MaxLengthValidator(field.max_length or len(value)),
        ):
            try:
                validator(value)
            except ValidationError as error:
                errors.setdefault(field.name, []).extend(error.error_list)
    if errors:
        raise ValidationError(errors)
    event.full_clean(exclude=["path", "depth", "numchild", "content_type", "url_path"])


def _rich_text(text: str) -> str:
    # The text goes into a JSON column, which cannot hold a null byte either.
    paragraphs: Iterable[str] = text.replace("\x00", "").replace("\r\n", "\n").split("\n\n")
    return format_html_join(
        "", "<p>{}</p>", ((" ".join(part.split()),) for part in paragraphs if part.strip())
    )


def _free_slug(parent: CalendarPage, title: str) -> str:
    wanted = slugify(title)[:200] or f"termin-{datetime.now(UTC):%Y%m%d%H%M%S}"
    slug, number = wanted, 1
    while not Page._slug_is_available(slug, parent):
        number += 1
        slug = f"{wanted}-{number}"
    return slug
