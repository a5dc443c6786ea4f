"""Events and trainings: pages with dates."""

import zoneinfo
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.content.models import BasePage, ContactPerson, Place

from ..editing import DatesPreviewPanel, EventPageForm
from ..planning import Planned, plan
from ..recurrence import HORIZON, MAX_SINGLE_DATES, Slot, check, check_span, expand
from ..repetition_form import MAX_RULE_LENGTH, REPETITION_FIELDS
from ..structured_data import event_data
from .languages import SpokenLanguage, SpokenLanguagesField
from .occurrences import Occurrence
from .seats import SeatRules

DATES_ON_PAGE = 12
ALL_DATES = "alle"


def default_time_zone() -> str:
    """Return the town's time zone."""
    return settings.TIME_ZONE


def known_time_zone(value: str) -> None:
    """Refuse a time zone that does not exist."""
    if value not in zoneinfo.available_timezones():
        raise ValidationError(_("There is no such time zone."))


class EventPage(BasePage):
    """Something that takes place, once or repeatedly."""

    template = "calendar/event_page.html"
    parent_page_types = ["calendar.CalendarPage"]
    subpage_types = []

    starts_at = models.DateTimeField(_("starts at"), help_text=_("The first or only date."))
    ends_at = models.DateTimeField(_("ends at"), help_text=_("The end of the first date."))
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        default=default_time_zone,
        validators=[known_time_zone],
        help_text=_("Repeated dates keep the time of day in this zone."),
    )
    recurrence = models.CharField(
        _("repetition"),
        max_length=MAX_RULE_LENGTH,
        blank=True,
        help_text=_("As RFC 5545 writes it. Leave empty for a single date."),
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("place"),
    )
    is_online = models.BooleanField(_("online"), default=False)
    online_url = models.URLField(
        _("address of the online event"),
        blank=True,
        help_text=_("Never shown on the website; only registered people receive it."),
    )
    organiser_name = models.CharField(
        _("organiser"), max_length=160, blank=True, help_text=_("Leave empty if it is the city.")
    )
    organiser_key = models.UUIDField(null=True, blank=True, db_index=True)
    contact = models.ForeignKey(
        ContactPerson,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact person"),
    )
    languages = SpokenLanguagesField(
        verbose_name=_("languages"), help_text=_("Which languages are spoken or signed there?")
    )
    price_text = models.CharField(
        _("price"), max_length=160, blank=True, help_text=_("In words, e.g. “free of charge”.")
    )
    requirements = models.TextField(
        _("requirements"),
        max_length=1000,
        blank=True,
        help_text=_("What should people bring or know?"),
    )
    accessibility_note = models.TextField(_("accessibility"), max_length=1000, blank=True)

    base_form_class = EventPageForm
    date_panels = [
        FieldPanel("starts_at"),
        FieldPanel("ends_at"),
        *(FieldPanel(name) for name in REPETITION_FIELDS),
        InlinePanel("cancelled_dates", label=_("cancelled date"), max_num=MAX_SINGLE_DATES),
        InlinePanel("moved_dates", label=_("moved date"), max_num=MAX_SINGLE_DATES),
        InlinePanel("skipped_dates", label=_("day without a date"), max_num=MAX_SINGLE_DATES),
        InlinePanel("extra_dates", label=_("extra date"), max_num=MAX_SINGLE_DATES),
        FieldPanel("time_zone"),
        DatesPreviewPanel(),
    ]
    fact_panels = [
        FieldPanel("place"),
        FieldPanel("is_online"),
        FieldPanel("online_url"),
        FieldPanel("organiser_name"),
        FieldPanel("contact"),
        FieldPanel("languages"),
        FieldPanel("price_text"),
        FieldPanel("requirements"),
        FieldPanel("accessibility_note"),
    ]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(date_panels, heading=_("Dates")),
        MultiFieldPanel(fact_panels, heading=_("Facts")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("organiser_name"),
        index.SearchField("requirements"),
        index.RelatedFields("place", [index.SearchField("name"), index.FilterField("slug")]),
        index.FilterField("starts_at"),
        index.FilterField("is_online"),
        index.FilterField("organiser_key"),
    ]
    # Dates and names are the same in every language; only words are translated.
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "starts_at",
                "ends_at",
                "time_zone",
                "recurrence",
                "skipped_dates",
                "extra_dates",
                "is_online",
                "online_url",
                "organiser_key",
            )
        ),
        SynchronizedField("organiser_name"),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self) -> None:
        """Refuse dates that cannot be."""
        super().clean()
        check_span(self.starts_at, self.ends_at)
        if not self.starts_at or not self.ends_at:
            return
        if self.recurrence:
            known_time_zone(self.time_zone)
            try:
                check(self.recurrence, starts_at=self.starts_at, time_zone=self.time_zone)
            except ValidationError as error:
                raise ValidationError({"recurrence": error.messages}) from error

    def planned_slots(self, *, until: datetime) -> list[Slot]:
        """Return the dates that the page's fields describe, up to `until`."""
        return expand(
            self.starts_at,
            self.ends_at,
            time_zone=self.time_zone,
            rule=self.recurrence,
            skipped=[row.date for row in self.skipped_dates.all()],
            extra=[(row.starts_at, row.ends_at) for row in self.extra_dates.all()],
            until=until,
        )

    def planned_dates(self, *, until: datetime) -> list[Planned]:
        """Return the dates with what is moved and what is called off."""
        return plan(
            self.planned_slots(until=until),
            time_zone=self.time_zone,
            moved=self.moved_dates.all(),
            cancelled=self.cancelled_dates.all(),
        )

    def explain(self, occurrences: Iterable[Occurrence]) -> None:
        """Attach `.reason` to dates of this event: why each is called off or moved.

        In the language of this page if it says so, else as the dates were made.
        """
        rows = self.cancelled_dates.all(), self.moved_dates.all()
        cancelled, moved = ({row.date: row.reason for row in dates} for dates in rows)
        for occurrence in occurrences:
            day = self.local_date(occurrence.planned_start)
            if occurrence.is_cancelled:
                occurrence.reason = cancelled.get(day) or occurrence.cancellation_reason
            else:
                occurrence.reason = moved.get(day) or occurrence.move_reason

    def local_date(self, moment: datetime):
        """Return the day of `moment` in the event's time zone."""
        return moment.astimezone(zoneinfo.ZoneInfo(self.time_zone)).date()

    @property
    def occurrences(self):
        """Return the dates of this event in whatever language."""
        return Occurrence.objects.filter(event_key=self.translation_key)

    @property
    def is_training(self) -> bool:
        """Say whether this is a training, also where only the event was loaded."""
        return issubclass(self.cached_content_type.model_class(), TrainingPage)

    @property
    def language_names(self) -> list[str]:
        """Return the spoken languages, named in the active language."""
        known = SpokenLanguage.values
        return [str(SpokenLanguage(code).label) for code in self.languages if code in known]

    @property
    def feed_url(self) -> str:
        """Return the address of the event's dates for calendar programs."""
        with translation.override(self.locale.language_code):
            return reverse("event_feed", kwargs={"event_key": self.translation_key})

    def next_occurrence(self) -> Occurrence | None:
        """Return the next date, else the last one."""
        dates = self.occurrences.select_related("place")
        return dates.upcoming().first() or dates.past().first()

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add the next dates, whether there are more, and whether all is over."""
        context = super().get_context(request, *args, **kwargs)
        limit = None if request.GET.get("termine") == ALL_DATES else DATES_ON_PAGE
        if getattr(request, "is_preview", False):
            upcoming = self._previewed_occurrences()
        else:
            shown = self.occurrences.upcoming().select_related("place")
            upcoming = list(shown[: limit and limit + 1])
        is_past = not upcoming
        dates = upcoming[:limit] or list(self.occurrences.past().select_related("place")[:1])
        self.explain(dates)
        context |= {
            "occurrences": dates,
            "has_more_dates": len(upcoming) > len(dates),
            "is_past": is_past,
        }
        return context

    def _previewed_occurrences(self) -> list[Occurrence]:
        """Return the dates that publishing would make."""
        if not self.starts_at or not self.ends_at:
            return []
        now = timezone.now()
        return [
            Occurrence(event_key=self.translation_key, **planned.values)
            for planned in self.planned_dates(until=now + HORIZON)
            if planned.ends_at > now
        ]

    def get_structured_data(self) -> dict:
        """Return the next date as schema.org Event."""
        return event_data(self, self.next_occurrence(), super().get_structured_data())


class TrainingPage(SeatRules, EventPage):
    """An event for learning that takes registrations."""

    template = "calendar/training_page.html"
    parent_page_types = ["calendar.CalendarPage"]
    subpage_types = []

    content_panels = [*EventPage.content_panels, *SeatRules.seat_panels]
    override_translatable_fields = [
        *EventPage.override_translatable_fields,
        *SeatRules.seat_translation,
    ]

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
