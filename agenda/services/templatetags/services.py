"""Words about services in templates."""

from django import template

from .. import facts

register = template.Library()

register.filter("costs", facts.cost_label)
register.filter("host", facts.host_of)
