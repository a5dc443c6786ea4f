"""The editor's panels of a guide below its chapters."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

GUIDE_PANELS = [
    InlinePanel("related_pages", heading=_("What belongs to it"), label=_("page")),
    FieldPanel("places"),
    MultiFieldPanel(
        [
            FieldPanel("responsible_office"),
            FieldPanel("contact"),
            FieldPanel("responsible"),
            FieldRowPanel([FieldPanel("checked_on"), FieldPanel("check_every_months")]),
        ],
        heading=_("Who answers for it"),
    ),
    FieldPanel("change_note"),
]
