"""The days on which a place is not open as usual, and its hours as schema.org data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import holidays
from django.conf import settings
from django.utils.translation import get_language

from cms.content.models import OpeningException, Place, Weekday

LOOKS_AHEAD = timedelta(days=60)
# The library names days in these; Leichte Sprache is German.
LANGUAGES = {"de": "de", "en": "en_US"}


@dataclass(frozen=True)
class SpecialDay:
    """Days that differ from the weekly hours, with the reason; without times it is closed."""

    first_day: date
    last_day: date
    reason: str
    opens_at: object = None
    closes_at: object = None


def public_holidays(start: date, end: date) -> dict[date, str]:
    """Return the public holidays of the configured Bundesland, named in the active language."""
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    known = holidays.country_holidays(
        "DE",
        subdiv=settings.HOLIDAYS_SUBDIVISION or None,
        years=range(start.year, end.year + 1),
        language=LANGUAGES.get(language, "de"),
    )
    return {day: name for day, name in sorted(known.items()) if start <= day <= end}


def special_days(place: Place, today: date) -> list[SpecialDay]:
    """Return the coming days that differ; what editors enter for a day outweighs a holiday."""
    end = today + LOOKS_AHEAD
    exceptions = [
        item
        for item in place.opening_exceptions.all()
        if item.last_day >= today and item.first_day <= end
    ]
    days = [
        SpecialDay(
            item.first_day,
            item.last_day,
            item.get_reason_display(),
            item.opens_at,
            item.closes_at,
        )
        for item in exceptions
    ]
    if place.is_closed_on_holidays:
        days += [
            SpecialDay(day, day, name)
            for day, name in public_holidays(today, end).items()
            if not _is_named(day, exceptions)
        ]
    return sorted(days, key=lambda item: (item.first_day, str(item.opens_at or "")))


def _is_named(day: date, exceptions: Iterable[OpeningException]) -> bool:
    return any(item.first_day <= day <= item.last_day for item in exceptions)


def place_data(place: Place, url: str, days: Iterable[SpecialDay]) -> dict:
    """Return a place with its hours as schema.org CivicStructure."""
    data = {
        "@context": "https://schema.org",
        "@type": "CivicStructure",
        "name": place.name,
        "url": url,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": place.street,
            "postalCode": place.postal_code,
            "addressLocality": place.locality,
        },
        "openingHoursSpecification": [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": f"https://schema.org/{Weekday(hours.weekday).name.title()}",
                **_times(hours),
            }
            for hours in place.hours.all()
        ],
        "specialOpeningHoursSpecification": [
            {
                "@type": "OpeningHoursSpecification",
                "validFrom": day.first_day.isoformat(),
                "validThrough": day.last_day.isoformat(),
                **_times(day),
            }
            for day in days
        ],
    }
    if place.phone:
        data["telephone"] = place.phone
    if place.is_on_map:
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": str(place.latitude),
            "longitude": str(place.longitude),
        }
    return data


def _times(hours) -> dict[str, str]:
    # schema.org says “closed all day” by the same time twice.
    if hours.opens_at is None:
        return {"opens": "00:00", "closes": "00:00"}
    return {"opens": f"{hours.opens_at:%H:%M}", "closes": f"{hours.closes_at:%H:%M}"}
