"""Site search: everything public by words, grouped by kind, narrowed by facets."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from wagtail.models import Locale

from cms.content.models import Audience, District, Topic
from cms.content.queries import all_terms

from . import found as finding
from .found import Found
from .question import Question, understand
from .ranking import MAX_HITS, find

TAXONOMIES = {"zielgruppe": Audience, "quartier": District, "thema": Topic}
FACET_NAMES = ("art", *TAXONOMIES, "sprache")
# A hit must have this share of what the best one has of the terms.
SHARE_OF_TERMS = 0.6
# What is in another language than the reader's comes after what is in it.
OTHER_LANGUAGE_FACTOR = 0.3


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
    """The hits in order of rank, the facets over them, and how the query was understood."""

    hits: list[Found]
    facets: dict[str, list[Facet]] = field(default_factory=dict)
    question: Question = field(default_factory=lambda: Question([]))

    def by_kind(self) -> dict[str, list[Found]]:
        """Return the hits of each kind, the kind with the best hit first."""
        groups: dict[str, list[Found]] = {}
        for hit in self.hits:
            groups.setdefault(hit.kind, []).append(hit)
        return groups


def search(
    query: str, *, locale: Locale, chosen: dict[str, str], is_exact: bool = False
) -> SearchResult:
    """Find what is public by words, the reader's language first; an empty query finds all pages.

    `chosen` maps facet names ("art", "zielgruppe", "quartier", "thema", "sprache") to values;
    unknown values find nothing. `is_exact` corrects no spelling.
    """
    if not query.strip():
        hits, question = finding.every_page(locale, MAX_HITS), Question([])
    else:
        question = understand(query, is_exact=is_exact)
        types = list(finding.searched_types())
        hits = _in_order(finding.load(find(question, types, locale.pk)), locale)
    values = _Values()
    kept = [hit for hit in hits if values.fits(hit, chosen)]
    facets = {name: _facets(name, hits, chosen, values) for name in FACET_NAMES}
    return SearchResult(kept, facets, question)


def _in_order(hits: list[Found], locale: Locale) -> list[Found]:
    """Drop what has too few of the terms; put the reader's language first."""
    own = [hit for hit in hits if hit.locale_id in {None, locale.pk}]
    # A text in another language must not push out its own translation.
    best = max((hit.coverage for hit in own or hits), default=0)
    own_keys = {hit.key for hit in own if hit.key}
    kept = []
    for hit in hits:
        is_foreign = hit.locale_id not in {None, locale.pk}
        if hit.coverage < SHARE_OF_TERMS * best or (is_foreign and hit.key in own_keys):
            continue
        factor = OTHER_LANGUAGE_FACTOR if is_foreign else 1
        kept.append(replace(hit, points=hit.points * factor))
    return sorted(kept, key=lambda hit: -hit.points)


class _Values:
    """The values that facets have, and which of them a hit has."""

    def __init__(self) -> None:
        self.terms = {
            name: {term.pk: term for term in all_terms(model)} for name, model in TAXONOMIES.items()
        }
        self.locales = {locale.pk: locale for locale in Locale.objects.all()}

    def of(self, hit: Found, name: str) -> set[str]:
        if name == "art":
            return {hit.kind}
        if name == "sprache":
            locale = self.locales.get(hit.locale_id)
            return {locale.language_code} if locale else set()
        terms = self.terms[name]
        return {terms[pk].slug for pk in hit.terms[name] if pk in terms}

    def fits(self, hit: Found, chosen: dict[str, str], *, but: str = "") -> bool:
        return all(value in self.of(hit, name) for name, value in chosen.items() if name != but)

    def labels(self, name: str, counted: Iterable[str]) -> dict[str, str]:
        """Map values to their names, in the order of the facet."""
        if name == "art":
            return {kind: finding.kind_label(kind, plural=True) for kind in counted}
        if name == "sprache":
            return {locale.language_code: str(locale) for locale in self.locales.values()}
        return {term.slug: str(term) for term in self.terms[name].values()}


def _facets(name: str, hits: list[Found], chosen: dict[str, str], values: _Values) -> list[Facet]:
    counts = Counter(
        value
        for hit in hits
        if values.fits(hit, chosen, but=name)
        for value in values.of(hit, name)
    )
    ordered = [value for value, _count in counts.most_common()]
    facets = [
        Facet(name, value, label, counts[value], chosen.get(name) == value)
        for value, label in values.labels(name, ordered).items()
        if counts[value] or chosen.get(name) == value
    ]
    # One language for everything leaves nothing to choose.
    is_choice = name != "sprache" or len(facets) > 1 or "sprache" in chosen
    return facets if is_choice else []
