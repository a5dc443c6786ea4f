"""Places: a list and a page for each.

A place is one row for all languages, so its page is a view: a page type would keep a copy of
the same hours and facts in each language, which then differ.
"""

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agenda.filters import Filter, ListFilters, district_filter
from cms.content.models import AccessibilityFact, Place, Weekday
from cms.content.queries import active_locale
from cms.content.templatetags.content_tags import json_ld

from .models import Occurrence
from .opening import place_data, special_days
from .place_map import allow_pictures, map_of
from .published import LOOKS_BACK, MAX_DATES
from .views import calendar_response

DATES_ON_PAGE = 12


def _filters(request: HttpRequest) -> ListFilters:
    facts = {value: Q(accessibility__contains=[value]) for value in AccessibilityFact.values}
    # A cached page cannot know what is open now; it can say what is open on a weekday.
    open_places = Place.objects.order_by().values("pk")
    days = {
        str(day.value): Q(pk__in=open_places.filter(hours__weekday=day.value)) for day in Weekday
    }
    return ListFilters(
        request.GET,
        [
            district_filter("district__slug"),
            Filter("barrierefrei", _("Accessibility"), facts, AccessibilityFact.choices),
            Filter(
                "offen",
                _("Open on"),
                days,
                [(str(value), label) for value, label in Weekday.choices],
            ),
        ],
        word_lookups=("name", "summary", "equipment"),
    )


def _addresses(name: str, **kwargs) -> dict[str, str]:
    addresses = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            addresses[code] = reverse(name, kwargs=kwargs)
    return addresses


@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    """List the places that the filters leave."""
    filters = _filters(request)
    places = list(filters.apply(Place.objects.select_related("district")))
    place_map = map_of(places)
    context = {
        "filters": filters,
        "places": places,
        "map": place_map,
        "addresses": _addresses("place_list"),
        "breadcrumb_items": [{"title": _("Places"), "url": request.path}],
    }
    return allow_pictures(render(request, "calendar/place_list.html", context), place_map)


@require_safe
def place_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a place with its hours, facts, dates and the measures there."""
    place = get_object_or_404(Place.objects.select_related("district"), slug=slug)
    locale = active_locale()
    days = special_days(place, timezone.localdate())
    dates = Occurrence.objects.at(place, locale)
    address = settings.SITE_URL + place.get_absolute_url()
    place_map = map_of([place], linked=False)
    context = {
        "place": place,
        "map": place_map,
        "special_days": days,
        "occurrences": dates.upcoming()[:DATES_ON_PAGE].with_events(locale),
        "measures": place.measures.filter(locale=locale).live().public().order_by("title"),
        "json_ld": json_ld(place_data(place, address, days)),
        "addresses": _addresses("place_detail", slug=slug),
        "breadcrumb_items": [
            {"title": _("Places"), "url": reverse("place_list")},
            {"title": place.name, "url": request.path},
        ],
    }
    return allow_pictures(render(request, "calendar/place_detail.html", context), place_map)


@require_safe
def place_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the public dates at one place to calendar programs."""
    place = get_object_or_404(Place, slug=slug)
    locale = active_locale()
    dates = Occurrence.objects.at(place, locale).between(timezone.now() - LOOKS_BACK, None)
    occurrences = dates[:MAX_DATES].with_events(locale)
    return calendar_response(place.name, occurrences, f"{slug}.ics")
