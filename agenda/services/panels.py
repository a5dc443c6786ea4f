"""The editor's form of a service, in the order in which an editor thinks."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel

CONTENT_PANELS = [
    FieldPanel("description"),
    MultiFieldPanel(
        [FieldPanel("eligibility"), FieldPanel("requirements"), FieldPanel("documents")],
        heading=_("Who and what is needed"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("online_url"),
            FieldPanel("digital"),
            FieldPanel("sign_in"),
            FieldPanel("procedure"),
            PageChooserPanel("guide", "guides.GuidePage"),
        ],
        heading=_("The way to it"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("cost_amount"),
            FieldPanel("cost_text"),
            FieldPanel("duration"),
            FieldPanel("deadline"),
        ],
        heading=_("Costs and time"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("responsible_office"),
            FieldPanel("contact"),
            FieldPanel("places"),
            FieldPanel("responsible"),
            FieldRowPanel([FieldPanel("checked_on"), FieldPanel("check_every_months")]),
        ],
        heading=_("Who answers for it"),
    ),
    MultiFieldPanel(
        [FieldPanel("legal_basis"), FieldPanel("further_information"), FieldPanel("keywords")],
        heading=_("More"),
    ),
]
ORIGIN_PANEL = MultiFieldPanel(
    [
        FieldPanel(name, read_only=True)
        for name in ("xzufi_agency", "xzufi_id", "xzufi_version", "imported_at")
    ],
    heading=_("Taken over by XZuFi"),
)
