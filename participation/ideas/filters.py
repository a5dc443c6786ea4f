"""What a list of ideas may be narrowed and sorted by."""

from collections.abc import Iterable

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.filters import Filter, ListFilters, audience_filter, district_filter

ORDER_PARAMETER = "sortierung"
NEWEST = "new"
ORDERS = {
    NEWEST: gettext_lazy("Newest first"),
    "most_supported": gettext_lazy("Most supported"),
    "most_discussed": gettext_lazy("Most discussed"),
}


class IdeaFilters(ListFilters):
    """The filters of a list of ideas, and its order."""

    def __init__(self, params: QueryDict, categories: Iterable[str] = ()):
        filters = [audience_filter("audience__slug"), district_filter("district__slug")]
        if categories := list(categories):
            options = [(name, name) for name in categories]
            filters.insert(0, Filter("kategorie", _("Category"), "category", options))
        super().__init__(params, filters, word_lookups=("title", "text"))
        order = params.get(ORDER_PARAMETER, "")
        self.sorted_by = order if order in ORDERS else NEWEST

    @property
    def fields(self) -> list[dict]:
        """Return the selects, the order last."""
        options = [
            {"value": value, "label": label, "is_selected": value == self.sorted_by}
            for value, label in ORDERS.items()
        ]
        order = {
            "name": ORDER_PARAMETER,
            "label": _("Order"),
            "options": options,
            "is_required": True,
        }
        return [*super().fields, order]

    def _parameters(self) -> dict[str, str]:
        order = {} if self.sorted_by == NEWEST else {ORDER_PARAMETER: self.sorted_by}
        return super()._parameters() | order
