"""Events as schema.org data."""

from zoneinfo import ZoneInfo


def event_data(event, occurrence, page_data: dict) -> dict:
    """Return `page_data` as schema.org Event with the date `occurrence`, which may be None."""
    zone = ZoneInfo(event.time_zone)
    starts_at = occurrence.starts_at if occurrence else event.starts_at
    ends_at = occurrence.ends_at if occurrence else event.ends_at
    data = {
        **page_data,
        "@type": "EducationEvent" if event.is_training else "Event",
        "url": event.full_url,
        "startDate": starts_at.astimezone(zone).isoformat(),
        "endDate": ends_at.astimezone(zone).isoformat(),
        "eventStatus": f"https://schema.org/{_status(occurrence)}",
        "eventAttendanceMode": f"https://schema.org/{_attendance_mode(event)}",
    }
    if occurrence and occurrence.moved_from:
        data["previousStartDate"] = occurrence.moved_from.astimezone(zone).isoformat()
    if locations := _locations(event, occurrence):
        data["location"] = locations[0] if len(locations) == 1 else locations
    if event.organiser_name:
        data["organizer"] = {"@type": "Organization", "name": event.organiser_name}
    if event.price_text:
        offer = {"@type": "Offer", "description": event.price_text, "url": event.full_url}
        data["offers"] = offer
    if event.languages:
        data["inLanguage"] = [code.split("-")[0] for code in event.languages]
    return data


def _attendance_mode(event) -> str:
    if event.is_online and event.place:
        return "MixedEventAttendanceMode"
    return "OnlineEventAttendanceMode" if event.is_online else "OfflineEventAttendanceMode"


def _status(occurrence) -> str:
    if occurrence and occurrence.is_cancelled:
        return "EventCancelled"
    return "EventRescheduled" if occurrence and occurrence.moved_from else "EventScheduled"


def _locations(event, occurrence) -> list[dict]:
    locations = []
    if place := (occurrence and occurrence.place) or event.place:
        address = {
            "@type": "PostalAddress",
            "streetAddress": place.street,
            "postalCode": place.postal_code,
            "addressLocality": place.locality,
        }
        locations.append({"@type": "Place", "name": place.name, "address": address})
    if event.is_online:
        # The way in is only for registered people; the page tells how to become one.
        locations.append({"@type": "VirtualLocation", "url": event.full_url})
    return locations
