"""The addresses that an agenda keeps for its own views."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext


def refuse_address_of_a_view(page) -> None:
    """Refuse a slug at which the agenda above `page` itself answers."""
    routes = apps.get_model("strategy", "AgendaPage").get_subpage_urls()
    taken = {str(route.pattern).strip("/") for route in routes}
    if page.slug and page.slug in taken:
        raise ValidationError({"slug": gettext("A view of the agenda has this address.")})
