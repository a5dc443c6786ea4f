"""The editor's panels of a guide below its chapters."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

GUIDE_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("responsible_office"),
            FieldPanel("contact"),
            FieldPanel("responsible"),
            FieldRowPanel([FieldPanel("checked_on"), FieldPanel("check_every_months")]),
        ],
        heading=_("Who answers for it"),
    ),
]
