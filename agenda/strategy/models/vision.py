"""The guiding vision: a text that the town and its people write together."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from cms.content.blocks import RICH_TEXT_FEATURES
from cms.content.models import BasePage

from .views_above import refuse_address_of_a_view


class VisionPage(BasePage):
    """A vision drafted with the public paragraph by paragraph, and adopted in the end."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("draft, open for remarks")
        REVISION = "revision", _("draft, remarks are being worked in")
        ADOPTED = "adopted", _("adopted")

    template = "strategy/vision_page.html"
    subpage_types = []

    introduction = RichTextField(
        _("introduction"),
        features=RICH_TEXT_FEATURES,
        blank=True,
        help_text=_("What this text is for and how people can help to write it."),
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    remarks_until = models.DateField(
        _("remarks until"),
        null=True,
        blank=True,
        help_text=_("The last day on which people may comment on paragraphs of the draft."),
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    adopted_by = models.CharField(
        _("adopted by"), max_length=120, blank=True, help_text=_("For example: the city council.")
    )

    content_panels = [
        *BasePage.content_panels[:3],
        FieldPanel("introduction"),
        *BasePage.content_panels[3:],
        MultiFieldPanel(
            [
                FieldPanel("stage"),
                FieldPanel("remarks_until"),
                FieldPanel("adopted_on"),
                FieldPanel("adopted_by"),
            ],
            heading=_("Stage"),
        ),
    ]
    # The stage decides about remarks here.
    promote_panels = [
        panel
        for panel in BasePage.promote_panels
        if getattr(panel, "field_name", "") != "allows_remarks"
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(stage="adopted") | models.Q(adopted_on__isnull=False),
                name="adopted_vision_has_its_date",
            )
        ]
        verbose_name = _("guiding vision")
        verbose_name_plural = _("guiding visions")

    def clean(self) -> None:
        """Require the date of what is adopted, and an address that no view of the agenda has."""
        super().clean()
        refuse_address_of_a_view(self)
        if self.stage == self.Stage.ADOPTED and not self.adopted_on:
            raise ValidationError({"adopted_on": _("Please say when it was adopted.")})

    @property
    def is_open(self) -> bool:
        """Say whether people may still comment on paragraphs."""
        is_over = self.remarks_until and self.remarks_until < timezone.localdate()
        return self.stage == self.Stage.DRAFT and not is_over

    def shows_remarks(self) -> bool:
        """Show remarks in every stage: they tell how the text came about."""
        return True

    def takes_remarks(self) -> bool:
        """Take remarks on the draft only, and in time."""
        return self.is_open and super().takes_remarks()
