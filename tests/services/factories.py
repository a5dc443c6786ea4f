"""Online services to test with."""

from itertools import count

from wagtail.models import Page

from agenda.services.models import ServiceIndexPage, ServicePage
from tests.strategy.factories import published

numbers = count(1)


def a_service_index(root: Page, **fields) -> ServiceIndexPage:
    """Return a published overview of services below the home page."""
    values = {"title": "Online-Dienste", "slug": "online-dienste", **fields}
    return published(root, ServiceIndexPage(**values))


def a_service(index: Page, *, terms=None, **fields) -> ServicePage:
    """Return a published service; `terms` as for a_measure."""
    number = next(numbers)
    values = {"title": f"Dienst {number}", "slug": f"dienst-{number}", **fields}
    service = ServicePage(**values)
    for name, rows in (terms or {}).items():
        setattr(service, name, rows)
    return published(index, service)
