"""A measure: what the city does, how far it is, who answers for it, and what it needs."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import (
    Case,
    DateField,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest, Left, Length, TruncDate
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import Page, PageManager
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.content.models import BasePage, BasePageQuerySet, ContactPerson, Place
from cms.content.queries import listed

from ..editing import MeasurePageForm
from .classification import classification
from .measure_context import measure_context
from .measure_panels import CONTENT_PANELS
from .measure_rows import MeasureUpdate, Milestone, progress_of, share_reached
from .status import ACTION_STATUS, ENDED, OWES_UPDATES, READING_ORDER, ProgressSource, Status

RELATED_MEASURES = 3
DEFAULT_UPDATE_RHYTHM = 90


def news_are_due() -> Q:
    """Match measures planned by `with_update_due` whose news are due by now."""
    return Q(update_due_on__lt=timezone.localdate())


class MeasureQuerySet(BasePageQuerySet):
    """Questions about measures."""

    def as_cards(self):
        """Plan what a card of a measure shows, public measures only."""
        return listed(self.with_update_due()).select_related("goal")

    def in_reading_order(self):
        """Put running measures first, ended ones last, each group by title."""
        weight = Case(
            *(When(status=status, then=Value(n)) for n, status in enumerate(READING_ORDER)),
            output_field=models.SmallIntegerField(),
        )
        return self.order_by(weight, "title", "pk")

    def with_update_due(self):
        """Add `update_due_on`: by when the agenda's rhythm asks for news; null if none is owed.

        The rhythm counts from the last report or update, or else from the first publication.
        """
        rhythm = Page.objects.filter(
            path=Left(OuterRef("path"), Length(OuterRef("path")) - 2 * Page.steplen)
        ).values("basepage__agendapage__update_rhythm_days")
        days = Coalesce(Subquery(rhythm), DEFAULT_UPDATE_RHYTHM)
        wait = ExpressionWrapper(days * Value(timedelta(days=1)), output_field=DurationField())
        latest = (
            MeasureUpdate.objects.told()
            .filter(measure=OuterRef("pk"))
            .order_by("-date")
            .values("date")[:1]
        )
        # An update may have been written ahead of its day.
        reported_on = Greatest("reported_on", Subquery(latest))
        told_on = Coalesce(reported_on, TruncDate("first_published_at"))
        due_on = Cast(ExpressionWrapper(told_on + wait, DateTimeField()), DateField())
        return self.annotate(update_due_on=Case(When(status__in=OWES_UPDATES, then=due_on)))

    def update_is_due(self):
        """Return the live measures whose last news are older than their agenda's rhythm."""
        return self.with_update_due().live().filter(news_are_due())

    def answered_by(self, user):
        """Return the measures that `user` answers for."""
        return self.filter(responsible=user)


class MeasurePage(BasePage):
    """A project of the city with status, progress, milestones and someone who answers for it."""

    template = "strategy/measure_page.html"
    parent_page_types = ["strategy.FieldOfActionPage"]
    subpage_types = []
    base_form_class = MeasurePageForm

    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.PLANNED
    )
    progress_source = models.CharField(
        _("progress comes"),
        max_length=10,
        choices=ProgressSource.choices,
        default=ProgressSource.MILESTONES,
        help_text=_("From the milestones, the number follows what was reached by itself."),
    )
    progress = models.PositiveSmallIntegerField(
        _("progress in percent"),
        default=0,
        validators=[MaxValueValidator(100)],
        help_text=_("From 0 to 100; counts only where the progress is set by hand."),
    )
    progress_reason = models.CharField(
        _("reason for the progress set by hand"),
        max_length=250,
        blank=True,
        help_text=_("Public: why this number and not the share of the milestones."),
    )
    progress_note = models.CharField(
        _("where it stands in one sentence"), max_length=250, blank=True
    )
    confirmed_on = models.DateField(_("last report on"), null=True, blank=True, editable=False)
    reported_on = models.DateField(_("last news on"), null=True, blank=True, editable=False)
    goal = models.ForeignKey(
        "strategy.Goal",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("goal"),
        help_text=_("A goal of the field of action that this measure serves."),
    )
    starts_on = models.DateField(_("begins on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    responsible_office = models.CharField(_("responsible office"), max_length=160, blank=True)
    contact = models.ForeignKey(
        ContactPerson,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact person"),
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible person"),
        help_text=_("Reports how far it is, and is reminded when news are due. Never shown."),
    )
    budget_text = models.CharField(
        _("budget"),
        max_length=250,
        blank=True,
        help_text=_("What it costs and who pays, in words that everybody understands."),
    )
    partner_names = models.TextField(
        _("partners"), blank=True, help_text=_("One name on each line.")
    )

    places = ParentalManyToManyField(
        Place, blank=True, related_name="measures", verbose_name=_("places")
    )
    origin_name = models.CharField(
        _("taken over from"),
        max_length=160,
        blank=True,
        help_text=_("The city whose measure this was, if it was taken over from one."),
    )
    origin_url = models.URLField(_("address of the original"), blank=True)

    content_panels = [*BasePage.content_panels[:-1], *CONTENT_PANELS, BasePage.content_panels[-1]]

    search_fields = [
        *BasePage.search_fields,
        index.FilterField("status"),
        index.SearchField("progress_note"),
        index.SearchField("responsible_office"),
        index.SearchField("partner_names"),
        index.RelatedFields("milestones", [index.SearchField("title")]),
        index.RelatedFields("updates", [index.SearchField("title"), index.SearchField("text")]),
    ]

    classification = property(classification)
    # Open to everybody: no person, and no way to reach one.
    api_fields = [
        "summary",
        "status",
        "progress",
        "progress_note",
        "progress_reason",
        "starts_on",
        "ends_on",
        "reported_on",
        "responsible_office",
        "partners",
        "budget_text",
        "classification",
        "origin_name",
        "origin_url",
        "milestones",
        "updates",
        "budget_items",
        "body",
    ]

    # Translated measures keep the goal of the source: its translation is found by its key.
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("goal"),
        SynchronizedField("places"),
        SynchronizedField("confirmed_on"),
        SynchronizedField("dependencies"),
        SynchronizedField("related_offers"),
    ]

    objects = PageManager.from_queryset(MeasureQuerySet)()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        constraints = [
            models.CheckConstraint(
                condition=Q(progress__gte=0, progress__lte=100),
                name="measure_progress_is_a_percentage",
                violation_error_message=_("The progress is a number from 0 to 100."),
            ),
            models.CheckConstraint(
                condition=~Q(progress_source=ProgressSource.MANUAL) | ~Q(progress_reason=""),
                name="progress_by_hand_has_a_reason",
                violation_error_message=_("Say why the progress is set by hand."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="measure_ends_after_it_begins",
                violation_error_message=_("A measure cannot end before it begins."),
            ),
        ]

    def clean(self) -> None:
        """Ask for a reason beside its field if the progress is set by hand."""
        super().clean()
        if self.progress_source == ProgressSource.MANUAL and not self.progress_reason:
            message = gettext("Say why the progress is set by hand.")
            raise ValidationError({"progress_reason": message})

    def save(self, *args, **kwargs) -> None:
        """Store the page; what follows from its milestones and updates follows."""
        self.follow_rows()
        super().save(*args, **kwargs)

    def follow_rows(self) -> None:
        """Take the progress from the milestones, and the date of the last news from the updates."""
        self.progress = progress_of(
            status=self.status,
            source=self.progress_source,
            by_hand=self.progress,
            milestones=self.ordered_milestones,
        )
        dates = [update.date for update in self.news()]
        self.reported_on = max([*dates, *filter(None, [self.confirmed_on])], default=None)

    def news(self) -> list[MeasureUpdate]:
        """Return the updates until today, newest first; also those that are not stored yet."""
        today = timezone.localdate()
        told = [update for update in self.updates.all() if update.date <= today]
        return sorted(told, key=lambda update: update.date, reverse=True)

    @property
    def is_overdue(self) -> bool:
        """Say whether the measure should have ended and has not."""
        has_ended = self.status in ENDED
        return not has_ended and self.ends_on is not None and self.ends_on < timezone.localdate()

    @property
    def partners(self) -> list[str]:
        """Return the names of the partners."""
        return [name.strip() for name in self.partner_names.splitlines() if name.strip()]

    def period(self) -> str:
        """Return from when to when the measure runs, as one reads it."""
        starts = self.starts_on and date_format(self.starts_on, "F Y")
        ends = self.ends_on and date_format(self.ends_on, "F Y")
        if starts and ends:
            return f"{starts} – {ends}" if starts != ends else starts
        if starts:
            return gettext("since %(month)s") % {"month": starts}
        return gettext("until %(month)s") % {"month": ends} if ends else ""

    @property
    def update_due_since(self):
        """Return the date since when news of this measure are owed, or None.

        Planned by `with_update_due`; asks the database where that was not done.
        """
        if self.status not in OWES_UPDATES:
            return None
        if not hasattr(self, "update_due_on"):
            planned = MeasurePage.objects.with_update_due().filter(pk=self.pk)
            self.update_due_on = planned.values_list("update_due_on", flat=True).first()
        is_due = self.update_due_on is not None and self.update_due_on < timezone.localdate()
        return self.update_due_on if is_due else None

    @property
    def ordered_milestones(self) -> list[Milestone]:
        """Return the milestones in the editors' order."""
        return list(self.milestones.all())

    @property
    def next_milestone(self) -> Milestone | None:
        """Return the first milestone that is not reached."""
        return next((row for row in self.ordered_milestones if not row.is_reached), None)

    def progress_from_milestones(self) -> int | None:
        """Return the share of milestones reached in percent; None without milestones."""
        return share_reached(self.ordered_milestones)

    def localized_goal(self) -> "models.Model | None":
        """Return the goal in the language of this page, else as it was chosen."""
        if self.goal_id is None:
            return None
        goals = type(self).goal.field.related_model.objects
        same = goals.filter(pk=self.goal_id).values("translation_key")
        translations = goals.filter(translation_key__in=same)
        return min(translations, key=lambda goal: goal.locale_id != self.locale_id, default=None)

    def related_measures(self) -> list["MeasurePage"]:
        """Return a few measures of the same field, those with the same goal first."""
        siblings = MeasurePage.objects.sibling_of(self, inclusive=False).as_cards()
        has_same_goal = Case(When(goal=self.goal_id, then=0), default=1) if self.goal_id else "path"
        return list(siblings.order_by(has_same_goal, "path")[:RELATED_MEASURES])

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add milestones, updates, goal, field of action, budget, and what belongs to it."""
        context = super().get_context(request, *args, **kwargs)
        return context | measure_context(self, request)

    def get_structured_data(self) -> dict:
        """Return the page with the measure as a schema.org Action."""
        action = {
            "@type": "Action",
            "name": self.title,
            "description": self.get_description(),
            "actionStatus": f"https://schema.org/{ACTION_STATUS[Status(self.status)]}",
            "startTime": self.starts_on and self.starts_on.isoformat(),
            "endTime": self.ends_on and self.ends_on.isoformat(),
        }
        known = {key: value for key, value in action.items() if value}
        return {**super().get_structured_data(), "mainEntity": known}
