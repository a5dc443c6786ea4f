"""Answers with open data; nobody needs to sign in, and no answer sets a cookie."""

from collections.abc import Callable, Iterator
from functools import wraps
from itertools import chain

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from wagtail.models import Site

from ..exchange import SCHEMA_PATH
from ..exchange.export import exported
from ..models import AgendaPage
from ..public import public_agendas
from .catalogue import FORMS, Catalogue
from .definitions import DESCRIPTIONS, TABLES, TITLES
from .formats import as_csv, as_json, json_pieces
from .tables import Scope

# More letters than this are sent in pieces and not kept, so that no file fills the cache.
LARGEST_KEPT = 1_000_000
WRITERS = {
    "csv": (as_csv, "text/csv; charset=utf-8; header=present"),
    "json": (as_json, "application/json"),
}
LICENCE_NAMES = {
    "http://dcat-ap.de/def/licenses/cc-by/4.0": "CC BY 4.0",
    "http://dcat-ap.de/def/licenses/cc-zero": "CC0 1.0",
    "http://dcat-ap.de/def/licenses/dl-by-de/2.0": "Datenlizenz Deutschland – Namensnennung 2.0",
    "http://dcat-ap.de/def/licenses/dl-zero-de/2.0": "Datenlizenz Deutschland – Zero 2.0",
}


def takes(*parameters: str) -> Callable:
    """Refuse all other parameters: under each the cache would keep the same file once more."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def checked(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
            is_known = set(request.GET) <= set(parameters)
            if not is_known or any(len(values) > 1 for _name, values in request.GET.lists()):
                names = ", ".join(parameters) or "none"
                text = f"Known parameters, each at most once: {names}.\n"
                return HttpResponseBadRequest(text, content_type="text/plain; charset=utf-8")
            return view(request, *args, **kwargs)

        return checked

    return decorate


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Describe the files, their columns and the licence."""
    site = Site.find_for_request(request)
    context = {
        "tables": [
            {
                "name": name,
                "title": TITLES[name],
                "description": DESCRIPTIONS[name],
                "columns": table.columns,
                "files": [(ending.upper(), _file_url(name, ending)) for ending in WRITERS],
            }
            for name, table in TABLES.items()
        ],
        "agendas": public_agendas(site).select_related("locale"),
        "catalogues": [
            (ending, reverse("open_data_catalogue", kwargs={"ending": ending})) for ending in FORMS
        ],
        "licence_url": settings.OPEN_DATA_LICENCE,
        "licence_name": LICENCE_NAMES.get(settings.OPEN_DATA_LICENCE, settings.OPEN_DATA_LICENCE),
        "breadcrumb_items": [{"title": gettext("Open data"), "url": request.path}],
    }
    return render(request, "strategy/open_data.html", context)


@require_safe
@takes("agenda", "lang")
def table(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
    """Send the rows of one table; `?agenda=` narrows them, `?lang=` chooses the language."""
    if name not in TABLES or ending not in WRITERS:
        raise Http404
    found = TABLES[name]
    write, content_type = WRITERS[ending]
    rows = found.rows(_scope(request))
    response = StreamingHttpResponse(write(found.columns, rows), content_type=content_type)
    return _open(response, f"{name}.{ending}")


@require_safe
@takes()
def catalogue(request: HttpRequest, ending: str) -> HttpResponse:
    """Send the catalogue for portals."""
    site = Site.find_for_request(request)
    if ending not in FORMS or site is None:
        raise Http404
    text = Catalogue(site, settings.SITE_URL).written(ending)
    return _open(HttpResponse(text, content_type=FORMS[ending][1]), f"catalog.{ending}")


@require_safe
@takes()
def agenda_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a whole agenda in the exchange format."""
    site = Site.find_for_request(request)
    agenda = _agenda(site, slug)
    pieces = json_pieces(exported(agenda, site=site))
    return _open(_kept_if_small(pieces, "application/json"), f"{agenda.slug}.json")


@require_safe
@takes()
def schema(request: HttpRequest) -> HttpResponse:
    """Send the schema of the exchange format."""
    text = SCHEMA_PATH.read_text(encoding="utf-8")
    return _open(HttpResponse(text, content_type="application/schema+json"), "schema.json")


def _scope(request: HttpRequest) -> Scope:
    language = request.GET.get("lang", settings.LANGUAGE_CODE)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    site, slug = Site.find_for_request(request), request.GET.get("agenda")
    return Scope(site, _agenda(site, slug) if slug else None, language)


def _agenda(site: Site | None, slug: str) -> AgendaPage:
    agenda = public_agendas(site).filter(slug=slug).first()
    if agenda is None:
        raise Http404
    return agenda


def _kept_if_small(pieces: Iterator[str], content_type: str) -> HttpResponseBase:
    """Return an answer that the page cache keeps, or one in pieces if it is large."""
    beginning, size = [], 0
    for piece in pieces:
        beginning.append(piece)
        size += len(piece)
        if size > LARGEST_KEPT:
            return StreamingHttpResponse(chain(beginning, pieces), content_type=content_type)
    return HttpResponse("".join(beginning), content_type=content_type)


def _open(response: HttpResponseBase, file_name: str) -> HttpResponseBase:
    """Let programs of every site read the answer, and ask each time whether it has changed."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Content-Disposition"] = f'inline; filename="{file_name}"'
    patch_cache_control(response, public=True, no_cache=True)
    return response


def _file_url(name: str, ending: str) -> str:
    return reverse("open_data_table", kwargs={"name": name, "ending": ending})
