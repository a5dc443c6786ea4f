"""Who came, and what staff wrote to those who registered."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda.calendar.models import Occurrence

from ..models import Registration


class Attendance(models.Model):
    """Whether one registered person came to one date; no row means that nobody has said so.

    Moves by the functions of attendance.services only.
    """

    class State(models.TextChoices):
        PRESENT = "present", _("present")
        ABSENT = "absent", _("did not come")

    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="attendances"
    )
    # A course has many dates with one registration.
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="attendances")
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Which of the people of the registration, from 0."
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    at = models.DateTimeField(_("noted at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "occurrence", "position"],
                name="one_attendance_per_person_and_date",
            ),
        ]
        indexes = [models.Index(fields=["occurrence", "state"], name="attendance_state")]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")

    def __str__(self) -> str:
        return f"{self.get_state_display()}, {self.occurrence}"


class ParticipantMessage(models.Model):
    """What staff wrote to the people of one date; each of them gets it once."""

    class Audience(models.TextChoices):
        REGISTERED = "registered", _("everybody with a seat")
        WAITING = "waiting", _("everybody on the waiting list")
        ALL = "all", _("everybody with a seat or on the waiting list")

    # The form carries it, so that a POST sent twice writes to nobody twice.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="messages")
    audience = models.CharField(_("who gets it"), max_length=12, choices=Audience.choices)
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("text"), max_length=4000)
    recipients = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("message to participants")
        verbose_name_plural = _("messages to participants")

    def __str__(self) -> str:
        return self.subject
