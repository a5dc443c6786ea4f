"""The addresses that an agenda keeps for its own views."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext


def refuse_address_of_a_view(page, agenda_class) -> None:
    """Refuse a slug at which the agenda above `page` itself answers."""
    taken = {str(route.pattern).strip("/") for route in agenda_class.get_subpage_urls()}
    if page.slug and page.slug in taken:
        raise ValidationError({"slug": gettext("A view of the agenda has this address.")})
