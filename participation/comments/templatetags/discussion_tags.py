"""The discussion below a page or an idea."""

import uuid

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from cms.content.models import BasePage

from .. import threads

register = template.Library()


@register.inclusion_tag("comments/discussion.html", takes_context=True)
def discussion(context, page) -> dict:
    """Render the discussion of a page, if the editor wants one there."""
    if not isinstance(page, BasePage) or not page.pk or not page.allows_comments():
        return {}
    return discussion_for(context, key=page.translation_key, is_open=True)


@register.inclusion_tag("comments/discussion.html", takes_context=True)
def discussion_for(context, *, key: uuid.UUID, is_open: bool = True) -> dict:
    """Render the discussion with this key; `is_open` offers to write."""
    request = context["request"]
    page_obj, count = threads.thread(
        key, page_number=request.GET.get(threads.PAGE_PARAMETER), is_open=is_open
    )
    return {
        "is_shown": True,
        "page_obj": page_obj,
        "count": count,
        "is_open": is_open,
        "form_url": reverse("comment_form", kwargs={"key": key}),
        "language": get_language(),
        "page_parameter": threads.PAGE_PARAMETER,
    }
