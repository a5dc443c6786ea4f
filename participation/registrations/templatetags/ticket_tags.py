"""The code for the door on the page of a registration."""

from django import template

from agenda.calendar.models import Occurrence

from .. import tickets
from ..models import Registration

register = template.Library()


@register.inclusion_tag("registrations/ticket.html")
def ticket(registration: Registration, sessions: list[Occurrence]) -> dict:
    """Render the code of somebody who has a seat at dates of which one is still to come."""
    is_coming = any(not (date.is_past or date.is_cancelled) for date in sessions)
    is_valid = is_coming and tickets.has_ticket(registration)
    return {"picture_url": tickets.picture_path(registration) if is_valid else ""}
