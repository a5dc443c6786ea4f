"""Indicators and their values in the admin."""

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from ..models.indicators import TRANSLATED_FIELDS, Indicator, IndicatorValue
from .forms import OTHER_LANGUAGES, IndicatorForm, translated_name
from .views import values_url
from .words import number_text


def _leads(indicator: Indicator) -> list[tuple[str, str, str]]:
    """Return label, address and icon of what can be done with an indicator's values."""
    add_url = reverse("wagtailsnippets_strategy_indicatorvalue:add")
    return [
        (gettext("Values"), values_url(indicator), "list-ul"),
        (gettext("Add a value"), f"{add_url}?indicator={indicator.pk}", "plus"),
        (gettext("Upload values"), reverse("indicator_upload", args=[indicator.pk]), "upload"),
    ]


class IndicatorIndexView(IndexView):
    """The list leads to the values of each indicator."""

    def get_list_more_buttons(self, instance) -> list:
        """Put the values before editing and deleting."""
        leads = [
            MenuItem(label, url, icon_name=icon, priority=n)
            for n, (label, url, icon) in enumerate(_leads(instance))
        ]
        return [*leads, *super().get_list_more_buttons(instance)]


class IndicatorEditView(EditView):
    """The form leads to the values of its indicator."""

    @property
    def header_more_buttons(self) -> list:
        """Put the values before deleting."""
        leads = [
            Button(label, url=url, icon_name=icon, priority=n)
            for n, (label, url, icon) in enumerate(_leads(self.object))
        ]
        return [*leads, *super().header_more_buttons]


class IndicatorViewSet(SnippetViewSet):
    """The measured series."""

    model = Indicator
    icon = "order"
    copy_view_enabled = False
    index_view_class = IndicatorIndexView
    edit_view_class = IndicatorEditView
    list_display = [
        "title",
        "unit",
        BooleanColumn("is_public", label=_("shown to everybody")),
        DateColumn("last_fetched_at", label=_("last tried")),
        Column("get_last_error_display", label=_("last problem")),
    ]
    list_filter = ["is_public", "last_error", "period"]
    list_export = ["title", "slug", "unit", "source", "is_public"]
    search_fields = ["title", "description", "source"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("slug"),
            FieldPanel("unit"),
            FieldPanel("description"),
            FieldPanel("source"),
            MultiFieldPanel(
                [FieldPanel("goal"), FieldPanel("measure")], heading=_("Where it is shown")
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("direction"), FieldPanel("period")]),
                    FieldRowPanel([FieldPanel("baseline_value"), FieldPanel("baseline_on")]),
                    FieldRowPanel([FieldPanel("target_value"), FieldPanel("target_on")]),
                ],
                heading=_("From where to where"),
            ),
            *(
                MultiFieldPanel(
                    [FieldPanel(translated_name(name, code)) for name in TRANSLATED_FIELDS],
                    heading=language,
                    classname="collapsed",
                )
                for code, language in OTHER_LANGUAGES
            ),
            MultiFieldPanel(
                [
                    FieldPanel("source_url"),
                    FieldRowPanel([FieldPanel("source_format"), FieldPanel("fetch_every")]),
                    FieldRowPanel([FieldPanel("date_field"), FieldPanel("value_field")]),
                    FieldPanel("records_path"),
                ],
                heading=_("Fetched by itself"),
                classname="collapsed",
            ),
            FieldPanel("is_public"),
        ],
        base_form_class=IndicatorForm,
    )


class ValueColumn(Column):
    """A number as people write it."""

    def get_value(self, instance) -> str:
        """Return the number without zeros at its end."""
        return number_text(instance.value)


class ValueCreateView(CreateView):
    """Starts with the indicator from whose list the editor came."""

    def get_initial_form_instance(self) -> IndicatorValue:
        """Return a value of the indicator named in the address, if there is one."""
        value = super().get_initial_form_instance() or IndicatorValue()
        given = self.request.GET.get("indicator", "")
        # No number of more digits is an id; the database would refuse to compare it.
        if given.isascii() and given.isdigit() and len(given) < 19:
            value.indicator = Indicator.objects.filter(pk=given).first()
        return value


class IndicatorValueViewSet(SnippetViewSet):
    """The dated values of all indicators."""

    model = IndicatorValue
    icon = "list-ul"
    copy_view_enabled = False
    menu_label = _("Values")
    add_view_class = ValueCreateView
    list_display = [
        DateColumn("date", label=_("Date"), sort_key="date"),
        "indicator",
        ValueColumn("value", label=_("Value"), sort_key="value"),
        "note",
    ]
    list_filter = ["indicator", "date"]
    list_export = ["indicator", "date", "value", "note"]
    ordering = ["indicator", "-date"]
    panels = [
        FieldPanel("indicator"),
        FieldRowPanel([FieldPanel("date"), FieldPanel("value")]),
        FieldPanel("note"),
    ]

    def get_queryset(self, request):
        """Return the values with their indicators."""
        return IndicatorValue.objects.select_related("indicator")


class IndicatorGroup(SnippetViewSetGroup):
    """Indicators and their values, together in the menu."""

    items = [IndicatorViewSet, IndicatorValueViewSet]
    menu_label = _("Indicators")
    menu_icon = "order"
    menu_order = 255


class ImportLogFormatter(LogFormatter):
    """Says in the indicator's history how many values were taken over."""

    label = _("Take over values")

    def format_message(self, log_entry) -> str:
        """Return the sentence with its numbers."""
        count = log_entry.data.get("added", 0) + log_entry.data.get("changed", 0)
        text = ngettext("%(count)d value taken over", "%(count)d values taken over", count)
        return text % {"count": count}
