"""The map of places: nothing of it is asked of other servers before the reader wants it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpResponse

from cms.content.models import Place


@dataclass(frozen=True)
class PlaceMap:
    """What the map's template and script need; the list beside it names the same places."""

    tile_url: str
    points: str

    @property
    def host(self) -> str:
        """Return the server that learns of readers who show the map."""
        return urlsplit(self.tile_url).netloc.removeprefix("{s}.")

    @property
    def source(self) -> str:
        """Return the origin of the pictures as a Content-Security-Policy writes it."""
        parts = urlsplit(self.tile_url)
        return f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"

    @property
    def attribution(self) -> dict[str, str]:
        """Return whom the map's pictures belong to."""
        return {"text": settings.TILE_ATTRIBUTION, "url": settings.TILE_ATTRIBUTION_URL}


def map_of(places: Iterable[Place], *, linked: bool = True) -> PlaceMap | None:
    """Return the map of those places whose position is known; None if there is nothing to show."""
    if not settings.TILE_URL:
        return None
    points = [_point(place, linked=linked) for place in places if place.is_on_map]
    if not points:
        return None
    return PlaceMap(settings.TILE_URL, json.dumps(points))


def _point(place: Place, *, linked: bool) -> dict:
    return {
        "name": place.name,
        "url": place.get_absolute_url() if linked else "",
        "position": [float(place.latitude), float(place.longitude)],
    }


def allow_pictures(response: HttpResponse, place_map: PlaceMap | None) -> HttpResponse:
    """Let the page with this map, and no other, load pictures from the map's server."""
    if place_map is None:
        return response
    return csp_update({"img-src": [place_map.source]})(lambda: response)()
