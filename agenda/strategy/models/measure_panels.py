"""The editor's panels of a measure, in the order in which one thinks about it."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

CONTENT_PANELS = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("status"), FieldPanel("progress_source")]),
            FieldRowPanel([FieldPanel("progress"), FieldPanel("progress_reason")]),
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
            FieldPanel("responsible"),
            FieldPanel("partner_names"),
        ],
        heading=_("Who does it, and with whom"),
    ),
    FieldPanel("budget_text"),
    InlinePanel("budget_items", heading=_("Budget in figures"), label=_("budget figure")),
    InlinePanel("dependencies", heading=_("What must come first"), label=_("measure")),
    InlinePanel(
        "related_offers", heading=_("Guides and trainings that belong to it"), label=_("page")
    ),
    FieldPanel("places"),
    MultiFieldPanel(
        [FieldPanel("origin_name"), FieldPanel("origin_url")],
        heading=_("Taken over from another city"),
        classname="collapsed",
    ),
]
