"""Ideas on a page that takes some."""

from django import template
from django.urls import reverse

from agenda.strategy.models import MeasurePage
from cms.content.models import BasePage

from ..models import Idea, IdeaCampaignPage

register = template.Library()
LATEST = 4
MOST_SUPPORTED = 12


@register.inclusion_tag("ideas/page_ideas.html")
def page_ideas(page: BasePage) -> dict:
    """Render the newest ideas of `page` and the way to bring one in, if it takes ideas."""
    # A campaign shows its ideas itself.
    if not isinstance(page, BasePage) or isinstance(page, IdeaCampaignPage):
        return {}
    if not page.allows_ideas():
        return {}
    ideas = Idea.objects.visible().on(page).as_cards().in_order("new")
    return {
        "ideas": ideas[:LATEST],
        "takes_ideas": True,
        "form_url": reverse("idea_form", kwargs={"page_key": page.translation_key}),
    }


@register.inclusion_tag("ideas/measure_ideas.html")
def measure_ideas(page) -> dict:
    """Render the public ideas from which a measure came, the most supported first."""
    if not isinstance(page, MeasurePage):
        return {}
    ideas = Idea.objects.visible().filter(measure_links__measure_key=page.translation_key)
    return {"ideas": list(ideas.as_cards().in_order("most_supported")[:MOST_SUPPORTED])}
