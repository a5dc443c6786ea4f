"""Tags that explain words of the glossary where a text uses them."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from ..glossary.entries import entries
from ..glossary.marking import Marker

register = template.Library()


@register.simple_block_tag(takes_context=True)
def explained(context, content: str):
    """Mark the first use of each word in the enclosed texts, and add what the words mean.

    Several of them on one page share what is already explained.
    """
    request = getattr(context, "request", None) or context.get("request")
    marker = getattr(request, "glossary_marker", None)
    if marker is None:
        marker = Marker(entries())
        if request is not None:
            request.glossary_marker = marker
    before = len(marker.explained)
    html = marker.mark(content)
    if new := marker.explained[before:]:
        html += render_to_string("components/glossary_notes.html", {"entries": new})
    return mark_safe(html)
