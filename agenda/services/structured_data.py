"""A service as schema.org data."""

from cms.content.plain_text import paragraphs


def government_service(service) -> dict:
    """Return what schema.org's GovernmentService says beside the words of every page."""
    data = {
        "@type": "GovernmentService",
        "url": service.full_url,
        "description": service.get_description() or paragraphs(service.description),
        "audience": [
            {"@type": "Audience", "audienceType": str(item)} for item in service.audiences.all()
        ],
    }
    if service.responsible_office:
        data["provider"] = {
            "@type": "GovernmentOrganization",
            "name": service.responsible_office,
        }
    if channels := _channels(service):
        data["availableChannel"] = channels
    if service.cost_amount is not None:
        data["offers"] = {
            "@type": "Offer",
            "price": f"{service.cost_amount:.2f}",
            "priceCurrency": "EUR",
        }
    return data


def _channels(service) -> list[dict]:
    online = [{"serviceUrl": service.online_url}] if service.online_url else []
    places = [
        {
            "serviceLocation": {
                "@type": "Place",
                "name": place.name,
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": place.street,
                    "postalCode": place.postal_code,
                    "addressLocality": place.locality,
                },
            }
        }
        for place in service.places.all()
    ]
    return [{"@type": "ServiceChannel", **channel} for channel in (*online, *places)]
