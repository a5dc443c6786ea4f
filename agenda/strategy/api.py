"""Wagtail's API, version 3, for everybody: public pages to read, and nothing to write.

Wagtail's own instance also takes tokens and writes; this one has its two views for reading and
treats everybody as a stranger.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Router
from wagtail.api.v3.auth import AllowAnonymous
from wagtail.api.v3.errors import problem_response, register_exception_handlers
from wagtail.api.v3.routers.pages import PageDetailSchema, get_page, list_pages
from wagtail.api.v3.schemas import BasePageSchema

MAX_OFFSET = 100_000
DETAIL_PARAMETERS = {"rich_text_format"}
LIST_PARAMETERS = {
    "type",
    "child_of",
    "descendant_of",
    "ancestor_of",
    "translation_of",
    "locale",
    "slug",
    "title",
    "status",
    "order",
    "search",
    "search_operator",
    "limit",
    "offset",
}


def _only(view: Callable, parameters: set[str]) -> Callable:
    """Refuse parameters that would otherwise be ignored, and counting beyond all measure."""

    @wraps(view)
    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        unknown = sorted(set(request.GET) - parameters)
        if unknown:
            return problem_response(status=400, detail=f"Unknown parameters: {', '.join(unknown)}")
        if "status" in request.GET and request.GET.getlist("type") != ["strategy.MeasurePage"]:
            return problem_response(status=400, detail="status needs type=strategy.MeasurePage")
        offset = request.GET.get("offset", "")
        if offset.isdecimal() and int(offset[:20]) > MAX_OFFSET:
            detail = f"offset cannot be higher than {MAX_OFFSET}"
            return problem_response(status=400, detail=detail)
        return view(request, *args, **kwargs)

    return checked


router = Router(tags=["pages"], auth=AllowAnonymous())
router.get(
    "/",
    response=list[BasePageSchema],
    url_name="list_pages",
    summary="List public pages",
    operation_id="pages_list",
)(list_pages)
router.get(
    "/{page_id}/",
    response=PageDetailSchema,
    url_name="detail_page",
    summary="One public page",
    operation_id="pages_detail",
)(get_page)

# The page of the documentation would load scripts from elsewhere; docs/api.md takes its place.
api = NinjaAPI(
    title="Stadtagenda",
    version="3.0.0",
    urls_namespace="wagtailapi_v3",
    openapi_url="/openapi.json",
    docs_url=None,
)
register_exception_handlers(api)
api.add_router("/pages/", router)


def addresses() -> tuple:
    """Return what cms/urls.py mounts: each address takes its own parameters and no others."""
    patterns, app_name, namespace = api.urls
    known = {"list_pages": LIST_PARAMETERS, "detail_page": DETAIL_PARAMETERS}
    for pattern in patterns:
        pattern.callback = _only(pattern.callback, known.get(pattern.name, set()))
    return patterns, app_name, namespace
