"""What everybody may find: the one rule of open data, exchange, feeds and API."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left, Length
from wagtail.models import Page

from .models import AgendaPage, FieldOfActionPage, Indicator, MeasurePage


def public_pages(pages: QuerySet) -> QuerySet:
    """Return those of `pages` that are live and public, as is every page above them.

    Wagtail serves a page below an unpublished one at its address. Listing it would tell the
    titles above, which an editor has taken back.
    """
    unpublished_above = Page.objects.filter(
        live=False, numchild__gt=0, path=Left(OuterRef("path"), Length("path"))
    )
    return pages.live().public().filter(~Exists(unpublished_above))


def public_pages_of(site, pages: QuerySet) -> QuerySet:
    """Return the public ones of `pages` that belong to `site` in any language."""
    if site is None:
        return pages.none()
    is_below = reduce(or_, (Q(path__startswith=path) for path in _root_paths(site)))
    return public_pages(pages.filter(is_below))


def _root_paths(site) -> list[str]:
    """Return the paths of the home page in all languages; a site object asks for them once."""
    if not hasattr(site, "root_paths_in_all_languages"):
        homes = site.root_page.get_translations(inclusive=True)
        site.root_paths_in_all_languages = list(homes.values_list("path", flat=True))
    return site.root_paths_in_all_languages


def public_agendas(site) -> QuerySet:
    """Return the agendas of `site` that data can be narrowed to, in the site's own language."""
    agendas = AgendaPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    return public_pages_of(site, agendas).defer("body").order_by("path")


def public_indicators(site) -> QuerySet:
    """Return the released indicators whose goal and measure are public on `site`."""
    measures = public_pages_of(site, MeasurePage.objects.order_by())
    fields = public_pages_of(site, FieldOfActionPage.objects.order_by())
    return Indicator.objects.shown().filter(
        Q(measure__isnull=True) | Q(measure__in=measures.values("pk")),
        Q(goal__isnull=True) | Q(goal__field__in=fields.values("pk")),
    )
