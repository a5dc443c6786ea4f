"""A measure: what the city does, how far it is, and what happened last."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, PageManager, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.content.blocks import RICH_TEXT_FEATURES
from cms.content.models import BasePage, BasePageQuerySet, ContactPerson
from cms.content.queries import listed

from ..editing import MeasurePageForm

RELATED_MEASURES = 3


class Status(models.TextChoices):
    """Where a measure stands."""

    IDEA = "idea", _("Idea")
    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


# What people can see happen comes first, what has ended last.
READING_ORDER = [
    Status.RUNNING,
    Status.PLANNED,
    Status.PAUSED,
    Status.IDEA,
    Status.DONE,
    Status.DROPPED,
]
ENDED = {Status.DONE, Status.DROPPED}

# https://schema.org/ActionStatusType
ACTION_STATUS = {
    Status.IDEA: "PotentialActionStatus",
    Status.PLANNED: "PotentialActionStatus",
    Status.RUNNING: "ActiveActionStatus",
    Status.PAUSED: "ActiveActionStatus",
    Status.DONE: "CompletedActionStatus",
    Status.DROPPED: "FailedActionStatus",
}


class MeasureQuerySet(BasePageQuerySet):
    """Questions about measures."""

    def as_cards(self):
        """Plan what a card of a measure shows, public measures only."""
        return listed(self).select_related("goal")

    def in_reading_order(self):
        """Put running measures first, ended ones last, each group by title."""
        weight = Case(
            *(When(status=status, then=Value(n)) for n, status in enumerate(READING_ORDER)),
            output_field=models.SmallIntegerField(),
        )
        return self.order_by(weight, "title", "pk")


class MeasurePage(BasePage):
    """A project of the city with status, progress, milestones and someone who answers for it."""

    template = "strategy/measure_page.html"
    parent_page_types = ["strategy.FieldOfActionPage"]
    subpage_types = []
    base_form_class = MeasurePageForm

    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.PLANNED
    )
    progress = models.PositiveSmallIntegerField(
        _("progress in percent"),
        default=0,
        validators=[MaxValueValidator(100)],
        help_text=_("From 0 to 100, as you judge it. The milestones are shown beside it."),
    )
    progress_note = models.CharField(
        _("where it stands in one sentence"), max_length=250, blank=True
    )
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
    budget_text = models.CharField(
        _("budget"),
        max_length=250,
        blank=True,
        help_text=_("What it costs and who pays, in words that everybody understands."),
    )
    partner_names = models.TextField(
        _("partners"), blank=True, help_text=_("One name on each line.")
    )

    content_panels = [
        *BasePage.content_panels[:-1],
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("status"), FieldPanel("progress")]),
                FieldPanel("progress_note"),
                FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                FieldPanel("goal"),
            ],
            heading=_("Where it stands"),
        ),
        InlinePanel("milestones", heading=_("Milestones"), label=_("milestone")),
        InlinePanel("updates", heading=_("News of this measure"), label=_("update")),
        MultiFieldPanel(
            [
                FieldPanel("responsible_office"),
                FieldPanel("contact"),
                FieldPanel("budget_text"),
                FieldPanel("partner_names"),
            ],
            heading=_("Who does it, and with what"),
        ),
        BasePage.content_panels[-1],
    ]

    search_fields = [
        *BasePage.search_fields,
        index.FilterField("status"),
        index.SearchField("progress_note"),
        index.SearchField("responsible_office"),
        index.SearchField("partner_names"),
        index.RelatedFields("milestones", [index.SearchField("title")]),
        index.RelatedFields("updates", [index.SearchField("title"), index.SearchField("text")]),
    ]

    # Translated measures keep the goal of the source: its translation is found by its key.
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("goal"),
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
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="measure_ends_after_it_begins",
                violation_error_message=_("A measure cannot end before it begins."),
            ),
        ]

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

    @cached_property
    def ordered_milestones(self) -> list["Milestone"]:
        """Return the milestones in the editors' order."""
        return list(self.milestones.all())

    def progress_from_milestones(self) -> int | None:
        """Return the share of milestones reached in percent; None without milestones."""
        if not self.ordered_milestones:
            return None
        reached = sum(milestone.is_reached for milestone in self.ordered_milestones)
        return round(100 * reached / len(self.ordered_milestones))

    def milestones_as_phases(self) -> list[dict]:
        """Return the milestones as components/phases.html takes them.

        The first one not reached is the current one while the measure runs.
        """
        phases = []
        may_be_current = self.status == Status.RUNNING
        for milestone in self.ordered_milestones:
            state = "past" if milestone.is_reached else "future"
            if may_be_current and not milestone.is_reached:
                state, may_be_current = "current", False
            is_late = milestone.is_overdue and self.status not in ENDED
            phases.append(
                {
                    "label": milestone.title,
                    "state": state,
                    "starts": milestone.done_on,
                    "ends": None if milestone.is_reached else milestone.due_on,
                    "text": gettext("later than planned") if is_late else "",
                }
            )
        return phases

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
        """Add milestones, updates, goal, field of action and related measures."""
        context = super().get_context(request, *args, **kwargs)
        goal = self.localized_goal()
        field = self.pages_above[-1]
        goal_url = f"{field.get_url(request)}#{goal.anchor}" if goal else ""
        context |= {
            "field": field,
            "milestones": self.milestones_as_phases(),
            "milestones_progress": self.progress_from_milestones(),
            "updates": sorted(self.updates.all(), key=lambda item: item.date, reverse=True),
            "related_measures": self.related_measures(),
            "facts": [
                {"label": gettext("Period"), "value": self.period(), "icon": "calendar"},
                {
                    "label": gettext("Goal"),
                    "value": goal and goal.title,
                    "url": goal_url,
                    "icon": "flag",
                },
                {
                    "label": gettext("Responsible office"),
                    "value": self.responsible_office,
                    "icon": "home",
                },
                {"label": gettext("Budget"), "value": self.budget_text, "icon": "document"},
                {
                    "label": gettext("Partners"),
                    "value": ", ".join(self.partners),
                    "icon": "people",
                },
            ],
        }
        return context

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


class Milestone(TranslatableMixin, Orderable):
    """A step of a measure that is reached or not."""

    measure = ParentalKey(MeasurePage, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(_("title"), max_length=160)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(
        _("reached on"), null=True, blank=True, help_text=_("Leave empty until it is reached.")
    )

    panels = [FieldPanel("title"), FieldRowPanel([FieldPanel("due_on"), FieldPanel("done_on")])]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return self.title

    @property
    def is_reached(self) -> bool:
        """Say whether the step is done."""
        return self.done_on is not None

    @property
    def is_overdue(self) -> bool:
        """Say whether the step should be done and is not."""
        is_past = self.due_on is not None and self.due_on < timezone.localdate()
        return is_past and not self.is_reached


class MeasureUpdate(TranslatableMixin, models.Model):
    """What happened, with its date."""

    measure = ParentalKey(MeasurePage, on_delete=models.CASCADE, related_name="updates")
    date = models.DateField(_("date"), default=timezone.localdate)
    title = models.CharField(_("title"), max_length=160)
    text = RichTextField(_("text"), features=RICH_TEXT_FEATURES, blank=True)

    panels = [FieldPanel("date"), FieldPanel("title"), FieldPanel("text")]

    class Meta(TranslatableMixin.Meta):
        ordering = ["-date", "-pk"]
        verbose_name = _("update")
        verbose_name_plural = _("updates")

    def __str__(self) -> str:
        return f"{self.date}: {self.title}"
