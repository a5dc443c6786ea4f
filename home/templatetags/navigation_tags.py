"""Tags that render the menus."""

from django import template

from .. import navigation

register = template.Library()


@register.inclusion_tag("components/navigation.html", takes_context=True)
def main_navigation(context) -> dict:
    """Render the main menu."""
    request = context["request"]
    navigation.learn_home_page(request, context.get("page"))
    return {"items": navigation.main_items(request)}


@register.inclusion_tag("components/footer_navigation.html", takes_context=True)
def footer_navigation(context) -> dict:
    """Render the menu at the foot of the page."""
    return {"items": navigation.footer_items(context["request"])}
