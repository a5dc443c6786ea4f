"""The page of search results, and what is suggested while somebody types."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from cms.content.queries import active_locale

from .search import found, promotions
from .search.results import SearchResult
from .search.results import search as find
from .search.suggestions import suggest
from .search.words import MAX_QUERY_LENGTH

HITS_PER_PAGE = 15
BEST_OF_KIND = 3
FACETS = {
    "art": gettext_lazy("Kind of page"),
    "zielgruppe": gettext_lazy("Audience"),
    "quartier": gettext_lazy("District"),
    "thema": gettext_lazy("Topic"),
    "sprache": gettext_lazy("Language"),
}


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Find what is public by words and facets: the best of each kind, or all of one kind."""
    query = request.GET.get("q", "").strip()[:MAX_QUERY_LENGTH]
    chosen = {name: request.GET[name][:80] for name in FACETS if request.GET.get(name)}
    locale = active_locale()
    is_exact = "genau" in request.GET
    result = find(query, locale=locale, chosen=chosen, is_exact=is_exact)
    is_first_look = bool(query) and not chosen and "seite" not in request.GET
    if is_first_look:
        promotions.count(query)
    kinds = result.by_kind()
    is_grouped = bool(query) and len(kinds) > 1
    page_obj = Paginator(result.hits, HITS_PER_PAGE).get_page(request.GET.get("seite"))
    shown = (
        [hit for hits in kinds.values() for hit in hits[:BEST_OF_KIND]]
        if is_grouped
        else list(page_obj.object_list)
    )
    cards = found.cards(shown, locale)
    context = {
        "query": query,
        "groups": _groups(request, kinds, cards) if is_grouped else [],
        "hits": [cards[hit.identity] for hit in shown if hit.identity in cards],
        "promoted": promotions.promoted([query, result.question.corrected], locale)
        if is_first_look
        else [],
        "page_obj": page_obj,
        "query_string": _query_string(request, seite=None),
        "facet_groups": _facet_groups(request, result),
        "active_filters": _active_filters(request, result),
        "breadcrumb_items": [{"title": _("Search"), "url": request.path}],
        **_spelling(request, result),
    }
    return render(request, "home/search.html", context)


@require_GET
def suggestions(request: HttpRequest) -> HttpResponse:
    """Answer with links to pages whose titles begin as the typed words do."""
    typed = request.GET.get("q", "")[:MAX_QUERY_LENGTH]
    context = {"suggestions": suggest(typed, active_locale()), "query": typed}
    return render(request, "home/search_suggestions.html", context)


def _spelling(request: HttpRequest, result: SearchResult) -> dict:
    """Say in which spelling was searched, and what else somebody may have meant."""
    question = result.question
    return {
        "corrected": question.corrected,
        "exact_url": "?" + _query_string(request, genau="1", seite=None),
        "hint": question.hint,
        "hint_url": "?" + _query_string(request, q=question.hint, seite=None),
    }


def _groups(request: HttpRequest, kinds: dict, cards: dict) -> list[dict]:
    """Return the best hits of each kind, with the way to all of them."""
    return [
        {
            "kind": kind,
            "title": found.kind_label(kind, plural=True),
            "count": len(hits),
            "has_more": len(hits) > BEST_OF_KIND,
            "cards": [cards[hit.identity] for hit in hits[:BEST_OF_KIND] if hit.identity in cards],
            "url": "?" + _query_string(request, art=kind, seite=None),
        }
        for kind, hits in kinds.items()
    ]


def _facet_groups(request: HttpRequest, result: SearchResult) -> list[dict]:
    """Return the facets as the component facet_list shows them."""
    return [
        {
            "title": title,
            "items": [
                {
                    "label": facet.label,
                    "count": facet.count,
                    "is_active": facet.is_active,
                    "url": "?" + _query_string(request, **{facet.name: facet.value, "seite": None}),
                }
                for facet in result.facets[name]
            ],
        }
        for name, title in FACETS.items()
    ]


def _active_filters(request: HttpRequest, result: SearchResult) -> list[dict]:
    return [
        {"label": facet.label, "remove_url": "?" + _query_string(request, **{facet.name: None})}
        for name in FACETS
        for facet in result.facets[name]
        if facet.is_active
    ]


def _query_string(request: HttpRequest, **changes: str | None) -> str:
    """Return the request's query with `changes`; None removes a parameter."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return query.urlencode()
