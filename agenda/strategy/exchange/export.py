"""An agenda as a dictionary in the exchange format: only what everybody may read."""

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from cms.content.models import SiteIdentity

from ..models import AgendaPage, FieldOfActionPage, MeasurePage
from ..public import public_indicators, public_pages_of
from . import FORMAT, VERSION
from .rows import (
    budget_items,
    in_order,
    indicators_by_owner,
    merged_rows,
    milestones,
    portable_goal,
    related_offers,
    updates,
)
from .words import PageWriter, iso, language_of, ordered_by_language

TERMS = ("audiences", "districts", "topics")
PAGE_RELATIONS = ("audiences", "districts", "topics")
MEASURE_RELATIONS = (
    *PAGE_RELATIONS,
    "places",
    "milestones",
    "updates",
    "budget_items",
    "dependencies__depends_on",
    "related_offers",
)


def exported(agenda: AgendaPage, *, site) -> dict:
    """Return the public agenda in all its languages, as `schema.json` describes it."""
    return Export(agenda, site).as_dict()


class Export:
    """All public pages of one agenda, asked for once, and written as plain data."""

    def __init__(self, agenda: AgendaPage, site) -> None:
        self.site = site
        self.root_url = settings.SITE_URL.rstrip("/")
        agendas = AgendaPage.objects.filter(translation_key=agenda.translation_key)
        self.agendas = self._public(agendas, *PAGE_RELATIONS)
        self.fields = _grouped(self._below(FieldOfActionPage, *PAGE_RELATIONS, "goals"))
        measures = self._below(MeasurePage, *MEASURE_RELATIONS)
        self.measures = _grouped(measures)
        pages = [*self.agendas, *measures, *(page for group in self.fields for page in group)]
        self.writer = PageWriter(pages, self.root_url)
        self.offers = related_offers(measures, self.root_url)
        self.indicators = indicators_by_owner(public_indicators(site))
        self.keys = {group[0].translation_key for group in self.measures}
        self.goal_keys = {
            goal.pk: str(goal.translation_key)
            for group in self.fields
            for page in group
            for goal in page.goals.all()
        }

    def _public(self, pages, *relations: str) -> list:
        related = ["locale", "contact"] if pages.model is MeasurePage else ["locale"]
        found = public_pages_of(self.site, pages).select_related(*related)
        return ordered_by_language(found.prefetch_related(*relations))

    def _below(self, model, *relations: str) -> list:
        pages = model.objects.none()
        for agenda in self.agendas:
            pages |= model.objects.descendant_of(agenda)
        return sorted(self._public(pages, *relations), key=lambda page: page.path)

    def as_dict(self) -> dict:
        """Return the whole file."""
        identity = SiteIdentity.for_site(self.site)
        name = identity.town or identity.name
        return {
            "$schema": "urn:stadtagenda:exchange:1",
            "format": FORMAT,
            "version": VERSION,
            "language": settings.LANGUAGE_CODE,
            "exported_at": timezone.now().isoformat(timespec="seconds"),
            "licence": settings.OPEN_DATA_LICENCE,
            "origin": {"name": name, "url": f"{self.root_url}/"},
            "terms": {name: self._terms(name) for name in TERMS},
            "places": self._places(),
            "agenda": self._agenda(),
        }

    def _terms(self, name: str) -> dict:
        pages = [page for page in self.writer.pages if hasattr(page, name)]
        terms = {term.slug: term for page in pages for term in getattr(page, name).all()}
        return {
            slug: {settings.LANGUAGE_CODE: term.name, **_strings(term.name_translations)}
            for slug, term in sorted(terms.items())
        }

    def _places(self) -> dict:
        places = {
            place.slug: place
            for group in self.measures
            for page in group
            for place in page.places.all()
        }
        names = ("name", "street", "postal_code", "locality")
        return {
            slug: {name: getattr(place, name) for name in names}
            for slug, place in sorted(places.items())
        }

    def _agenda(self) -> dict:
        return {
            **self.writer.written(self.agendas),
            "update_rhythm_days": self.agendas[0].update_rhythm_days,
            "fields_of_action": [self._field(group) for group in self.fields],
        }

    def _field(self, group: list[FieldOfActionPage]) -> dict:
        paths = {page.path for page in group}
        measures = [
            found
            for found in self.measures
            if any(page.path[: -page.steplen] in paths for page in found)
        ]
        goals = [
            {
                **goal,
                "indicators": self.indicators.get(goal["key"], []),
            }
            for goal in merged_rows(group, "goals", portable_goal(self.writer.links))
        ]
        return {
            **self.writer.written(group),
            "goals": goals,
            "measures": [self._measure(found) for found in measures],
        }

    def _measure(self, group: list[MeasurePage]) -> dict:
        page = group[0]
        key = str(page.translation_key)
        return {
            **self.writer.written(group),
            "status": page.status,
            "progress_source": page.progress_source,
            "progress": page.progress,
            "reported_on": iso(page.reported_on),
            "starts_on": iso(page.starts_on),
            "ends_on": iso(page.ends_on),
            "goal": self.goal_keys.get(page.goal_id),
            "contact": _contact(page),
            "places": sorted(place.slug for place in page.places.all()),
            "origin": _origin(page),
            "milestones": merged_rows(group, "milestones", milestones),
            "updates": merged_rows(group, "updates", updates(self.writer.links)),
            "budget_items": merged_rows(group, "budget_items", budget_items),
            "dependencies": self._dependencies(page),
            "related_offers": self.offers.get(page.pk, []),
            "indicators": self.indicators.get(key, []),
        }

    def _dependencies(self, page: MeasurePage) -> list[str]:
        """Return the keys of the measures in this file that must come first."""
        keys = (row.depends_on.translation_key for row in in_order(page.dependencies.all()))
        return [str(key) for key in keys if key in self.keys]


def _grouped(pages: Iterable) -> list[list]:
    """Return the translations of each page together, the source first, in the tree's order."""
    groups = defaultdict(list)
    for page in pages:
        groups[page.translation_key].append(page)
    ordered = [ordered_by_language(group) for group in groups.values()]
    return sorted(
        ordered, key=lambda group: (language_of(group[0]) != settings.LANGUAGE_CODE, group[0].path)
    )


def _contact(page: MeasurePage) -> dict | None:
    contact = page.contact
    return contact and {"name": contact.name, "office": contact.office}


def _origin(page: MeasurePage) -> dict | None:
    if not page.origin_name:
        return None
    return {"name": page.origin_name, "url": page.origin_url}


def _strings(names: object) -> dict[str, str]:
    items = names.items() if isinstance(names, dict) else ()
    return {code: name for code, name in items if name and isinstance(name, str)}
