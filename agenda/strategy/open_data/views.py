"""Answers with open data; nobody needs to sign in, and no answer sets a cookie."""

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from wagtail.models import Site

from ..exchange import SCHEMA_PATH
from ..exchange.export import exported
from ..models import AgendaPage
from .catalogue import FORMS, Catalogue
from .definitions import DESCRIPTIONS, TABLES, TITLES
from .formats import as_csv, as_json
from .tables import Scope, public_agendas

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
        "agendas": public_agendas().select_related("locale") if site else [],
        "catalogues": [
            (ending, reverse("open_data_catalogue", kwargs={"ending": ending})) for ending in FORMS
        ],
        "licence_url": settings.OPEN_DATA_LICENCE,
        "licence_name": LICENCE_NAMES.get(settings.OPEN_DATA_LICENCE, settings.OPEN_DATA_LICENCE),
        "breadcrumb_items": [{"title": gettext("Open data"), "url": request.path}],
    }
    return render(request, "strategy/open_data.html", context)


@require_safe
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
def catalogue(request: HttpRequest, ending: str) -> HttpResponse:
    """Send the catalogue for portals."""
    site = Site.find_for_request(request)
    if ending not in FORMS or site is None:
        raise Http404
    text = Catalogue(site, settings.SITE_URL).written(ending)
    return _open(HttpResponse(text, content_type=FORMS[ending][1]), f"catalog.{ending}")


@require_safe
def agenda_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a whole agenda in the exchange format."""
    agenda = _agenda(slug)
    document = exported(agenda, site=Site.find_for_request(request))
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return _open(HttpResponse(text, content_type="application/json"), f"{agenda.slug}.json")


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """Send the schema of the exchange format."""
    text = SCHEMA_PATH.read_text(encoding="utf-8")
    return _open(HttpResponse(text, content_type="application/schema+json"), "schema.json")


def _scope(request: HttpRequest) -> Scope:
    language = request.GET.get("lang", settings.LANGUAGE_CODE)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    slug = request.GET.get("agenda")
    return Scope(_agenda(slug) if slug else None, language)


def _agenda(slug: str) -> AgendaPage:
    agenda = public_agendas().filter(slug=slug).first()
    if agenda is None:
        raise Http404
    return agenda


def _open(response: HttpResponseBase, file_name: str) -> HttpResponseBase:
    """Let programs of every site read the answer, and ask each time whether it has changed."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Content-Disposition"] = f'inline; filename="{file_name}"'
    patch_cache_control(response, public=True, no_cache=True)
    return response


def _file_url(name: str, ending: str) -> str:
    return reverse("open_data_table", kwargs={"name": name, "ending": ending})
