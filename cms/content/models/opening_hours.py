"""When a place is open: weekly hours, and the days on which they do not hold."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel

from .places import Place


class Weekday(models.IntegerChoices):
    """Days as Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class ExceptionReason(models.TextChoices):
    """Why the weekly hours do not hold; named so that every language can say it."""

    HOLIDAYS = "holidays", _("holidays")
    STAFF = "staff", _("staff meeting")
    WORKS = "works", _("building works")
    EVENT = "event", _("event")
    OTHER = "other", _("special opening hours")


def refuse_backward_hours(opens_at, closes_at) -> None:
    """Refuse hours that end before they begin, among them those across midnight."""
    if opens_at and closes_at and closes_at <= opens_at:
        message = _("Closing must lie after opening, on the same day.")
        raise ValidationError({"closes_at": message})


class OpeningHours(models.Model):
    """From when until when a place is open on one weekday; breaks lie between two rows."""

    place = ParentalKey(Place, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    opens_at = models.TimeField(_("from"))
    closes_at = models.TimeField(_("until"))

    panels = [FieldPanel("weekday"), FieldPanel("opens_at"), FieldPanel("closes_at")]

    class Meta:
        ordering = ["weekday", "opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="hours_end_after_their_start"
            ),
        ]
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens_at:%H:%M}–{self.closes_at:%H:%M}"

    def clean(self) -> None:
        """Refuse an end before the beginning."""
        super().clean()
        refuse_backward_hours(self.opens_at, self.closes_at)


class OpeningException(models.Model):
    """Days on which a place is closed or open at other hours than in every week."""

    place = ParentalKey(Place, on_delete=models.CASCADE, related_name="opening_exceptions")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    opens_at = models.TimeField(
        _("from"), null=True, blank=True, help_text=_("Leave both times empty if it is closed.")
    )
    closes_at = models.TimeField(_("until"), null=True, blank=True)
    reason = models.CharField(
        _("reason"),
        max_length=20,
        choices=ExceptionReason.choices,
        default=ExceptionReason.HOLIDAYS,
    )

    panels = [
        FieldPanel(name) for name in ("first_day", "last_day", "opens_at", "closes_at", "reason")
    ]

    class Meta:
        ordering = ["first_day", "opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="exception_ends_after_its_start"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True, closes_at__isnull=True)
                | Q(opens_at__isnull=False, closes_at__isnull=False, closes_at__gt=F("opens_at")),
                name="exception_is_closed_or_has_hours",
            ),
        ]
        verbose_name = _("exception from the opening hours")
        verbose_name_plural = _("exceptions from the opening hours")

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"

    @property
    def is_closed(self) -> bool:
        """Say whether nobody is let in on these days."""
        return self.opens_at is None

    def clean(self) -> None:
        """Refuse days and hours that cannot be."""
        super().clean()
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("The last day lies before the first.")})
        if (self.opens_at is None) != (self.closes_at is None):
            raise ValidationError({"closes_at": _("Give both times, or none if it is closed.")})
        refuse_backward_hours(self.opens_at, self.closes_at)
