"""The calendar for calendar programs, feed readers and other sites."""

import hashlib
import uuid
from collections.abc import Iterator

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from cms.content import page_cache
from cms.content.models import SiteIdentity
from cms.content.queries import active_locale

from .feeds import CONTENT_TYPE, calendar_file, calendar_parts
from .models import Occurrence
from .open_formats import MAX_PAGE, json_data, rss_text
from .published import CHUNK, LOOKS_BACK, PublishedDates
from .queries import public_event

ITEMS_IN_RSS = 50
DEFAULT_SIZE, MAX_SIZE = 30, 100


@require_safe
def calendar_feed(request: HttpRequest) -> HttpResponseBase:
    """Send the dates of all public events, filtered as the calendar page is."""
    dates = PublishedDates(request, looks_back=LOOKS_BACK)
    etag = _etag(request, dates)
    unchanged = get_conditional_response(request, etag=etag)
    return unchanged or _as_calendar(request, dates, etag)


@require_safe
def calendar_rss(request: HttpRequest) -> HttpResponse:
    """Send the next dates as RSS, filtered as the calendar page is."""
    dates = PublishedDates(request)
    feed_url = request.build_absolute_uri()
    text = rss_text(_name(request), _url(request, dates), feed_url, dates.page(1, ITEMS_IN_RSS))
    return HttpResponse(text, content_type="application/rss+xml; charset=utf-8")


@require_safe
def calendar_json(request: HttpRequest) -> HttpResponse:
    """Send one page of the next dates as JSON, which every site may read."""
    dates = PublishedDates(request)
    data = json_data(
        dates,
        name=_name(request),
        url=_url(request, dates),
        feed_url=request.build_absolute_uri(request.path),
        number=number_in(request, "seite", 1, MAX_PAGE),
        size=number_in(request, "anzahl", DEFAULT_SIZE, MAX_SIZE),
    )
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def event_feed(request: HttpRequest, event_key: uuid.UUID) -> HttpResponse:
    """Send the dates of one event; a language it lacks is replaced by its own."""
    event = public_event(event_key, active_locale())
    if event is None:
        raise Http404
    occurrences = event.occurrences.order_by("starts_at").with_events(event.locale)
    return calendar_response(event.title, occurrences, f"{event.slug}.ics")


def calendar_response(name: str, occurrences: list[Occurrence], file_name: str) -> HttpResponse:
    """Return dates as the answer to a calendar program."""
    response = HttpResponse(calendar_file(name, occurrences), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'inline; filename="{file_name}"'
    return response


def number_in(request: HttpRequest, name: str, default: int, most: int) -> int:
    """Return the number that the address gives, or `default` if it is none from 1 to `most`."""
    text = request.GET.get(name, "")
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    number = int(text) if is_number else default
    return number if 1 <= number <= most else default


def _as_calendar(request: HttpRequest, dates: PublishedDates, etag: str) -> HttpResponseBase:
    parts = calendar_parts(
        _name(request),
        dates.chunks(),
        zones=dates.time_zones(),
        span=dates.summary.span,
        url=_url(request, dates),
        source=request.build_absolute_uri(),
    )
    response: HttpResponseBase
    if dates.summary.total <= CHUNK:
        # The page cache keeps what is not streamed.
        response = HttpResponse(b"".join(parts), content_type=CONTENT_TYPE)
    else:
        spoken = _in_language(parts, translation.get_language())
        response = StreamingHttpResponse(spoken, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'inline; filename="kalender.ics"'
    response["ETag"] = etag
    return response


def _in_language(parts: Iterator[bytes], language: str) -> Iterator[bytes]:
    """Yield `parts`, each made in `language`: a streamed answer outlives its request."""
    while True:
        with translation.override(language):
            part = next(parts, None)
        if part is None:
            return
        yield part


def _etag(request: HttpRequest, dates: PublishedDates) -> str:
    """Return a tag made of what decides over the dates, without reading them.

    There is no Last-Modified: a place that gets another name changes no date's time stamp.
    """
    facts = (
        request.get_host(),
        request.get_full_path(),
        dates.summary,
        timezone.localdate(),
        page_cache.site_version(),
    )
    return quote_etag(hashlib.sha256(repr(facts).encode()).hexdigest()[:32])


def _name(request: HttpRequest) -> str:
    return SiteIdentity.for_request(request).name


def _url(request: HttpRequest, dates: PublishedDates) -> str:
    page = dates.calendar_page()
    address = page.full_url if page else request.build_absolute_uri("/")
    query = dates.filters.query_of_list
    return f"{address}?{query}" if query else address
