"""Dated instances of events."""

from collections.abc import Iterable
from datetime import date, datetime

from django.apps import apps
from django.db import models
from django.db.models.functions import Coalesce, Greatest, RowNumber, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from cms.content.models import Place

RELATED = ("audiences", "topics")


class OccurrenceQuerySet(models.QuerySet):
    def of(self, events: models.QuerySet) -> "OccurrenceQuerySet":
        """Return the dates of these event pages."""
        return self.filter(event_key__in=events.order_by().values("translation_key"))

    def public(self, locale: Locale) -> "OccurrenceQuerySet":
        """Return the dates of events that have a public page in `locale`."""
        events = apps.get_model("calendar", "EventPage").objects
        return self.of(events.filter(locale=locale).live().public())

    def held_at(self, places: models.QuerySet, events: models.QuerySet) -> "OccurrenceQuerySet":
        """Return the dates of these events at one of `places`: also those moved there, none
        moved away."""
        own = models.Q(
            place__isnull=True,
            event_key__in=events.filter(place__in=places).order_by().values("translation_key"),
        )
        here = models.Q(place__in=places) | own
        return self.of(events).filter(here)

    def at(self, place: Place, locale: Locale) -> "OccurrenceQuerySet":
        """Return the public dates at a place."""
        events = apps.get_model("calendar", "EventPage").objects
        public = events.filter(locale=locale).live().public()
        return self.held_at(Place.objects.filter(pk=place.pk).order_by(), public)

    def upcoming(self) -> "OccurrenceQuerySet":
        """Return what has not ended, soonest first."""
        return self.filter(ends_at__gt=timezone.now()).order_by("starts_at", "pk")

    def past(self) -> "OccurrenceQuerySet":
        """Return what has ended, latest first."""
        return self.filter(ends_at__lte=timezone.now()).order_by("-starts_at", "-pk")

    def between(self, start: datetime | None, end: datetime | None) -> "OccurrenceQuerySet":
        """Return what lies, at least partly, between two moments, soonest first."""
        occurrences = self.order_by("starts_at", "pk")
        if start:
            occurrences = occurrences.filter(ends_at__gt=start)
        return occurrences.filter(starts_at__lt=end) if end else occurrences

    def first_of_each_day(self, number: int, since: date) -> "OccurrenceQuerySet":
        """Return the first dates of each day, each with how many the day has: `dates_on_day`.

        What began before `since` counts as of that day.
        """
        day = [Greatest(TruncDate("starts_at"), models.Value(since))]
        order = [models.F("starts_at").asc(), models.F("pk").asc()]
        numbered = self.annotate(
            number_on_day=models.Window(RowNumber(), partition_by=day, order_by=order),
            dates_on_day=models.Window(models.Count("pk"), partition_by=day),
        )
        return numbered.filter(number_on_day__lte=number)

    def with_events(self, locale: Locale, related: Iterable[str] = RELATED) -> list["Occurrence"]:
        """Return the dates as a list, each with its live page in `locale` as `.event`.

        `related` names what is shown of the pages besides their place. Ask for what is `public`
        first: pages that only some may read are not left out here.
        """
        occurrences = list(self.select_related("place", "place__district"))
        keys = {occurrence.event_key for occurrence in occurrences}
        events = apps.get_model("calendar", "EventPage").objects.live().defer("body")
        pages = (
            events.filter(locale=locale, translation_key__in=keys)
            .select_related("locale", "place", "place__district")
            .prefetch_related(*related)
        )
        by_key = {page.translation_key: page for page in pages}
        found = [o for o in occurrences if o.event_key in by_key]
        for occurrence in found:
            occurrence.event = by_key[occurrence.event_key]
        return found


class Occurrence(models.Model):
    """One dated instance of an event, shared by the event's pages in all languages."""

    event_key = models.UUIDField(_("event"), help_text="The translation key of the event's pages.")
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    moved_from = models.DateTimeField(
        _("moved from"), null=True, blank=True, help_text=_("When the series would have it.")
    )
    move_reason = models.CharField(_("reason for the move"), max_length=200, blank=True)
    place = models.ForeignKey(
        Place,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("place"),
        help_text=_("Only if it is not the event's."),
    )
    is_cancelled = models.BooleanField(_("cancelled"), default=False)
    cancellation_reason = models.CharField(_("reason"), max_length=200, blank=True)
    # Calendar programs take a change only if this number has grown.
    sequence = models.PositiveIntegerField(default=0)
    # Noted by whoever gives the seats; empty where nobody has counted or there is no limit.
    seats_left = models.PositiveIntegerField(_("free seats"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        constraints = [
            # The planned start is the RECURRENCE-ID of RFC 5545: it stays when a date moves.
            models.UniqueConstraint(
                "event_key",
                Coalesce("moved_from", "starts_at"),
                name="one_occurrence_per_event_and_planned_start",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="occurrence_ends_after_its_start",
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="occurrence_start"),
            models.Index(fields=["ends_at"], name="occurrence_end"),
        ]
        verbose_name = _("date")
        verbose_name_plural = _("dates")

    def __str__(self) -> str:
        return f"{timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"

    @property
    def is_past(self) -> bool:
        """Say whether it has ended."""
        return self.ends_at <= timezone.now()

    @property
    def planned_start(self) -> datetime:
        """Return when the series would have it."""
        return self.moved_from or self.starts_at

    @property
    def venue(self) -> Place | None:
        """Return where it is; needs `.event`, as `with_events` attaches it."""
        return self.place or self.event.place
