"""Remarks beside the paragraphs of a page."""

from django import template

from cms.content.models import BasePage

from .. import remarks

register = template.Library()


@register.simple_tag
def remarks_of(page) -> remarks.Margin | None:
    """Return what people said on the single paragraphs of a page, where the editor wants that."""
    return remarks.margin(page) if isinstance(page, BasePage) else None


@register.inclusion_tag("comments/remark_link.html")
def remark_link(margin: remarks.Margin | None, key) -> dict:
    """Render the number of remarks on one paragraph, and the way to add one."""
    return margin.beside(key) if margin else {}
