"""Tags of the templates for paper, and of the links to the files that were printed."""

from django import template
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

register = template.Library()

TEXT_WIDTH_MM = 174
MAX_HEIGHT_MM = 95


@register.simple_tag(takes_context=True)
def print_block(context, block):
    """Render a block of a body with its template for paper, or else with the one for pages."""
    try:
        own = get_template(f"guides/print/blocks/{block.block_type}.html")
    except TemplateDoesNotExist:
        return block.render(context.flatten())
    return own.render(block.block.get_context(block.value, parent_context=context.flatten()))


@register.simple_tag(takes_context=True)
def printed_picture(context, image) -> dict:
    """Take a picture into the print job; return its {src, width, height}."""
    return context["materials"].picture(image)


@register.filter
def as_background(picture: dict, max_height: int = MAX_HEIGHT_MM) -> str:
    """Return the style of a box that shows `picture` as its background, exactly as large."""
    width, height = picture["width"] or 1, picture["height"] or 1
    scale = min(TEXT_WIDTH_MM / width, max_height / height)
    return (
        f"background-image: url({picture['src']}); "
        f"width: {width * scale:.1f}mm; height: {height * scale:.1f}mm"
    )
