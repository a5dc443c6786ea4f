"""Seats at trainings."""

import uuid

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agenda.calendar.models import Occurrence


class RegistrationQuerySet(models.QuerySet):
    def seated(self) -> "RegistrationQuerySet":
        """Return who has a seat."""
        return self.filter(state=Registration.State.REGISTERED)

    def active(self) -> "RegistrationQuerySet":
        """Return who has a seat, is offered one or waits for one."""
        State = Registration.State
        return self.filter(state__in=[State.REGISTERED, State.OFFERED, State.WAITING])

    def waiting(self) -> "RegistrationQuerySet":
        """Return who waits for a seat, in the order in which they came.

        A party that got, or is offered, only some of its seats waits for the rest.
        """
        return (
            self.active().filter(seats_given__lt=models.F("seats")).order_by("confirmed_at", "pk")
        )

    def offered(self) -> "RegistrationQuerySet":
        """Return who may accept a seat, in the order in which they came."""
        return self.filter(state=Registration.State.OFFERED).order_by("confirmed_at", "pk")

    def lapsed(self) -> "RegistrationQuerySet":
        """Return who was offered a seat and did not accept it in time."""
        return self.filter(
            state=Registration.State.OFFERED, offered_until__lte=timezone.now()
        ).order_by("offered_until", "pk")

    def with_private_words(self) -> "RegistrationQuerySet":
        """Return what keeps a note, names of companions or answers."""
        has_answers = Answer.objects.filter(registration=models.OuterRef("pk"))
        return self.filter(
            ~models.Q(note="") | ~models.Q(companions="") | models.Exists(has_answers)
        )

    def counts(self, occurrence_ids) -> dict[int, dict[str, int]]:
        """Map dates to people: {"seated", "waiting"}; a date without people is left out.

        A seat that is offered to somebody is taken.
        """
        still_wanted = models.Sum(models.F("seats") - models.F("seats_given"))
        rows = (
            self.active()
            .filter(occurrence__in=occurrence_ids)
            .order_by()
            .values("occurrence")
            .annotate(seated=models.Sum("seats_given"), waiting=still_wanted)
        )
        return {row.pop("occurrence"): row for row in rows}


class Registration(models.Model):
    """Seats, or a place on the waiting list, for a person and those they bring.

    They hold at one date of a training; those of a course hang on its first date and hold
    at all of them.

    Moves by the functions of registrations.services only.
    """

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("waiting for confirmation by e-mail")
        REGISTERED = "registered", _("registered")
        OFFERED = "offered", _("offered a seat")
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
    seats = models.PositiveSmallIntegerField(
        _("people"), default=1, validators=[MinValueValidator(1)]
    )
    seats_given = models.PositiveSmallIntegerField(_("seats"), default=0)
    may_split = models.BooleanField(_("may be split"), default=False)
    companions = models.TextField(
        _("who comes along"), blank=True, max_length=2000, help_text=_("One name in each line.")
    )
    language = models.CharField(_("language"), max_length=20, default=settings.LANGUAGE_CODE)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.UNCONFIRMED
    )
    # The form carries it, so that a POST sent twice is stored once.
    submission_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    offered_until = models.DateTimeField(_("offered until"), null=True, blank=True)
    # Dates up to this moment need no reminder any more.
    reminded_until = models.DateTimeField(null=True, blank=True, editable=False)
    # What the last message said of dates and place; a difference is a change to be told.
    told = models.JSONField(default=dict, blank=True, editable=False)
    # Added to the date's own number, so that calendars take what changed for this person.
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "person"],
                condition=~models.Q(state="cancelled"),
                name="one_registration_per_person_and_date",
            ),
            models.CheckConstraint(
                condition=models.Q(seats__gte=1, seats_given__lte=models.F("seats")),
                name="no_more_seats_given_than_asked_for",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["registered", "offered"], seats_given__gte=1)
                | models.Q(state__in=["unconfirmed", "waiting", "cancelled"], seats_given=0),
                name="who_is_registered_has_a_seat",
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
        State = self.State
        return self.state in {State.REGISTERED, State.OFFERED, State.WAITING}

    @property
    def seats_wanted(self) -> int:
        """Return for how many people a seat is still missing."""
        return self.seats - self.seats_given

    @property
    def companion_names(self) -> list[str]:
        """Return who comes along, as far as they were named."""
        return [line.strip() for line in self.companions.splitlines() if line.strip()]


class Answer(models.Model):
    """What somebody answered to a question of the editor; forgotten after the event."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    question_key = models.UUIDField()
    question = models.CharField(_("question"), max_length=200)
    text = models.CharField(_("answer"), max_length=500)
    is_sensitive = models.BooleanField(_("sensitive"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "question_key"], name="one_answer_per_question"
            )
        ]
        ordering = ["pk"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return f"{self.question} {self.text}"
