"""The agenda as a list: the filtered measures, page by page."""

from django.core.paginator import Paginator

from .scope import Scope

MEASURES_PER_PAGE = 12


def list_context(scope: Scope, *, total: int) -> dict:
    """Return the page of measures that the address asks for; `total` counts them unfiltered."""
    filters = scope.filters
    measures = scope.measures if filters.order else scope.measures.in_reading_order()
    paginator = Paginator(measures, MEASURES_PER_PAGE)
    if not filters.selected:
        paginator.count = total
    page_obj = paginator.get_page(filters.page_number)
    scope.name_fields(page_obj)
    return {"page_obj": page_obj}
