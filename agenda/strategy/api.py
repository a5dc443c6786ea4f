"""Wagtail's API, version 3, for everybody: public pages to read, and nothing to write.

Wagtail's own instance also takes tokens and writes; this one has its two views for reading and
treats everybody as a stranger.
"""

from collections.abc import Callable
from functools import wraps

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import NinjaAPI, Query, Router
from ninja.pagination import paginate
from wagtail.api.rich_text import RichTextOutputFormat
from wagtail.api.v3.auth import AllowAnonymous
from wagtail.api.v3.errors import problem_response, register_exception_handlers
from wagtail.api.v3.pagination import WagtailLimitOffsetPagination
from wagtail.api.v3.querysets import get_pages_queryset
from wagtail.api.v3.routers.pages import PageDetailSchema, PageFilterSchema
from wagtail.api.v3.schemas import BasePageSchema
from wagtail.api.v3.schemas.pages import BASE_PAGE_READ_FIELDS
from wagtail.api.v3.schemas.params import APIFieldFilterSchema, OrderingSchema, SearchSchema
from wagtail.models import Page

from .public import public_pages

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


def _public(request: HttpRequest, model: type[Page] = Page) -> QuerySet:
    """Return what Wagtail's API tells strangers, as far as it is public by our own rule."""
    # The search takes no other condition than one on a field.
    public = public_pages(Page.objects.order_by()).values("pk")
    return get_pages_queryset(request, model).filter(pk__in=public)


router = Router(tags=["pages"], auth=AllowAnonymous())


@router.get(
    "/",
    response=list[BasePageSchema],
    url_name="list_pages",
    summary="List public pages",
    operation_id="pages_list",
)
@paginate(WagtailLimitOffsetPagination, pass_parameter="pagination_info")
def list_pages(
    request: HttpRequest,
    filters: Query[PageFilterSchema],
    ordering: Query[OrderingSchema],
    search: Query[SearchSchema],
    **kwargs,
):
    """Return public pages: filtered, ordered and searched as Wagtail's own API does it."""
    model = filters.type[0] if len(filters.type) == 1 else Page
    fields = APIFieldFilterSchema.with_exclude_schemas(
        raw_params=request.GET,
        schemas=(PageFilterSchema, OrderingSchema, SearchSchema),
        base_fields=BASE_PAGE_READ_FIELDS,
    )
    pages = fields.filter_queryset(filters.filter(_public(request, model), request))
    pages = ordering.order_queryset(
        pages, kwargs["pagination_info"], base_fields=BASE_PAGE_READ_FIELDS
    )
    return search.search_queryset(request, pages)


@router.get(
    "/{page_id}/",
    response=PageDetailSchema,
    url_name="detail_page",
    summary="One public page",
    operation_id="pages_detail",
)
def get_page(
    request: HttpRequest,
    page_id: int,
    rich_text_format: Query[RichTextOutputFormat | None] = None,
):
    """Return one public page with all its fields."""
    return get_object_or_404(_public(request), pk=page_id).specific


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
