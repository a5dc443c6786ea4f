"""The code for the door on the page of a registration."""

from django import template

from .. import tickets
from ..models import Registration

register = template.Library()


@register.inclusion_tag("registrations/ticket.html")
def ticket(registration: Registration) -> dict:
    """Render the code of somebody who has a seat at a date that is still to come."""
    occurrence = registration.occurrence
    is_valid = tickets.has_ticket(registration) and not occurrence.is_past
    is_valid = is_valid and not occurrence.is_cancelled
    return {"picture_url": tickets.picture_path(registration) if is_valid else ""}
