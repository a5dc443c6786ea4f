"""The agenda and its fields of action."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.content.blocks import RICH_TEXT_FEATURES
from cms.content.models import BasePage
from cms.content.queries import listed

from ..indicators.shown import shown_indicators_by_goal
from ..overview.contexts import front_context, view_context
from .classification import classification
from .measure_rows import MeasureUpdate
from .measures import DEFAULT_UPDATE_RHYTHM, MeasurePage
from .progress import Tally
from .views_above import refuse_address_of_a_view
from .vision import VisionPage

LATEST_UPDATES = 4


class AgendaPage(RoutablePageMixin, BasePage):
    """The city's strategy: its fields of action and all measures."""

    template = "strategy/agenda_page.html"
    subpage_types = ["strategy.FieldOfActionPage", "strategy.VisionPage"]

    update_rhythm_days = models.PositiveSmallIntegerField(
        _("news of each measure every … days"),
        default=DEFAULT_UPDATE_RHYTHM,
        validators=[MinValueValidator(7), MaxValueValidator(730)],
        help_text=_(
            "Offices are reminded after that time, and readers see since when news are due."
        ),
    )

    content_panels = [*BasePage.content_panels, FieldPanel("update_rhythm_days")]

    classification = property(classification)
    api_fields = ["summary", "update_rhythm_days", "classification", "body"]

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")

    def measures(self):
        """Return the public measures of all fields, as cards show them."""
        return MeasurePage.objects.descendant_of(self).as_cards()

    def fields_of_action(self):
        """Return the public fields of action in the editors' order."""
        return listed(FieldOfActionPage.objects.child_of(self)).order_by("path")

    def visions(self):
        """Return the public visions below the agenda, as cards show them."""
        return listed(VisionPage.objects.child_of(self)).order_by("path")

    def latest_updates(self, measures=None) -> list[MeasureUpdate]:
        """Return what happened last in `measures`, or else in all that are public."""
        measures = self.measures() if measures is None else measures
        updates = MeasureUpdate.objects.told().filter(measure__in=measures.values("pk"))
        return list(updates.select_related("measure__locale")[:LATEST_UPDATES])

    @path("", name="list")
    def index_route(self, request):
        """Answer with the fields of action, how far they are, and the filtered list."""
        return self.render(request, context_overrides=front_context(self, request))

    @path("tafel/", name="board")
    def board(self, request):
        """Answer with a column of measures for each status."""
        return self._view(request, "board")

    @path("zeitplan/", name="timeline")
    def timeline(self, request):
        """Answer with the measures along the years."""
        return self._view(request, "timeline")

    @path("matrix/", name="matrix")
    def matrix(self, request):
        """Answer with the counts of measures by field of action and audience."""
        return self._view(request, "matrix")

    @path("aenderungen/", name="changes")
    def changes(self, request):
        """Answer with what changed since the day that the address names."""
        from ..history.pages import changes

        return changes(self, request)

    @path("vergleich/", name="comparison")
    def comparison(self, request):
        """Answer with two days of the agenda side by side."""
        from ..history.pages import comparison

        return comparison(self, request)

    def _view(self, request, name: str):
        return self.render(
            request,
            template=f"strategy/overview_{name}.html",
            context_overrides=view_context(self, request, name),
        )

    def get_sitemap_urls(self, request=None) -> list[dict]:
        """Return the agenda and the other views of it."""
        base, last_change = self.get_full_url(request), self.last_published_at
        views = [
            {"location": f"{base}{self.reverse_subpage(name)}", "lastmod": last_change}
            for name in ("board", "timeline", "matrix")
        ]
        return super().get_sitemap_urls(request) + views

    def get_structured_data(self) -> dict:
        """Return the agenda as a schema.org CollectionPage."""
        return {**super().get_structured_data(), "@type": "CollectionPage"}


class FieldOfActionPage(BasePage):
    """A theme of the agenda with its goals and measures."""

    template = "strategy/field_of_action_page.html"
    parent_page_types = ["strategy.AgendaPage"]
    subpage_types = ["strategy.MeasurePage"]

    content_panels = [
        *BasePage.content_panels,
        InlinePanel("goals", heading=_("Goals"), label=_("goal")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.RelatedFields("goals", [index.SearchField("title"), index.SearchField("text")]),
    ]
    classification = property(classification)
    api_fields = ["summary", "goals", "classification", "body"]

    class Meta:
        verbose_name = _("field of action")
        verbose_name_plural = _("fields of action")

    def clean(self) -> None:
        """Refuse a slug at which the agenda itself answers."""
        super().clean()
        refuse_address_of_a_view(self)

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add the goals, each with its measures, the measures without one, and the counts."""
        context = super().get_context(request, *args, **kwargs)
        by_goal: dict = {}
        tally = Tally()
        for measure in MeasurePage.objects.child_of(self).as_cards().in_reading_order():
            tally.add(measure.status, 1, measure.progress)
            key = measure.goal.translation_key if measure.goal else None
            by_goal.setdefault(key, []).append(measure)
        goals = list(self.goals.all())
        indicators = shown_indicators_by_goal(goals)
        context |= {
            "goals": [
                {
                    "goal": goal,
                    "measures": by_goal.pop(goal.translation_key, []),
                    "indicators": indicators.get(goal.translation_key, []),
                }
                for goal in goals
            ],
            "other_measures": [measure for rest in by_goal.values() for measure in rest],
            "tally": tally,
        }
        return context

    def get_structured_data(self) -> dict:
        """Return the field of action as a schema.org CollectionPage."""
        return {**super().get_structured_data(), "@type": "CollectionPage"}


class Goal(TranslatableMixin, Orderable):
    """What a field of action wants to reach."""

    field = ParentalKey(FieldOfActionPage, on_delete=models.CASCADE, related_name="goals")
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        blank=True,
        help_text=_("Part of links to this goal; made from the title if left empty."),
    )
    title = models.CharField(_("title"), max_length=160)
    text = RichTextField(_("text"), features=RICH_TEXT_FEATURES, blank=True)

    panels = [FieldPanel("title"), FieldPanel("slug"), FieldPanel("text")]
    api_fields = ["title", "slug", "text"]

    override_translatable_fields = [SynchronizedField("slug")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("goal")
        verbose_name_plural = _("goals")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Make the slug from the title if the editor gave none."""
        super().clean()
        self.slug = self.slug or slugify(self.title)[:80] or self._key

    @property
    def anchor(self) -> str:
        """Return the id of this goal on its field's page."""
        return f"ziel-{self.slug or self._key}"

    @property
    def _key(self) -> str:
        # A title need not have a letter that an address may hold.
        return str(self.translation_key)[:8]
