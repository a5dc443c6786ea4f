"""Site search: pages by words, narrowed by facets."""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Model, Q
from wagtail.models import Locale

from cms.content.models import Audience, BasePage, District, Topic

# Beyond this many hits, words are too general for counts to matter.
MAX_HITS = 1000
MAX_QUERY_LENGTH = 200
TAXONOMIES: dict[str, type[Model]] = {
    "zielgruppe": Audience,
    "quartier": District,
    "thema": Topic,
}
LOOKUPS = {"zielgruppe": "audiences", "quartier": "districts", "thema": "topics"}


@dataclass(frozen=True)
class Facet:
    """One value of one facet, with the number of hits it would leave."""

    name: str
    value: str
    label: str
    count: int
    is_active: bool


@dataclass
class SearchResult:
    """Ids of the hits in order of rank, and the facets over them."""

    page_ids: list[int]
    facets: dict[str, list[Facet]] = field(default_factory=dict)


def search_pages(query: str, *, locale: Locale, chosen: dict[str, str]) -> SearchResult:
    """Find public pages of `locale` by words; an empty query finds all.

    `chosen` maps facet names ("art", "zielgruppe", "quartier", "thema") to values;
    unknown values find nothing.
    """
    pages = BasePage.objects.live().filter(locale=locale, depth__gt=2)
    words = query[:MAX_QUERY_LENGTH].replace("\x00", "").strip()
    if words:
        ranked = [page.pk for page in pages.search(words)[:MAX_HITS]]
        # Search cannot look for view restrictions itself.
        public = set(pages.public().filter(pk__in=ranked).values_list("pk", flat=True))
        found = [pk for pk in ranked if pk in public]
    else:
        public = pages.public().order_by("title")
        found = list(public.values_list("pk", flat=True)[:MAX_HITS])
    narrowed = set(_narrow(found, chosen))
    facets = {name: _taxonomy_facets(name, found, chosen) for name in TAXONOMIES}
    facets["art"] = _kind_facets(found, chosen)
    return SearchResult([pk for pk in found if pk in narrowed], facets)


def _narrow(page_ids: list[int], chosen: dict[str, str], *, but: str = ""):
    condition = Q(pk__in=page_ids)
    for name, lookup in LOOKUPS.items():
        if name != but and (value := chosen.get(name)):
            condition &= Q(**{f"{lookup}__slug": value})
    if but != "art" and (kind := chosen.get("art")):
        condition &= Q(content_type__model=kind)
    return BasePage.objects.filter(condition).values_list("pk", flat=True)


def _taxonomy_facets(name: str, page_ids: list[int], chosen: dict[str, str]) -> list[Facet]:
    terms = TAXONOMIES[name].objects.annotate(
        hits=Count("pages", filter=Q(pages__in=_narrow(page_ids, chosen, but=name)), distinct=True)
    )
    return [
        Facet(name, term.slug, str(term), term.hits, chosen.get(name) == term.slug)
        for term in terms
        if term.hits or chosen.get(name) == term.slug
    ]


def _kind_facets(page_ids: list[int], chosen: dict[str, str]) -> list[Facet]:
    counts = (
        BasePage.objects.filter(pk__in=_narrow(page_ids, chosen, but="art"))
        .values_list("content_type")
        .annotate(hits=Count("pk"))
        .order_by("-hits")
    )
    facets = []
    for content_type_id, hits in counts:
        model = ContentType.objects.get_for_id(content_type_id)
        label = str(model.model_class()._meta.verbose_name)
        facets.append(Facet("art", model.model, label, hits, chosen.get("art") == model.model))
    return facets
