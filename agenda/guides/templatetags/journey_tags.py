"""The place of a page in journeys, for the templates of all pages that journeys lead to."""

from django import template

from ..ways import places_of

register = template.Library()


@register.inclusion_tag("guides/part_of.html")
def part_of_journeys(page) -> dict:
    """Render of which journeys the page is a part, and which steps come before and after."""
    return {"places": places_of(page)}
