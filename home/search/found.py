"""What people may find, by kind: loaded with what facets count and cards show."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Locale

from cms.content.models import BasePage, Place
from cms.content.queries import public_pages_by_id
from participation.associations.models import Organisation
from participation.ideas.models import Idea

from .ranking import Match
from .vocabulary import page_types

# Relations of pages and organisations by the name of their facet.
TERM_FIELDS = {"zielgruppe": "audiences", "quartier": "districts", "thema": "topics"}
# What is found besides pages.
OTHER_MODELS = (Idea, Organisation, Place)
OTHER_KINDS = {model._meta.model_name for model in OTHER_MODELS}


@dataclass
class Found:
    """One thing that was found, with what the facets count."""

    kind: str
    pk: int
    points: float = 0.0
    coverage: float = 1.0
    locale_id: int | None = None
    key: object = None
    terms: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    @property
    def identity(self) -> tuple[str, int]:
        """Return what names it among everything that was found."""
        return self.kind, self.pk


@dataclass(frozen=True)
class Card:
    """What the list of results shows of one thing."""

    title: str
    url: str
    summary: str
    kind_name: str
    chips: list
    language: str = ""

    @property
    def eyebrow(self) -> str:
        """Return the kind, and the language where it is not the reader's."""
        return f"{self.kind_name} · {self.language}" if self.language else self.kind_name


def searched_types() -> dict[int, type[Model]]:
    """Return what is searched, by the id of its content type."""
    models = [*page_types(), *OTHER_MODELS]
    return {found.pk: model for model, found in ContentType.objects.get_for_models(*models).items()}


def load(matches: list[Match]) -> list[Found]:
    """Return the matches that the public may see, in the same order."""
    types = searched_types()
    ids = defaultdict(list)
    for match in matches:
        model = types[match.content_type_id]
        ids[model if model in OTHER_MODELS else BasePage].append(int(match.object_id))
    seen = {
        **_pages(BasePage.objects.filter(pk__in=ids[BasePage])),
        **_ideas(ids[Idea]),
        **_organisations(ids[Organisation]),
        **_places(ids[Place]),
    }
    found = []
    for match in matches:
        kind = types[match.content_type_id]._meta.model_name
        if item := seen.get((kind, int(match.object_id))):
            item.points, item.coverage = match.points, match.coverage
            found.append(item)
    return found


def every_page(locale: Locale, limit: int) -> list[Found]:
    """Return all pages of a language, by title."""
    ids = _public(BasePage.objects.filter(locale=locale)).order_by("title", "pk")
    wanted = list(ids.values_list("pk", flat=True)[:limit])
    by_id = {found.pk: found for found in _pages(BasePage.objects.filter(pk__in=wanted)).values()}
    return [by_id[pk] for pk in wanted if pk in by_id]


def _public(pages):
    # The home pages are where the search is; nobody looks for them.
    return pages.live().filter(depth__gt=2).exclude(pages.private_q())


def _pages(pages) -> dict[tuple[str, int], Found]:
    rows = list(_public(pages).values_list("pk", "content_type_id", "locale_id", "translation_key"))
    kinds = {pk: model._meta.model_name for pk, model in searched_types().items()}
    found = {
        pk: Found(kinds[type_id], pk, locale_id=locale_id, key=key)
        for pk, type_id, locale_id, key in rows
        if type_id in kinds
    }
    _add_terms(BasePage, found, TERM_FIELDS)
    return {item.identity: item for item in found.values()}


def _ideas(ids: list[int]) -> dict[tuple[str, int], Found]:
    if not ids:
        return {}
    found = {}
    rows = Idea.objects.visible().filter(pk__in=ids).values_list("pk", "audience_id", "district_id")
    for pk, audience_id, district_id in rows:
        item = Found("idea", pk)
        item.terms["zielgruppe"] = {audience_id} - {None}
        item.terms["quartier"] = {district_id} - {None}
        found[item.identity] = item
    return found


def _organisations(ids: list[int]) -> dict[tuple[str, int], Found]:
    if not ids:
        return {}
    found = {pk: Found("organisation", pk) for pk in ids}
    fields = {name: field for name, field in TERM_FIELDS.items() if name != "thema"}
    _add_terms(Organisation, found, fields)
    return {item.identity: item for item in found.values()}


def _places(ids: list[int]) -> dict[tuple[str, int], Found]:
    if not ids:
        return {}
    found = {}
    for pk, district_id in Place.objects.filter(pk__in=ids).values_list("pk", "district_id"):
        item = Found("place", pk)
        item.terms["quartier"] = {district_id} - {None}
        found[item.identity] = item
    return found


def _add_terms(model: type[Model], found: dict[int, Found], fields: dict[str, str]) -> None:
    """Note the terms of each item; one question for each taxonomy."""
    for name, field_name in fields.items():
        relation = model._meta.get_field(field_name)
        item_column, term_column = relation.m2m_field_name(), relation.m2m_reverse_field_name()
        rows = relation.remote_field.through.objects.filter(**{f"{item_column}__in": list(found)})
        for pk, term_id in rows.values_list(f"{item_column}_id", f"{term_column}_id"):
            found[pk].terms[name].add(term_id)


def cards(found: Iterable[Found], locale: Locale) -> dict[tuple[str, int], Card]:
    """Return the cards of what is shown; asks the same for one and for many."""
    shown = list(found)
    ids = defaultdict(list)
    for item in shown:
        ids[item.kind if item.kind in OTHER_KINDS else "page"].append(item.pk)
    made = {}
    for page in public_pages_by_id(ids["page"], "audiences"):
        kind = page.cached_content_type.model
        made[kind, page.pk] = _page_card(page, locale)
    for idea in Idea.objects.visible().filter(pk__in=ids["idea"]).select_related("audience"):
        chips = [idea.audience] if idea.audience else []
        made["idea", idea.pk] = Card(
            idea.title, idea.get_absolute_url(), idea.excerpt, kind_label("idea"), chips
        )
    for organisation in Organisation.objects.filter(pk__in=ids["organisation"]).prefetch_related(
        "audiences"
    ):
        made["organisation", organisation.pk] = Card(
            organisation.name,
            organisation.get_absolute_url(),
            organisation.summary,
            kind_label("organisation"),
            list(organisation.audiences.all()),
        )
    # Cards show no opening hours, which a place brings along.
    places = Place.objects.filter(pk__in=ids["place"]).prefetch_related(None)
    for place in places.select_related("district"):
        chips = [place.district] if place.district else []
        made["place", place.pk] = Card(
            place.name, place.get_absolute_url(), place.said("summary"), kind_label("place"), chips
        )
    return made


def _page_card(page: BasePage, locale: Locale) -> Card:
    language = "" if page.locale_id == locale.pk else page.locale.get_display_name()
    chips = list(page.audiences.all())
    return Card(page.title, page.url, page.summary, page.kind_name, chips, language)


def kind_label(kind: str, *, plural: bool = False) -> str:
    """Return how a kind is called, such as "guide" or "guides"."""
    for model in searched_types().values():
        if model._meta.model_name == kind:
            return str(model._meta.verbose_name_plural if plural else model._meta.verbose_name)
    return kind
