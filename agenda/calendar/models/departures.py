"""Where a series departs from its rule: dates called off, moved, left out or added."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.content.models import Place

from .events import EventPage


class MovedDate(TranslatableMixin, Orderable):
    """What one date of a series is instead: RFC 5545 names such a date by RECURRENCE-ID."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="moved_dates")
    date = models.DateField(_("planned for"), help_text=_("The day that the series names."))
    starts_at = models.DateTimeField(_("now starts at"))
    ends_at = models.DateTimeField(_("now ends at"))
    place = models.ForeignKey(
        Place,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("place"),
        help_text=_("Leave empty if it stays."),
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    panels = [
        FieldPanel("date"),
        FieldPanel("starts_at"),
        FieldPanel("ends_at"),
        FieldPanel("place"),
        FieldPanel("reason"),
    ]
    override_translatable_fields = [
        SynchronizedField(name, overridable=False)
        for name in ("date", "starts_at", "ends_at", "place")
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="moved_date_ends_after_its_start",
            ),
        ]
        verbose_name = _("moved date")
        verbose_name_plural = _("moved dates")

    def __str__(self) -> str:
        return self.date.isoformat()

    def clean(self) -> None:
        """Refuse an end before the start."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("The end must lie after the start.")})


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
