"""Indicators: measured series with unit, baseline, target and source."""

from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

# So many values a page shows; the newest ones, because older ones say less.
SHOWN_VALUES = 60
RETRY_AFTER = timedelta(days=1)
TRANSLATED_FIELDS = ("title", "unit", "description", "source")


class Direction(models.TextChoices):
    """In which direction a value must go to be better."""

    UP = "up", _("More is better")
    DOWN = "down", _("Less is better")


class Period(models.TextChoices):
    """For how long one value stands, and so how its date is written."""

    YEAR = "year", _("a year")
    QUARTER = "quarter", _("a quarter of a year")
    MONTH = "month", _("a month")
    DAY = "day", _("a day")


class SourceFormat(models.TextChoices):
    """In which form the source answers."""

    CSV = "csv", _("CSV")
    JSON = "json", _("JSON")


class FetchProblem(models.TextChoices):
    """Why values could not be fetched."""

    ADDRESS = "address", _("The address may not be fetched.")
    CONNECTION = "connection", _("The server could not be reached.")
    STATUS = "status", _("The server answered with an error.")
    REDIRECTS = "redirects", _("The address leads on too often.")
    SIZE = "size", _("The answer is too large.")
    TIME = "time", _("The server answers too slowly.")
    CONTENT = "content", _("The answer could not be read: its form or its columns are others.")
    ROWS = "rows", _("Some rows of the answer could not be read; they were left out.")


def hide_and_set_null(collector, field, rows, using) -> None:
    """Let an indicator stay when what it belonged to goes, but hide it until an editor looks.

    Nobody can tell any more whether what it belonged to was public.
    """
    models.SET_NULL(collector, field, rows, using)
    collector.add_field_update(field.model._meta.get_field("is_public"), False, rows)


class IndicatorQuerySet(models.QuerySet):
    """Questions about indicators."""

    def shown(self):
        """Return what everybody may see: released, and its goal or measure is public."""
        fields = self.model._meta.get_field
        measures = fields("measure").related_model.objects.live().public()
        goals = fields("goal").related_model.objects
        field_pages = goals.model._meta.get_field("field").related_model.objects.live().public()
        return self.filter(
            Q(measure__isnull=True) | Q(measure__in=measures.order_by()),
            Q(goal__isnull=True) | Q(goal__field__in=field_pages.order_by()),
            is_public=True,
        )

    def for_goals(self, goals):
        """Return the released indicators of `goals`, given in any language."""
        keys = [goal.translation_key for goal in goals]
        return self.filter(is_public=True, goal__translation_key__in=keys).select_related("goal")

    def for_measure(self, measure):
        """Return the released indicators of `measure`, given in any language."""
        key = measure.translation_key
        return self.filter(is_public=True, measure__translation_key=key)

    def with_values(self):
        """Plan the newest values, one more than a page shows."""
        newest = IndicatorValue.objects.order_by("-date")[: SHOWN_VALUES + 1]
        return self.prefetch_related(Prefetch("values", newest, to_attr="newest_values"))

    def to_fetch(self):
        """Return the indicators that have an address to fetch from."""
        return self.exclude(source_url="")

    def order_by_wait(self):
        """Put first what was never fetched, then what was not for the longest time."""
        return self.order_by(F("last_fetched_at").asc(nulls_first=True), "pk")


class Indicator(models.Model):
    """A measured series: one row for all languages, in German with its translations."""

    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        help_text=_("Part of links to this indicator; the same in all languages."),
    )
    title = models.CharField(_("title"), max_length=160)
    unit = models.CharField(
        _("unit"), max_length=40, help_text=_("What is counted, e.g. percent, people, days.")
    )
    description = models.TextField(
        _("description"),
        max_length=1000,
        blank=True,
        help_text=_("What the number says, and what it leaves out."),
    )
    source = models.CharField(
        _("source"), max_length=250, help_text=_("Who measures, and where it can be read.")
    )
    translations = models.JSONField(_("translations"), default=dict, blank=True)
    goal = models.ForeignKey(
        "strategy.Goal",
        on_delete=hide_and_set_null,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name=_("goal"),
        help_text=_("The indicator is shown below this goal."),
    )
    measure = models.ForeignKey(
        "strategy.MeasurePage",
        on_delete=hide_and_set_null,
        null=True,
        blank=True,
        related_name="indicators",
        verbose_name=_("measure"),
        help_text=_("The indicator is shown on the page of this measure."),
    )
    direction = models.CharField(
        _("direction"), max_length=4, choices=Direction.choices, default=Direction.UP
    )
    period = models.CharField(
        _("one value is for"), max_length=7, choices=Period.choices, default=Period.YEAR
    )
    baseline_value = models.DecimalField(
        _("baseline"),
        max_digits=20,
        decimal_places=6,
        null=True,
        blank=True,
        help_text=_("The value from which the city started."),
    )
    baseline_on = models.DateField(_("baseline of"), null=True, blank=True)
    target_value = models.DecimalField(
        _("target"), max_digits=20, decimal_places=6, null=True, blank=True
    )
    target_on = models.DateField(_("target to be reached by"), null=True, blank=True)
    is_public = models.BooleanField(
        _("shown to everybody"),
        default=False,
        help_text=_("Tick it when the values are checked; until then only you see it here."),
    )
    source_url = models.URLField(
        _("address to fetch from"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("A public address. Leave empty to enter or upload the values."),
    )
    source_format = models.CharField(
        _("format"), max_length=4, choices=SourceFormat.choices, default=SourceFormat.CSV
    )
    date_field = models.CharField(
        _("column of the date"),
        max_length=80,
        blank=True,
        help_text=_("Leave empty if it is called Datum, Jahr, date or year."),
    )
    value_field = models.CharField(
        _("column of the value"),
        max_length=80,
        blank=True,
        help_text=_("Leave empty if it is called Wert or value."),
    )
    records_path = models.CharField(
        _("path to the rows"),
        max_length=200,
        blank=True,
        help_text=_("Only for JSON: the names that lead to the list, e.g. result.records."),
    )
    fetch_every = models.PositiveSmallIntegerField(
        _("fetch every … days"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(366)],
    )
    last_fetched_at = models.DateTimeField(_("last tried"), null=True, editable=False)
    last_error = models.CharField(
        _("last problem"),
        max_length=10,
        blank=True,
        choices=FetchProblem.choices,
        editable=False,
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.CheckConstraint(
                condition=Q(baseline_value__isnull=True, baseline_on__isnull=True)
                | Q(baseline_value__isnull=False, baseline_on__isnull=False),
                name="indicator_baseline_has_a_date",
                violation_error_message=_("A baseline needs a value and a date."),
            ),
            models.CheckConstraint(
                condition=Q(target_value__isnull=True, target_on__isnull=True)
                | Q(target_value__isnull=False, target_on__isnull=False),
                name="indicator_target_has_a_date",
                violation_error_message=_("A target needs a value and a date."),
            ),
            models.CheckConstraint(
                condition=Q(baseline_value__isnull=True)
                | Q(target_value__isnull=True)
                | Q(direction=Direction.UP, target_value__gte=F("baseline_value"))
                | Q(direction=Direction.DOWN, target_value__lte=F("baseline_value")),
                name="indicator_target_is_better_than_baseline",
                violation_error_message=_("The target must be better than the baseline."),
            ),
            models.CheckConstraint(
                condition=Q(fetch_every__gte=1), name="indicator_is_not_fetched_all_the_time"
            ),
        ]

    def __str__(self) -> str:
        return self.words["title"]

    @property
    def words(self) -> dict[str, str]:
        """Return title, unit, description and source in the active language, else in German."""
        translated = self.translations.get(get_language() or settings.LANGUAGE_CODE) or {}
        return {name: translated.get(name) or getattr(self, name) for name in TRANSLATED_FIELDS}

    @cached_property
    def shown_values(self) -> list["IndicatorValue"]:
        """Return the newest values that a page shows, oldest first."""
        newest = getattr(self, "newest_values", None)
        if newest is None:
            newest = self.values.order_by("-date")[: SHOWN_VALUES + 1]
        return list(newest)[:SHOWN_VALUES][::-1]

    @property
    def latest(self) -> "IndicatorValue | None":
        """Return the newest value."""
        return self.shown_values[-1] if self.shown_values else None

    @property
    def target_is_reached(self) -> bool:
        """Say whether the newest value is at its target or better."""
        if self.latest is None or self.target_value is None:
            return False
        if self.direction == Direction.UP:
            return self.latest.value >= self.target_value
        return self.latest.value <= self.target_value

    def progress(self) -> int | None:
        """Return how much of the way to the target is done, in percent.

        None if that cannot be said: without value or target, or without a start of the way.
        """
        if self.latest is None or self.target_value is None:
            return None
        if self.target_is_reached:
            return 100
        start = self.baseline_value
        if start is None:
            start = Decimal(0) if self.direction == Direction.UP else self.target_value
        way = self.target_value - start
        if not way:
            return None
        done = int(100 * (self.latest.value - start) / way)
        return max(0, min(99, done))

    def is_due(self, now) -> bool:
        """Say whether the values should be fetched again."""
        if not self.source_url:
            return False
        if self.last_fetched_at is None:
            return True
        wait = RETRY_AFTER if self.last_error else timedelta(days=self.fetch_every)
        return self.last_fetched_at + wait <= now


class IndicatorValue(models.Model):
    """One measured value; a date has one."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, related_name="values", verbose_name=_("indicator")
    )
    date = models.DateField(
        _("Date"), help_text=_("For a year, a quarter or a month: its last day.")
    )
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6)
    note = models.CharField(
        _("note"),
        max_length=250,
        blank=True,
        help_text=_("Shown beside the value, e.g. that the way of counting changed."),
    )

    class Meta:
        ordering = ["indicator", "date"]
        verbose_name = _("value of an indicator")
        verbose_name_plural = _("values of indicators")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "date"],
                name="one_indicator_value_per_date",
                violation_error_message=_("There is a value for this date already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.date}"
