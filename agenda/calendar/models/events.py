"""Events and trainings: pages with dates."""

import zoneinfo
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.content.models import BasePage, ContactPerson, Place

from ..recurrence import HORIZON, Slot, check, expand
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
        max_length=200,
        blank=True,
        help_text=_(
            "Leave empty for a single date. FREQ=WEEKLY;COUNT=8 is eight weeks in a row, "
            "FREQ=MONTHLY;BYDAY=2TU every second Tuesday of the month, "
            "FREQ=WEEKLY;UNTIL=20271231 every week until that day."
        ),
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

    date_panels = [
        FieldPanel("starts_at"),
        FieldPanel("ends_at"),
        FieldPanel("recurrence"),
        InlinePanel("cancelled_dates", label=_("cancelled date"), max_num=100),
        InlinePanel("skipped_dates", label=_("day without a date"), max_num=100),
        InlinePanel("extra_dates", label=_("extra date"), max_num=100),
        FieldPanel("time_zone"),
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
        if not self.starts_at or not self.ends_at:
            return
        if self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end must lie after the start.")})
        if not 2000 <= self.starts_at.year <= timezone.now().year + 20:
            raise ValidationError({"starts_at": _("Please check the year.")})
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

    def cancellation_reasons(self) -> dict:
        """Map the cancelled days to the reasons given."""
        return {row.date: row.reason for row in self.cancelled_dates.all()}

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
        return self.occurrences.upcoming().first() or self.occurrences.past().first()

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add the next dates, whether there are more, and whether all is over."""
        context = super().get_context(request, *args, **kwargs)
        limit = None if request.GET.get("termine") == ALL_DATES else DATES_ON_PAGE
        if getattr(request, "is_preview", False):
            upcoming = self._previewed_occurrences()
        else:
            upcoming = list(self.occurrences.upcoming()[: limit and limit + 1])
        is_past = not upcoming
        dates = upcoming[:limit] or list(self.occurrences.past()[:1])
        reasons = self.cancellation_reasons()
        for occurrence in dates:
            own_reason = reasons.get(self.local_date(occurrence.starts_at))
            occurrence.reason = own_reason or occurrence.cancellation_reason
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
        reasons = self.cancellation_reasons()
        return [
            Occurrence(
                event_key=self.translation_key,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                is_cancelled=self.local_date(slot.starts_at) in reasons,
            )
            for slot in self.planned_slots(until=now + HORIZON)
            if slot.ends_at > now
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


class CancelledDate(TranslatableMixin, Orderable):
    """A day on which the event is called off; readers still see it, with the reason."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="cancelled_dates")
    date = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    panels = [FieldPanel("date"), FieldPanel("reason")]
    override_translatable_fields = [SynchronizedField("date", overridable=False)]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("cancelled date")

    def __str__(self) -> str:
        return self.date.isoformat()


class SkippedDate(Orderable):
    """A day that the rule would name and on which nothing was ever planned, e.g. a holiday."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="skipped_dates")
    date = models.DateField(_("day"))

    panels = [FieldPanel("date")]

    class Meta(Orderable.Meta):
        verbose_name = _("day without a date")

    def __str__(self) -> str:
        return self.date.isoformat()


class ExtraDate(Orderable):
    """A date besides the rule."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="extra_dates")
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))

    panels = [FieldPanel("starts_at"), FieldPanel("ends_at")]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="extra_date_ends_after_its_start",
            ),
        ]
        verbose_name = _("extra date")

    def __str__(self) -> str:
        return self.starts_at.isoformat()

    def clean(self) -> None:
        """Refuse an end before the start."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end must lie after the start.")})
