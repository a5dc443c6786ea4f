"""The question whether a page helped, shown on the page itself."""

from django import template

from ..links import form_path
from ..models import Answer
from ..rules import asks_whether_it_helped

register = template.Library()


@register.inclusion_tag("feedback/question.html", takes_context=True)
def page_feedback(context) -> dict:
    """Ask about the page of the context, or about its `chapter`; the same for every reader."""
    page, chapter = context.get("page"), context.get("chapter")
    # What has no address yet, such as the preview of a new page, cannot be answered about.
    if not asks_whether_it_helped(page) or not page.pk:
        return {}
    part = chapter.translation_key if chapter else ""
    return {
        "answers": [
            {"label": label, "url": form_path(page.pk, value, part)}
            for value, label in Answer.choices
        ],
        "is_chapter": bool(chapter),
    }
