"""Dates inside pages of other sites: the frame, and the form that gives the code for it."""

from urllib.parse import urlencode

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from cms.content.models import SiteIdentity

from .published import PublishedDates
from .views import number_in

DEFAULT_NUMBER, MAX_NUMBER = 10, 50
# Words in addresses, and what the stylesheet and the component call them.
COLOURS = {"hell": "light", "dunkel": "dark"}
# The stable address: other sites link it, so it must not carry the hash of its content.
COMPONENT = "js/stadtagenda-kalender.js"


@require_safe
@xframe_options_exempt
@csp_update({"frame-ancestors": ["*"]})
def frame(request: HttpRequest) -> HttpResponse:
    """Show the next dates alone, for the frames of other sites."""
    dates = PublishedDates(request)
    page = dates.calendar_page()
    query = dates.filters.query_of_list
    context = {
        "site_name": SiteIdentity.for_request(request).name,
        "theme": COLOURS.get(request.GET.get("farben", "")),
        "occurrences": dates.page(1, number_in(request, "anzahl", DEFAULT_NUMBER, MAX_NUMBER)),
        "calendar_url": page and (f"{page.full_url}?{query}" if query else page.full_url),
    }
    return render(request, "calendar/embed.html", context)


@require_safe
def code(request: HttpRequest) -> HttpResponse:
    """Show the form that chooses dates, and the code for them."""
    dates = PublishedDates(request)
    number = number_in(request, "anzahl", DEFAULT_NUMBER, MAX_NUMBER)
    colours = request.GET.get("farben", "")
    colours = colours if colours in COLOURS else ""
    parameters = dates.filters.hidden_fields | {"anzahl": str(number)}
    frame_query = urlencode(parameters | ({"farben": colours} if colours else {}))
    site = {
        "frame_url": f"{reverse('calendar_embed')}?{frame_query}",
        "feed_url": f"{reverse('calendar_json')}?{urlencode(parameters)}",
        "component_url": f"{settings.STATIC_URL}{COMPONENT}",
    }
    page, title = dates.calendar_page(), _("Show dates on your own website")
    context = {
        **{name: request.build_absolute_uri(address) for name, address in site.items()},
        "preview_url": site["frame_url"],
        "filters": dates.filters,
        "number": number,
        "max_number": MAX_NUMBER,
        "colours": colours,
        "colour_options": [("hell", _("Light")), ("dunkel", _("Dark"))],
        "theme": COLOURS.get(colours, ""),
        "calendar_page": page,
        "breadcrumb_items": page.trail(request, below=title) if page else [],
    }
    return render(request, "calendar/embed_code.html", context)
