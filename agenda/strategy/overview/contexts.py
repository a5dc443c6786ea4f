"""What the templates of the agenda's views are given."""

from django.utils.translation import ngettext

from ..models.progress import Summary, Tally, summary_of, tally_by_field
from ..models.status import Status
from .board import board_context
from .listing import list_context
from .matrix import matrix_context
from .scope import Scope
from .timeline import timeline_context
from .views import context_of_address, view_links

CONTEXT_OF_VIEW = {
    "board": board_context,
    "timeline": timeline_context,
    "matrix": matrix_context,
}


def front_context(agenda, request) -> dict:
    """Return what the agenda's own address shows: the summary, the fields and the list."""
    scope = Scope(agenda, request)
    whole, tallies = tally_by_field(scope.public)
    summary = summary_of(scope.public, whole)
    fields = [{"page": field, "tally": tallies.get(field.path, Tally())} for field in scope.fields]
    return {
        **_shared_context(scope, "list"),
        **list_context(scope, total=whole.total),
        "fields": fields,
        "summary": summary,
        "figures": _key_figures(summary, len(fields)),
        "visions": [] if scope.filters.is_active else list(agenda.visions()),
        "latest_updates": [] if scope.filters.is_active else agenda.latest_updates(scope.public),
    }


def view_context(agenda, request, name: str) -> dict:
    """Return what the view called `name` shows below the agenda's address."""
    scope = Scope(agenda, request)
    whole, _by_field = tally_by_field(scope.public)
    return {
        **_shared_context(scope, name),
        **context_of_address(agenda, request, name),
        **CONTEXT_OF_VIEW[name](scope),
        "tally": whole,
    }


def _shared_context(scope: Scope, name: str) -> dict:
    query_string = scope.filters.query_string
    views = view_links(scope.agenda, scope.request, current=name, query_string=query_string)
    return {"filters": scope.filters, "views": views, "query_string": query_string}


def _key_figures(summary: Summary, field_count: int) -> list[dict]:
    def figure(count: int, label: str) -> dict:
        return {"value": count, "label": label}

    tally = summary.tally
    running, done = tally.counts.get(Status.RUNNING, 0), tally.counts.get(Status.DONE, 0)
    return [
        figure(field_count, ngettext("field of action", "fields of action", field_count)),
        figure(tally.total, ngettext("measure", "measures", tally.total)),
        figure(running, ngettext("measure is running", "measures are running", running)),
        figure(done, ngettext("measure is done", "measures are done", done)),
    ]
