"""The journey: a way through guides, services, trainings and measures, step by step."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.content.blocks import ListedPageChooserBlock, TextBlock
from cms.content.models import BasePage
from cms.content.queries import listed

from ..ways import WayStep, resolved_steps

# Links stand in tasks, where they are checked, translated and counted.
STEP_TEXT_FEATURES = ["bold", "italic", "ol", "ul"]


class TaskValue(blocks.StructValue):
    """One thing to do, as it was chosen."""

    @property
    def public_page(self) -> BasePage | None:
        """Return the chosen page if readers may see it."""
        page = self.get("page")
        return page if page and page.live and not page.is_private else None


class TaskBlock(blocks.StructBlock):
    """A page of this site, or an address elsewhere with words of its own."""

    page = ListedPageChooserBlock(label=_("page"), required=False)
    url = blocks.URLBlock(label=_("or another address"), required=False, max_length=500)
    label = blocks.CharBlock(
        label=_("text of the link"),
        max_length=160,
        required=False,
        help_text=_("Leave empty to show the title of the page."),
    )
    note = blocks.CharBlock(
        label=_("note"),
        max_length=200,
        required=False,
        help_text=_("E.g. what to bring, or how long it takes."),
    )

    def clean(self, value):
        """Require exactly one aim, and words for an address."""
        result = super().clean(value)
        if bool(result["page"]) == bool(result["url"]):
            message = _("Choose a page or enter an address, one of the two.")
            raise blocks.StructBlockValidationError({"page": ValidationError(message)})
        if result["url"] and not result["url"].lower().startswith(("http://", "https://")):
            message = _("Enter an address that begins with http:// or https://.")
            raise blocks.StructBlockValidationError({"url": ValidationError(message)})
        if result["url"] and not result["label"]:
            message = _("Say in words where the address leads.")
            raise blocks.StructBlockValidationError({"label": ValidationError(message)})
        return result

    class Meta:
        value_class = TaskValue
        icon = "link"


class TasksBlock(blocks.ListBlock):
    """What is to be done in a step."""

    def __init__(self, **kwargs):
        super().__init__(TaskBlock(), min_num=1, max_num=20, **kwargs)

    class Meta:
        icon = "tasks"
        label = _("Tasks")
        description = _("Links to what is to be done in this step.")
        template = "guides/journey_tasks_chosen.html"


class StepStreamBlock(blocks.StreamBlock):
    """What a step says, and where it leads."""

    text = TextBlock(features=STEP_TEXT_FEATURES)
    tasks = TasksBlock()


class JourneyPage(BasePage):
    """Several pages in the order in which somebody needs them."""

    template = "guides/journey_page.html"
    asks_whether_it_helped = True
    parent_page_types = ["guides.GuideIndexPage"]
    subpage_types = []

    content_panels = [
        *BasePage.content_panels[:-1],
        FieldPanel("body", heading=_("Introduction")),
        InlinePanel("steps", heading=_("Steps"), label=_("step"), max_num=40),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.RelatedFields("steps", [index.SearchField("title"), index.SearchField("content")]),
    ]

    class Meta:
        verbose_name = _("journey")
        verbose_name_plural = _("journeys")

    @cached_property
    def way(self) -> list[WayStep]:
        """Return the steps as readers see them, asking for all their pages at once."""
        return resolved_steps(self)

    def text_parts(self) -> list[tuple]:
        """Return the introduction and the steps."""
        steps = [(str(step.translation_key), step.title, step.content) for step in self.steps.all()]
        return [*super().text_parts(), *steps]

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add the steps."""
        return super().get_context(request, *args, **kwargs) | {"way": self.way}

    def get_structured_data(self) -> dict:
        """Return the journey as a schema.org HowTo."""
        base = self.full_url or ""
        return {
            **super().get_structured_data(),
            "@type": "HowTo",
            "step": [
                {
                    "@type": "HowToStep",
                    "position": position,
                    "name": step.title,
                    "url": f"{base}#{step.anchor}",
                    "itemListElement": [
                        {"@type": "HowToDirection", "text": task.title} for task in step.tasks
                    ],
                }
                for position, step in enumerate(self.way, start=1)
            ],
        }


class JourneyStep(TranslatableMixin, Orderable):
    """One step of a journey; it may belong to the step before, beside it or in its place."""

    class Joint(models.TextChoices):
        NEXT = "next", _("a new step")
        AND = "and", _("and: at the same time as the step before")
        OR = "or", _("or: instead of the step before")

    journey = ParentalKey(JourneyPage, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("title"), max_length=160)
    joint = models.CharField(
        _("kind of step"), max_length=4, choices=Joint.choices, default=Joint.NEXT
    )
    duration = models.CharField(
        _("how long it takes"), max_length=80, blank=True, help_text=_("E.g. “about 20 minutes”.")
    )
    content = StreamField(StepStreamBlock(), verbose_name=_("content"), blank=True)

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("joint"), FieldPanel("duration")]),
        FieldPanel("content"),
    ]

    override_translatable_fields = [SynchronizedField("joint")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        return self.title


def journeys_below(page: BasePage):
    """Return the public journeys below a page in the editors' order, as cards show them."""
    journeys = listed(JourneyPage.objects.child_of(page))
    return journeys.prefetch_related("audiences").order_by("path")
