"""What a measure has several of: milestones, updates, budget figures, links to other things."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.content.blocks import RICH_TEXT_FEATURES

from .status import ProgressSource, Status


class Milestone(TranslatableMixin, Orderable):
    """A step of a measure that is reached or not."""

    measure = ParentalKey(
        "strategy.MeasurePage", on_delete=models.CASCADE, related_name="milestones"
    )
    title = models.CharField(_("title"), max_length=160)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(
        _("reached on"), null=True, blank=True, help_text=_("Leave empty until it is reached.")
    )

    panels = [FieldPanel("title"), FieldRowPanel([FieldPanel("due_on"), FieldPanel("done_on")])]
    api_fields = ["title", "due_on", "done_on"]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse a day that is still to come as the day of reaching it."""
        super().clean()
        if self.done_on and self.done_on > timezone.localdate():
            message = _("What is still to come is not reached yet.")
            raise ValidationError({"done_on": message})

    @property
    def is_reached(self) -> bool:
        """Say whether the step is done."""
        return self.done_on is not None

    @property
    def is_overdue(self) -> bool:
        """Say whether the step should be done and is not."""
        is_past = self.due_on is not None and self.due_on < timezone.localdate()
        return is_past and not self.is_reached


def share_reached(milestones: Sequence[Milestone]) -> int | None:
    """Return how many of the milestones are reached, in percent; None without milestones."""
    if not milestones:
        return None
    return round(100 * sum(milestone.is_reached for milestone in milestones) / len(milestones))


def progress_of(
    *, status: str, source: str | None, by_hand: int | None, milestones: Sequence[Milestone]
) -> int:
    """Return the progress of a measure in percent: what is done is done whole."""
    if status == Status.DONE:
        return 100
    if source != ProgressSource.MILESTONES:
        return by_hand or 0
    return share_reached(milestones) or 0


class MeasureUpdateQuerySet(models.QuerySet):
    """Questions about updates."""

    def told(self) -> "MeasureUpdateQuerySet":
        """Return the updates until today; those of tomorrow are plans, not news."""
        return self.filter(date__lte=timezone.localdate())


class MeasureUpdate(TranslatableMixin, models.Model):
    """What happened, with its date."""

    measure = ParentalKey("strategy.MeasurePage", on_delete=models.CASCADE, related_name="updates")
    date = models.DateField(_("date"), default=timezone.localdate)
    title = models.CharField(_("title"), max_length=160)
    text = RichTextField(_("text"), features=RICH_TEXT_FEATURES, blank=True)

    panels = [FieldPanel("date"), FieldPanel("title"), FieldPanel("text")]

    objects = MeasureUpdateQuerySet.as_manager()
    api_fields = ["date", "title", "text"]

    class Meta(TranslatableMixin.Meta):
        ordering = ["-date", "-pk"]
        verbose_name = _("update")
        verbose_name_plural = _("updates")

    def __str__(self) -> str:
        return f"{self.date}: {self.title}"


class BudgetItem(TranslatableMixin, Orderable):
    """One figure of a measure's budget in euros, and where it is written."""

    measure = ParentalKey(
        "strategy.MeasurePage", on_delete=models.CASCADE, related_name="budget_items"
    )
    title = models.CharField(_("for what"), max_length=160)
    amount = models.DecimalField(
        _("amount in euros"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(0)],
    )
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1990), MaxValueValidator(2100)],
        help_text=_("Leave empty for the whole period."),
    )
    source = models.CharField(
        _("source"),
        max_length=250,
        help_text=_("Where the figure is written, e.g. the budget and its product number."),
    )

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("amount"), FieldPanel("year")]),
        FieldPanel("source"),
    ]
    api_fields = ["title", "amount", "year", "source"]

    override_translatable_fields = [SynchronizedField("amount"), SynchronizedField("year")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("budget figure")
        verbose_name_plural = _("budget figures")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gte=0), name="budget_amount_is_not_negative"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Dependency(Orderable):
    """A measure that must come first, chosen in any language."""

    measure = ParentalKey(
        "strategy.MeasurePage", on_delete=models.CASCADE, related_name="dependencies"
    )
    depends_on = models.ForeignKey(
        "strategy.MeasurePage",
        on_delete=models.CASCADE,
        related_name="dependents",
        verbose_name=_("needs this measure"),
    )

    panels = [PageChooserPanel("depends_on", "strategy.MeasurePage")]

    class Meta(Orderable.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "depends_on"], name="one_dependency_per_pair_of_measures"
            ),
            models.CheckConstraint(
                condition=~models.Q(measure=models.F("depends_on")),
                name="measure_does_not_depend_on_itself",
                violation_error_message=_("A measure cannot depend on itself."),
            ),
        ]
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")

    def __str__(self) -> str:
        return f"{self.measure_id} → {self.depends_on_id}"


class RelatedOffer(Orderable):
    """A guide, a training or an event that belongs to a measure, chosen in any language."""

    measure = ParentalKey(
        "strategy.MeasurePage", on_delete=models.CASCADE, related_name="related_offers"
    )
    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("guide or training")
    )

    panels = [
        PageChooserPanel(
            "page", ["guides.GuidePage", "calendar.TrainingPage", "calendar.EventPage"]
        )
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("related guide or training")
        verbose_name_plural = _("related guides and trainings")

    def __str__(self) -> str:
        return str(self.page)
