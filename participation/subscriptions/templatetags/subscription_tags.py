"""The ways to follow a page, shown on the page itself."""

from django import template
from django.urls import reverse

from ..rules import is_followable

register = template.Library()


@register.inclusion_tag("subscriptions/follow.html")
def follow_measure(page) -> dict:
    """Render how to follow a measure by mail and by feed; the same for every reader."""
    # What has no address yet, such as the preview of a new page, cannot be followed.
    if not is_followable(page) or not page.pk:
        return {}
    return {
        "follow_url": reverse("follow", kwargs={"page_key": page.translation_key}),
        "feed_url": reverse("measure_feed", kwargs={"key": page.translation_key}),
    }
