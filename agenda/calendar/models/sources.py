"""Calendars of others that we subscribe to, and what came of reading them."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.content.models import Audience, District, Place, Topic

from ..sources.words import outcome_text, reason_texts
from .calendars import CalendarPage
from .events import EventPage
from .languages import SpokenLanguagesField

# A run that takes longer has died with its worker.
LONGEST_RUN = timedelta(minutes=15)


class ImportProblem(models.TextChoices):
    """Why a whole calendar could not be read."""

    ADDRESS = "address", _("The address is not a public web address.")
    CONNECTION = "connection", _("The server could not be reached.")
    STATUS = "status", _("The server answered with an error.")
    REDIRECTS = "redirects", _("The address leads on and on.")
    SIZE = "size", _("The file is larger than 5 MB.")
    TIME = "time", _("The server was too slow.")
    SLOW = "slow", _("Reading the file would have taken too much time or memory.")
    CALENDAR = "calendar", _("What came is not a calendar.")
    FAILED = "failed", _("The import broke off. Please tell whoever runs this website.")


class CalendarSourceQuerySet(models.QuerySet):
    def free(self) -> "CalendarSourceQuerySet":
        """Return the sources that no worker reads at the moment."""
        early = timezone.now() - LONGEST_RUN
        return self.filter(models.Q(running_since=None) | models.Q(running_since__lt=early))

    def due(self) -> list["CalendarSource"]:
        """Return the active sources whose time has come, the longest waiting first.

        That of a source of which the last run has left something over comes at once.
        """
        last_run = CalendarImport.objects.filter(source=models.OuterRef("pk"))
        left_over = models.Subquery(last_run.values("counts__later")[:1])
        sources = self.free().filter(is_active=True).annotate(left_over=left_over)
        waiting = sources.order_by(models.F("last_tried_at").asc(nulls_first=True), "pk")
        return [source for source in waiting if source.left_over or source.is_due]


class CalendarSource(models.Model):
    """An external calendar whose events become pages below one of our calendars."""

    name = models.CharField(_("name"), max_length=120)
    url = models.URLField(
        _("address of the calendar"),
        max_length=500,
        help_text=_("The address of an iCalendar file, which often ends in .ics."),
    )
    calendar_page = models.ForeignKey(
        CalendarPage, on_delete=models.CASCADE, related_name="+", verbose_name=_("calendar")
    )
    is_active = models.BooleanField(
        _("fetch regularly"), default=False, help_text=_("“Fetch now” works without it, too.")
    )
    publishes = models.BooleanField(
        _("publish at once"),
        default=False,
        help_text=_("Otherwise events become drafts, and an editor decides."),
    )
    keeps_edits = models.BooleanField(
        _("keep edits made here"),
        default=True,
        help_text=_("What an editor has changed here is reported, but not overwritten."),
    )
    hours = models.PositiveSmallIntegerField(_("hours between two fetches"), default=12)
    organiser_name = models.CharField(_("organiser"), max_length=160, blank=True)
    place = models.ForeignKey(
        Place,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("place"),
        help_text=_("For events whose place is none of ours."),
    )
    languages = SpokenLanguagesField(verbose_name=_("languages"))
    audiences = models.ManyToManyField(
        Audience, blank=True, related_name="+", verbose_name=_("audiences")
    )
    districts = models.ManyToManyField(
        District, blank=True, related_name="+", verbose_name=_("districts")
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("topics"))

    running_since = models.DateTimeField(null=True, blank=True, editable=False)
    last_tried_at = models.DateTimeField(_("last tried"), null=True, blank=True, editable=False)
    last_read_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_problem = models.CharField(
        _("last problem"), max_length=12, choices=ImportProblem.choices, blank=True, editable=False
    )
    etag = models.CharField(max_length=200, blank=True, editable=False)
    answered_url = models.CharField(max_length=500, blank=True, editable=False)

    objects = CalendarSourceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hours__gte=1, hours__lte=720), name="calendar_source_hours"
            ),
        ]
        verbose_name = _("external calendar")
        verbose_name_plural = _("external calendars")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Take web addresses only."""
        super().clean()
        if self.url and not self.url.lower().startswith(("http://", "https://")):
            raise ValidationError({"url": _("Please give an address with http or https.")})
        self._keep_language()

    def _keep_language(self) -> None:
        before = type(self).objects.filter(pk=self.pk, events__isnull=False)
        locale_ids = set(before.values_list("calendar_page__locale_id", flat=True))
        if self.calendar_page_id and locale_ids - {self.calendar_page.locale_id}:
            text = _("Its events are in another language. Please create a new external calendar.")
            raise ValidationError({"calendar_page": text})

    @property
    def is_due(self) -> bool:
        """Say whether it is time to fetch again."""
        tried_at = self.last_tried_at
        return tried_at is None or tried_at <= timezone.now() - timedelta(hours=self.hours)


class ImportedEvent(models.Model):
    """One event of a source, and the page that it has become."""

    source = models.ForeignKey(CalendarSource, on_delete=models.CASCADE, related_name="events")
    uid = models.CharField(max_length=255)
    # Empty once an editor has deleted the page: it is not made again.
    page = models.OneToOneField(
        EventPage, on_delete=models.SET_NULL, null=True, blank=True, related_name="imported_from"
    )
    sequence = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)
    revision_id = models.BigIntegerField(null=True, blank=True)
    is_gone = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "uid"], name="one_event_per_source_and_uid"),
        ]
        verbose_name = _("imported event")
        verbose_name_plural = _("imported events")

    def __str__(self) -> str:
        return self.uid


class CalendarImport(models.Model):
    """The report of one run: how many events, and what was refused and why."""

    source = models.ForeignKey(CalendarSource, on_delete=models.CASCADE, related_name="imports")
    started_at = models.DateTimeField(_("started"))
    problem = models.CharField(max_length=12, choices=ImportProblem.choices, blank=True)
    is_unchanged = models.BooleanField(default=False)
    is_complete = models.BooleanField(default=True)
    counts = models.JSONField(default=dict)
    rows = models.JSONField(default=list)

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = _("report of an import")
        verbose_name_plural = _("reports of imports")

    def __str__(self) -> str:
        return f"{self.source}, {timezone.localtime(self.started_at):%Y-%m-%d %H:%M}"

    def counts_in_words(self) -> list[tuple[str, int]]:
        """Return what came of how many events."""
        return [(outcome_text(code), number) for code, number in self.counts.items()]

    def rows_in_words(self) -> list[dict]:
        """Return what came of each event, with its reasons."""
        return [
            {**row, "outcome": outcome_text(row["outcome"]), "reasons": reason_texts(row)}
            for row in self.rows
        ]
