"""The open data as a catalogue in DCAT-AP.de 3.0, for the portals that collect it."""

from collections import defaultdict
from functools import reduce

from django.conf import settings
from django.utils.translation import override
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, XSD

from cms.content.models import SiteIdentity
from cms.content.plain_text import printable

from ..models import AgendaPage
from ..public import public_pages_of
from .definitions import (
    CATALOGUE_DESCRIPTION,
    CATALOGUE_TITLE,
    DESCRIPTIONS,
    TABLES,
    TITLES,
)
from .facts import CatalogueFacts, Facts

DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
DCATAP = Namespace("http://data.europa.eu/r5r/")
AUTHORITY = "http://publications.europa.eu/resource/authority/"
GOVERNMENT = URIRef(f"{AUTHORITY}data-theme/GOVE")
AVAILABLE = URIRef(f"{AUTHORITY}planned-availability/AVAILABLE")
LANGUAGES = {"de": "DEU", "en": "ENG"}
FILE_TYPES = {"csv": ("CSV", "text/csv"), "json": ("JSON", "application/json")}
MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"
# Ending of the catalogue's address, rdflib's name of the form, content type.
FORMS = {
    "ttl": ("turtle", "text/turtle; charset=utf-8"),
    "rdf": ("xml", "application/rdf+xml; charset=utf-8"),
    "jsonld": ("json-ld", "application/ld+json; charset=utf-8"),
}


class Catalogue:
    """Builds the graph; every address in it begins with `root_url`."""

    def __init__(self, site, root_url: str) -> None:
        self.root = f"{root_url.rstrip('/')}/offene-daten/"
        self.identity = SiteIdentity.for_site(site)
        self.titles = titles_by_language(site)
        self.agendas = [
            page
            for pages in self.titles.values()
            for page in pages
            if page.locale.language_code == settings.LANGUAGE_CODE
        ]
        facts = CatalogueFacts(site)
        self.tables, self.agenda_facts = facts.of_tables(), facts.of_agendas()
        self.all = reduce(Facts.joined, self.tables.values(), Facts())
        self.all = reduce(Facts.joined, self.agenda_facts.values(), self.all)
        self.graph = Graph()
        for prefix, namespace in (("dcatde", DCATDE), ("dcatap", DCATAP), ("dcat", DCAT)):
            self.graph.bind(prefix, namespace)
        self.graph.bind("dct", DCTERMS)
        self.graph.bind("foaf", FOAF)
        self.licence = URIRef(settings.OPEN_DATA_LICENCE)

    def written(self, ending: str) -> str:
        """Return the catalogue in the form that has this ending."""
        return self.build().serialize(format=FORMS[ending][0])

    def build(self) -> Graph:
        """Return the graph of the catalogue with all its datasets."""
        catalogue, publisher = URIRef(self.root), URIRef(f"{self.root}#herausgeber")
        name = self.identity.town or self.identity.name
        self._add(publisher, RDF.type, FOAF.Agent)
        self._add(publisher, FOAF.name, words_of(name, "de"))
        self._add(catalogue, RDF.type, DCAT.Catalog)
        self._add(catalogue, DCTERMS.publisher, publisher)
        self._add(catalogue, FOAF.homepage, URIRef(self.root))
        self._add(catalogue, DCTERMS.license, self.licence)
        self._words(catalogue, CATALOGUE_TITLE, CATALOGUE_DESCRIPTION)
        self._common(catalogue, self.all)
        for table in TABLES:
            self._table(table, catalogue, publisher)
        for agenda in self.agendas:
            self._agenda(agenda, catalogue, publisher)
        return self.graph

    def _add(self, *triple) -> None:
        self.graph.add(triple)

    def _words(self, node: URIRef, title, description) -> None:
        for predicate, words in ((DCTERMS.title, title), (DCTERMS.description, description)):
            for code in LANGUAGES:
                with override(code):
                    self._add(node, predicate, Literal(str(words), lang=code))

    def _common(self, node: URIRef, facts: Facts) -> None:
        for code in LANGUAGES.values():
            self._add(node, DCTERMS.language, URIRef(f"{AUTHORITY}language/{code}"))
        if facts.modified:
            moment = Literal(facts.modified.isoformat(timespec="seconds"), datatype=XSD.dateTime)
            self._add(node, DCTERMS.modified, moment)

    def _dataset(self, name: str, facts: Facts, catalogue: URIRef, publisher: URIRef) -> URIRef:
        dataset = URIRef(f"{self.root}#{name}")
        self._add(catalogue, DCAT.dataset, dataset)
        self._add(dataset, RDF.type, DCAT.Dataset)
        self._add(dataset, DCTERMS.identifier, Literal(str(dataset)))
        self._add(dataset, DCTERMS.publisher, publisher)
        self._add(dataset, DCAT.theme, GOVERNMENT)
        self._add(dataset, DCAT.landingPage, URIRef(self.root))
        if settings.OPEN_DATA_CONTRIBUTOR_ID:
            self._add(dataset, DCATDE.contributorID, URIRef(settings.OPEN_DATA_CONTRIBUTOR_ID))
        for word in ("Digitalisierung", "Strategie", "Transparenz"):
            self._add(dataset, DCAT.keyword, Literal(word, lang="de"))
        self._common(dataset, facts)
        self._temporal(dataset, facts)
        return dataset

    def _temporal(self, dataset: URIRef, facts: Facts) -> None:
        if not (facts.starts or facts.ends):
            return
        period = BNode()
        self._add(dataset, DCTERMS.temporal, period)
        self._add(period, RDF.type, DCTERMS.PeriodOfTime)
        for predicate, day in ((DCAT.startDate, facts.starts), (DCAT.endDate, facts.ends)):
            if day:
                self._add(period, predicate, Literal(day.isoformat(), datatype=XSD.date))

    def _table(self, name: str, catalogue: URIRef, publisher: URIRef) -> None:
        facts = self.tables[name]
        dataset = self._dataset(name, facts, catalogue, publisher)
        self._words(dataset, TITLES[name], DESCRIPTIONS[name])
        for ending in FILE_TYPES:
            self._distribution(dataset, f"{self.root}{name}.{ending}", ending, facts)

    def _agenda(self, agenda: AgendaPage, catalogue: URIRef, publisher: URIRef) -> None:
        facts = self.agenda_facts[agenda.translation_key]
        dataset = self._dataset(f"agenda-{agenda.slug}", facts, catalogue, publisher)
        for page in self.titles[agenda.translation_key]:
            code = page.locale.language_code
            described = page.get_description() or page.title
            self._add(dataset, DCTERMS.title, words_of(page.title, code))
            self._add(dataset, DCTERMS.description, words_of(described, code))
        conforms = URIRef("urn:stadtagenda:exchange:1")
        url = f"{self.root}agenda/{agenda.slug}.json"
        self._add(self._distribution(dataset, url, "json", facts), DCTERMS.conformsTo, conforms)
        self._add(conforms, RDF.type, DCTERMS.Standard)

    def _distribution(self, dataset: URIRef, url: str, ending: str, facts: Facts) -> URIRef:
        file_type, media_type = FILE_TYPES[ending]
        distribution = URIRef(f"{url}#datei")
        self._add(dataset, DCAT.distribution, distribution)
        self._add(distribution, RDF.type, DCAT.Distribution)
        self._add(distribution, DCTERMS.title, Literal(file_type))
        self._add(distribution, DCAT.accessURL, URIRef(url))
        self._add(distribution, DCAT.downloadURL, URIRef(url))
        self._add(distribution, DCTERMS.format, URIRef(f"{AUTHORITY}file-type/{file_type}"))
        self._add(distribution, DCAT.mediaType, URIRef(f"{MEDIA_TYPE}{media_type}"))
        self._add(distribution, DCTERMS.license, self.licence)
        self._add(distribution, DCATAP.availability, AVAILABLE)
        self._common(distribution, facts)
        return distribution


def words_of(text: str, language: str) -> Literal:
    """Return what an editor wrote, without the characters that XML does not allow."""
    return Literal(printable(text), lang=language)


def titles_by_language(site) -> dict:
    """Return the public agendas in all their languages by the key that they share."""
    pages = public_pages_of(site, AgendaPage.objects.order_by("path")).defer("body")
    found = defaultdict(list)
    for page in pages.select_related("locale"):
        found[page.translation_key].append(page)
    return found
