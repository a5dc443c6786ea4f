"""The page that collects ideas in phases."""

from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.content.models import BasePage

from ..filters import IdeaFilters
from .ideas import Idea

IDEAS_PER_PAGE = 20


class IdeaCampaignPage(BasePage):
    """An idea campaign: people bring in ideas, support them, and see what becomes of them."""

    template = "ideas/campaign_page.html"
    subpage_types = []

    categories_text = models.TextField(
        _("categories"),
        blank=True,
        help_text=_("One category on each line. People choose one for their idea."),
    )

    content_panels = [
        *BasePage.content_panels,
        InlinePanel("phases", heading=_("Phases"), label=_("phase")),
        FieldPanel("categories_text"),
    ]
    # Ideas store the category's German name, whatever the language of the page.
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("categories_text", overridable=False),
    ]

    class Meta:
        verbose_name = _("idea campaign")
        verbose_name_plural = _("idea campaigns")

    @property
    def categories(self) -> list[str]:
        """Return the categories in the editor's order."""
        lines = (line.strip() for line in self.categories_text.splitlines())
        return [line for line in lines if line]

    def current_phase(self) -> "Phase | None":
        """Return the phase that runs now, if one does."""
        now = timezone.now()
        return next((phase for phase in self.phases.all() if phase.runs_at(now)), None)

    def allows_ideas(self) -> bool:
        """Say whether people may bring in ideas now."""
        phase = self.current_phase()
        return phase is not None and phase.kind == Phase.Kind.COLLECT

    def allows_support(self) -> bool:
        """Say whether people may support ideas now."""
        phase = self.current_phase()
        return phase is not None and phase.kind == Phase.Kind.SUPPORT

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add the phases and the list of ideas as the address asks for it."""
        context = super().get_context(request, *args, **kwargs)
        now = timezone.now()
        filters = IdeaFilters(request.GET, self.categories)
        ideas = filters.apply(Idea.objects.visible().on(self)).as_cards()
        ideas = ideas.in_order(filters.sorted_by)
        context |= {
            "filters": filters,
            "page_obj": Paginator(ideas, IDEAS_PER_PAGE).get_page(filters.page_number),
            "phases": [phase.as_step(now) for phase in self.phases.all()],
            "current_phase": self.current_phase(),
        }
        return context

    def get_structured_data(self) -> dict:
        """Return the campaign as a schema.org CollectionPage."""
        return {**super().get_structured_data(), "@type": "CollectionPage"}


class Phase(TranslatableMixin, Orderable):
    """A time of a campaign in which one thing is to be done."""

    class Kind(models.TextChoices):
        COLLECT = "collect", _("Collect")
        SUPPORT = "support", pgettext_lazy("phase", "Support")
        DECIDE = "decide", _("Decide")
        IMPLEMENT = "implement", _("Implement")

    campaign = ParentalKey(IdeaCampaignPage, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(_("what is to be done"), max_length=10, choices=Kind.choices)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    text = models.CharField(_("text"), max_length=300, blank=True)

    panels = [
        FieldPanel("kind"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel("text"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="phase_ends_after_its_start",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def runs_at(self, moment) -> bool:
        """Say whether the phase runs at `moment`."""
        return self.starts_at <= moment < self.ends_at

    def as_step(self, now) -> dict:
        """Return the phase as components/phases.html shows it."""
        state = "current" if self.runs_at(now) else "past" if self.ends_at <= now else "future"
        return {
            "label": self.get_kind_display(),
            "state": state,
            "starts": timezone.localtime(self.starts_at),
            "ends": timezone.localtime(self.ends_at),
            "text": self.text,
        }
