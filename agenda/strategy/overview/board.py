"""The agenda as a board: a column for each status."""

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from ..models.status import Status
from .scope import STATUS_PARAMETER, Scope

CARDS_PER_COLUMN = 8
# The way of a measure; what left it stands below.
ON_THE_WAY = (Status.IDEA, Status.PLANNED, Status.RUNNING, Status.DONE)
BESIDE_THE_WAY = (Status.PAUSED, Status.DROPPED)


def board_context(scope: Scope) -> dict:
    """Return the columns, each with its first cards and the way to all others."""
    filters = scope.filters
    groups = scope.measures.order_by().values_list("status").annotate(Count("pk"))
    counts = dict(groups)
    cards = _first_cards(scope)
    chosen = filters.selected.get(STATUS_PARAMETER)

    def column(status: Status) -> dict:
        return {
            "status": status.value,
            "label": status.label,
            "count": counts.get(status, 0),
            "measures": cards.get(status, []),
            "has_more": counts.get(status, 0) > len(cards.get(status, [])),
            "query_string": filters.query_with(**{STATUS_PARAMETER: status.value}),
        }

    return {
        "rows_of_columns": [
            [column(status) for status in row if chosen in {None, status}]
            for row in (ON_THE_WAY, BESIDE_THE_WAY)
        ],
        "total": sum(counts.values()),
        "filter_fields": filters.fields,
    }


def _first_cards(scope: Scope) -> dict[str, list]:
    order = scope.filters.order
    columns = order.columns if order else ("title", "pk")
    place = Window(RowNumber(), partition_by=F("status"), order_by=columns)
    first = scope.measures.annotate(place=place).filter(place__lte=CARDS_PER_COLUMN)
    cards: dict[str, list] = {}
    for measure in scope.name_fields(first.order_by("place")):
        cards.setdefault(measure.status, []).append(measure)
    return cards
