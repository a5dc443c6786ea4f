"""What an editor decides about the seats of a training."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from ..recurrence import check_end

MAX_QUESTIONS = 12
MAX_PARTY = 30
# Each date of a course is a file in its mails.
MAX_COURSE_DATES = 52
# After so many days nothing is left that names who came.
KEEP_NAMES_DAYS = 90


class SeatRules(models.Model):
    """The part of a training that says how its seats are given."""

    takes_registrations = models.BooleanField(_("takes registrations"), default=True)
    is_course = models.BooleanField(
        _("course"),
        default=False,
        help_text=_(
            "One registration holds for all dates. Decide this before the first person registers."
        ),
    )
    capacity = models.PositiveSmallIntegerField(
        _("seats"),
        null=True,
        blank=True,
        help_text=_("For each date, or for the whole course. Leave empty for no limit."),
    )
    minimum_people = models.PositiveSmallIntegerField(
        _("minimum number"),
        null=True,
        blank=True,
        help_text=_("It takes place from so many people. Shown on the page; empty for none."),
    )
    max_party = models.PositiveSmallIntegerField(
        _("seats for one registration"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_PARTY)],
        help_text=_("How many people somebody may register at once, themselves included."),
    )
    registration_opens_at = models.DateTimeField(_("registration opens at"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(
        _("registration closes at"),
        null=True,
        blank=True,
        help_text=_("Leave empty: each date can be booked until it begins."),
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to accept a seat"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 14)],
        help_text=_(
            "Who moves up from the waiting list must accept within this time, else the next one "
            "is asked. Leave empty: they have the seat at once."
        ),
    )
    reminder_days = models.PositiveSmallIntegerField(
        _("days before the reminder"),
        default=2,
        validators=[MaxValueValidator(30)],
        help_text=_("So many days before a date we remind by e-mail; 0 for no reminder."),
    )
    answers_kept_days = models.PositiveSmallIntegerField(
        _("days that answers are kept"),
        default=14,
        validators=[MaxValueValidator(KEEP_NAMES_DAYS)],
        help_text=_("Notes and answers to your questions are deleted so long after the last date."),
    )

    seat_panels = [
        MultiFieldPanel(
            [
                HelpPanel(
                    _("Free seats are given to the waiting list as soon as somebody cancels.")
                ),
                FieldPanel("takes_registrations"),
                FieldPanel("is_course"),
                FieldPanel("capacity"),
                FieldPanel("minimum_people"),
                FieldPanel("max_party"),
                FieldPanel("registration_opens_at"),
                FieldPanel("registration_closes_at"),
                FieldPanel("offer_hours"),
                FieldPanel("reminder_days"),
                InlinePanel("questions", label=_("question"), max_num=MAX_QUESTIONS),
                FieldPanel("answers_kept_days"),
            ],
            heading=_("Registration"),
        ),
    ]
    # The seats are the same in every language; of the questions the words are translated.
    seat_translation = [
        SynchronizedField(name, overridable=False)
        for name in (
            "takes_registrations",
            "is_course",
            "capacity",
            "minimum_people",
            "max_party",
            "registration_opens_at",
            "registration_closes_at",
            "offer_hours",
            "reminder_days",
            "answers_kept_days",
        )
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse rules that contradict each other."""
        super().clean()
        errors = {}
        opens, closes = self.registration_opens_at, self.registration_closes_at
        if opens and closes and closes <= opens:
            errors["registration_closes_at"] = _("Registration must close after it has opened.")
        if self.capacity is not None and (self.minimum_people or 0) > self.capacity:
            errors["minimum_people"] = _("The minimum cannot be more than the seats.")
        if self.booked_as_course() not in (None, self.is_course):
            errors["is_course"] = _(
                "Somebody has registered already: what a registration holds for stays as it is. "
                "Please duplicate the event instead."
            )
        if self.is_course and self.recurrence and self.starts_at:
            try:
                check_end(
                    self.recurrence,
                    starts_at=self.starts_at,
                    time_zone=self.time_zone,
                    most=MAX_COURSE_DATES,
                )
            except ValidationError as error:
                errors["recurrence"] = error.messages
        if errors:
            raise ValidationError(errors)

    def begins_anew(self, starts_at: datetime, *, moment: datetime) -> bool:
        """Say whether a course begun by `moment` would be held once more from `starts_at` on.

        Its registrations hang on the page: they would hold for the new dates too, and who is
        new could not register for what has begun.
        """
        dates = self.occurrences.filter(is_cancelled=False)
        if not dates.filter(starts_at__lte=moment).exists():
            return False
        return starts_at >= dates.aggregate(last=models.Max("ends_at"))["last"]

    def with_content_json(self, content):
        """Read a revision; one from before the first registration cannot say what it holds for.

        It may be published by a schedule, where nobody could answer an error.
        """
        page = super().with_content_json(content)
        booked = page.booked_as_course()
        if booked is not None:
            page.is_course = booked
        return page

    def booked_as_course(self) -> bool | None:
        """Return whether people have registered for a course; None as long as nobody has."""
        if not self.occurrences.kept().exists():
            return None
        pages = type(self).objects.filter(translation_key=self.translation_key)
        in_source = models.Q(locale__language_code=settings.LANGUAGE_CODE)
        ordered = pages.order_by(
            "-live", models.Case(models.When(in_source, then=0), default=1), "pk"
        )
        return ordered.values_list("is_course", flat=True).first()


class TrainingQuestion(TranslatableMixin, Orderable):
    """Something that the editor wants to know of whoever registers."""

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        CHOICE = "choice", _("one of several answers")
        YES_NO = "yes_no", _("yes or no")

    page = ParentalKey("calendar.TrainingPage", on_delete=models.CASCADE, related_name="questions")
    label = models.CharField(_("question"), max_length=200)
    help = models.CharField(_("explanation"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.TEXT)
    choices = models.TextField(
        _("answers to choose from"), max_length=1000, blank=True, help_text=_("One in each line.")
    )
    is_required = models.BooleanField(_("must be answered"), default=False)
    is_sensitive = models.BooleanField(
        _("sensitive"),
        default=False,
        help_text=_(
            "For instance about health. The answer is voluntary, and deleted on the day after."
        ),
    )

    panels = [
        FieldPanel("label"),
        FieldPanel("help"),
        FieldPanel("kind"),
        FieldPanel("choices"),
        FieldPanel("is_required"),
        FieldPanel("is_sensitive"),
    ]
    override_translatable_fields = [
        SynchronizedField("kind", overridable=False),
        SynchronizedField("is_required", overridable=False),
        SynchronizedField("is_sensitive", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.label

    @property
    def choice_list(self) -> list[str]:
        """Return the answers to choose from, each once."""
        lines = (line.strip() for line in self.choices.splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def clean(self) -> None:
        """Refuse a choice without answers, and a duty to tell what the law calls sensitive."""
        super().clean()
        if self.kind == self.Kind.CHOICE and len(self.choice_list) < 2:
            raise ValidationError({"choices": _("Please give at least two answers.")})
        if self.is_sensitive and self.is_required:
            # Consent to the use of such data must be free: GDPR, Art. 7 and 9.
            message = _("A sensitive question must stay voluntary.")
            raise ValidationError({"is_required": message})
