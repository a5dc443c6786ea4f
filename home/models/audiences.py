"""Pages that gather what is for one audience."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, PageChooserPanel
from wagtail.images import get_image_model_string
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.content.models import Audience, BasePage, ContactPerson
from cms.content.queries import listed

from ..audiences import sections_for, top_of
from ..editing import AudiencePageForm


class AudienceIndexPage(BasePage):
    """All audiences that have a page."""

    template = "home/audience_index_page.html"
    subpage_types = ["home.AudiencePage"]

    class Meta:
        verbose_name = _("overview of audiences")
        verbose_name_plural = _("overviews of audiences")

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add the public pages of audiences in the editors' order."""
        context = super().get_context(request, *args, **kwargs)
        pages = listed(AudiencePage.objects.child_of(self)).order_by("path")
        return context | {"audience_pages": pages}

    def get_structured_data(self) -> dict:
        """Return the overview as a schema.org CollectionPage."""
        return {**super().get_structured_data(), "@type": "CollectionPage"}


class AudiencePage(BasePage):
    """What is for one audience: chosen by editors at the top, found by itself below."""

    template = "home/audience_page.html"
    parent_page_types = ["home.HomePage", "home.AudienceIndexPage"]
    subpage_types = []
    base_form_class = AudiencePageForm

    audience = models.ForeignKey(
        Audience,
        on_delete=models.PROTECT,
        related_name="audience_pages",
        verbose_name=_("audience"),
        help_text=_("The page gathers what is marked as being for it."),
    )
    contact = models.ForeignKey(
        ContactPerson,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact person"),
    )

    content_panels = [
        *BasePage.content_panels[:1],
        FieldPanel("audience"),
        *BasePage.content_panels[1:],
        InlinePanel(
            "top_rows",
            heading=_("At the top"),
            label=_("page"),
            max_num=12,
            help_text=_("What matters most to them. Everything else appears below by itself."),
        ),
        FieldPanel("contact"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.RelatedFields("top_rows", [index.SearchField("text")]),
    ]

    class Meta:
        verbose_name = _("page of an audience")
        verbose_name_plural = _("pages of audiences")

    def get_context(self, request, *args, **kwargs) -> dict:
        """Add what editors chose, and what is there besides."""
        context = super().get_context(request, *args, **kwargs)
        top = top_of(self)
        chosen = {item.page.translation_key for item in top}
        return context | {"top": top, "sections": sections_for(self, leave_out=chosen)}

    def get_structured_data(self) -> dict:
        """Return the page as a schema.org CollectionPage for its audience."""
        return {
            **super().get_structured_data(),
            "@type": "CollectionPage",
            "audience": {"@type": "Audience", "audienceType": str(self.audience)},
        }


class AudienceTopRow(TranslatableMixin, Orderable):
    """A page that editors put at the top, chosen in any language."""

    audience_page = ParentalKey(AudiencePage, on_delete=models.CASCADE, related_name="top_rows")
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name=_("page")
    )
    text = models.CharField(
        _("text"),
        max_length=250,
        blank=True,
        help_text=_("Why it matters to them; leave empty to show the summary of the page."),
    )
    image = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Leave empty to show the picture of the page."),
    )

    panels = [
        PageChooserPanel("page", "content.BasePage"),
        FieldPanel("text"),
        FieldPanel("image"),
    ]

    override_translatable_fields = [SynchronizedField("page"), SynchronizedField("image")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("page at the top")
        verbose_name_plural = _("pages at the top")

    def __str__(self) -> str:
        return str(self.page)
