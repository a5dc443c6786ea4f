"""Seats at trainings."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agenda.calendar.models import Occurrence


class RegistrationQuerySet(models.QuerySet):
    def seated(self) -> "RegistrationQuerySet":
        """Return who has a seat."""
        return self.filter(state=Registration.State.REGISTERED)

    def waiting(self) -> "RegistrationQuerySet":
        """Return who waits for a seat, in the order in which they came."""
        return self.filter(state=Registration.State.WAITING).order_by("confirmed_at", "pk")

    def counts(self, occurrence_ids) -> dict[int, dict[str, int]]:
        """Map dates to {"seated", "waiting"}; a date without people is left out."""
        State = Registration.State
        rows = (
            self.filter(occurrence__in=occurrence_ids)
            .order_by()
            .values("occurrence")
            .annotate(
                seated=models.Count("pk", filter=models.Q(state=State.REGISTERED)),
                waiting=models.Count("pk", filter=models.Q(state=State.WAITING)),
            )
        )
        return {row.pop("occurrence"): row for row in rows}


class Registration(models.Model):
    """One person's seat, or place on the waiting list, at one date of a training.

    Moves by the functions of registrations.services only.
    """

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("waiting for confirmation by e-mail")
        REGISTERED = "registered", _("registered")
        WAITING = "waiting", _("on the waiting list")
        CANCELLED = "cancelled", _("cancelled")

    # A date that somebody is registered for is called off, never deleted.
    occurrence = models.ForeignKey(
        Occurrence, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("date")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="registrations",
        verbose_name=_("person"),
    )
    name = models.CharField(_("name"), max_length=60)
    note = models.CharField(_("note"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=20, default=settings.LANGUAGE_CODE)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.UNCONFIRMED
    )
    # The form carries it, so that a POST sent twice is stored once.
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "person"],
                condition=~models.Q(state="cancelled"),
                name="one_registration_per_person_and_date",
            ),
        ]
        indexes = [models.Index(fields=["occurrence", "state"], name="registration_state")]
        ordering = ["-created_at"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")

    def __str__(self) -> str:
        return f"{self.name}, {self.occurrence}"

    @property
    def is_active(self) -> bool:
        """Say whether it holds a seat or a place on the waiting list."""
        return self.state in {self.State.REGISTERED, self.State.WAITING}
