"""The discussion below a page or an idea."""

import uuid
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from cms.content.models import BasePage

from .. import remarks, threads

register = template.Library()


@register.inclusion_tag("comments/discussion.html", takes_context=True)
def discussion(context, page) -> dict:
    """Render the discussion of a page, if the editor wants one there."""
    if not isinstance(page, BasePage) or not page.pk or not page.allows_comments():
        return {}
    return discussion_for(
        context, key=page.translation_key, is_open=True, anchors=remarks.Anchors(page)
    )


@register.inclusion_tag("comments/discussion.html", takes_context=True)
def discussion_for(
    context, *, key: uuid.UUID, is_open: bool = True, anchors: remarks.Anchors | None = None
) -> dict:
    """Render the discussion with this key; `is_open` offers to write.

    With `anchors`, the address may ask for what was said on one paragraph only.
    """
    request = context["request"]
    block_id = remarks.block_id(request.GET.get(remarks.PARAMETER)) if anchors else None
    passage = anchors.current.get(block_id) if block_id else None
    block_id = block_id if passage else None
    page_obj, count = threads.thread(
        key,
        page_number=request.GET.get(threads.PAGE_PARAMETER),
        is_open=is_open,
        anchors=anchors,
        block_id=block_id,
    )
    query = urlencode({remarks.PARAMETER: block_id}) if block_id else ""
    form_url = reverse("comment_form", kwargs={"key": key})
    return {
        "passage": passage,
        "passage_url": f"#{remarks.anchor(block_id)}",
        "query": query,
        "is_shown": True,
        "page_obj": page_obj,
        "count": count,
        "is_open": is_open,
        "form_url": f"{form_url}?{query}" if query else form_url,
        "language": get_language(),
        "page_parameter": threads.PAGE_PARAMETER,
    }
