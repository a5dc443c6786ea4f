"""Find what a file names among what this town has already."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.db.models import Model, Q
from django.utils.translation import gettext

from cms.content.models import Audience, BasePage, ContactPerson, District, Place, Topic
from cms.content.queries import all_terms

from ..models import MeasurePage
from .reading import measures_of

TAXONOMIES = {"audiences": Audience, "districts": District, "topics": Topic}


class Matcher:
    """Terms, places, contact persons and pages of this town, as a file names them.

    What is not found is left out; `missing` names it.
    """

    def __init__(self, document: dict) -> None:
        self.document = document
        self.missing: dict[str, None] = {}
        self._terms = {name: _by_any_name(all_terms(model)) for name, model in TAXONOMIES.items()}
        self._places = {
            (place.name.casefold(), place.locality.casefold()): place
            for place in Place.objects.all()
        }
        self._contacts = {
            (contact.name, contact.office): contact for contact in ContactPerson.objects.all()
        }
        offers = [
            offer["key"]
            for _field, measure in measures_of(document)
            for offer in measure.get("related_offers", [])
        ]
        pages = BasePage.objects.filter(translation_key__in=offers).order_by("-locale_id")
        self._offers = {str(page.translation_key): page for page in pages.defer("body")}

    def terms(self, name: str, slugs: Iterable[str]) -> list[Model]:
        """Return the terms of a taxonomy that the file names by these slugs."""
        names = self.document.get("terms", {}).get(name, {})
        found = []
        for slug in slugs:
            words = [slug, *names.get(slug, {}).values()]
            terms = (self._terms[name].get(word.casefold()) for word in words)
            term = next(filter(None, terms), None)
            if term is None:
                self.miss(words[1] if words[1:] else slug)
            elif term not in found:
                found.append(term)
        return found

    def places(self, slugs: Iterable[str]) -> list[Place]:
        """Return the places that the file means: of the same name in the same town."""
        found = []
        for slug in slugs:
            facts = self.document.get("places", {}).get(slug, {"name": slug})
            key = facts["name"].casefold(), facts.get("locality", "").casefold()
            place = self._places.get(key)
            if place is None:
                self.miss(facts["name"])
            elif place not in found:
                found.append(place)
        return found

    def contact(self, facts: dict | None) -> ContactPerson | None:
        """Return the contact person of this name and office."""
        if not facts:
            return None
        contact = self._contacts.get((facts["name"], facts["office"]))
        if contact is None:
            self.miss(f"{facts['name']}, {facts['office']}")
        return contact

    def offers(self, offers: list[dict]) -> list[BasePage]:
        """Return the guides, trainings and events that this town has as well."""
        found = []
        for offer in offers:
            page = self._offers.get(offer["key"])
            if page is None:
                self.miss(offer["title"])
            elif page not in found:
                found.append(page)
        return found

    def miss(self, name: str) -> None:
        """Remember that this town has nothing of this name."""
        self.missing[name] = None


class Keys:
    """Gives what is created the key of the file, or a new one where that is taken here."""

    def __init__(self, taken: Iterable[UUID]) -> None:
        self._taken = {str(key) for key in taken}

    def take(self, key: str) -> UUID:
        """Return the key under which something is created."""
        if key in self._taken:
            return uuid4()
        self._taken.add(key)
        return UUID(key)


def measures_here(document: dict) -> dict[str, MeasurePage]:
    """Map keys of the file to measures that are this town's own or were taken over before."""
    measures = {measure["key"]: measure for _field, measure in measures_of(document)}
    urls = {measure["url"]: key for key, measure in measures.items()}
    is_known = Q(translation_key__in=measures) | Q(origin_url__in=urls)
    found: dict[str, MeasurePage] = {}
    for page in MeasurePage.objects.filter(is_known).defer("body").order_by("locale_id", "pk"):
        own = str(page.translation_key)
        key = own if own in measures else urls.get(page.origin_url)
        found.setdefault(key, page)
    return found


def missing_sentence(names: Iterable[str]) -> str:
    """Return what is left out because this town has nothing of that name."""
    return gettext("Not known here, so left out: %(names)s") % {"names": ", ".join(names)}


def _by_any_name(terms: Iterable) -> dict[str, Model]:
    found: dict[str, Model] = {}
    for term in terms:
        names = term.name_translations if isinstance(term.name_translations, dict) else {}
        for word in (term.slug, term.name, *names.values()):
            found.setdefault(str(word).casefold(), term)
    return found
