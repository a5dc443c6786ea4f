"""What the catalogue says of its datasets: when they changed, of which time, in which words."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS
from wagtail.log_actions import log
from wagtail.models import Locale, ModelLogEntry, Page, PageLogEntry

from agenda.strategy.indicators.reading import ValueRow
from agenda.strategy.indicators.services import import_values
from agenda.strategy.models import AgendaPage, MeasurePage, Milestone

from .factories import a_field, a_measure, an_agenda, an_indicator

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
TABLES = ("measures", "milestones", "budget", "indicators")


@pytest.fixture
def measure(root):
    field = a_field(an_agenda(root, title="Digitale Agenda"))
    return a_measure(
        field,
        starts_on=date(2025, 1, 1),
        ends_on=date(2027, 12, 31),
        milestones=[Milestone(title="Räume", due_on=date(2026, 5, 1))],
    )


@pytest.fixture
def indicator(measure):
    return an_indicator({2019: "1", 2024: "2"}, measure=measure)


def all_is_old() -> None:
    for model in (MeasurePage, AgendaPage):
        model.objects.update(last_published_at=LONG_AGO)
    Page.objects.update(last_published_at=LONG_AGO)
    PageLogEntry.objects.update(timestamp=LONG_AGO)
    ModelLogEntry.objects.update(timestamp=LONG_AGO)


def catalogue(client) -> Graph:
    text = client.get("/offene-daten/catalog.rdf").content
    return Graph().parse(data=text, format="xml")


def dataset(graph: Graph, name: str) -> URIRef:
    [found] = [node for node in graph.objects(None, DCAT.dataset) if node.endswith(f"#{name}")]
    return found


def changed(client) -> set[str]:
    """Return the datasets that changed lately, by the names in their addresses."""
    graph = catalogue(client)
    names = (*TABLES, "agenda-agenda")
    moments = {name: graph.value(dataset(graph, name), DCTERMS.modified) for name in names}
    return {name for name, moment in moments.items() if moment and moment.toPython() > LONG_AGO}


def test_each_dataset_changes_with_its_own_data(client, measure, indicator, settings):
    settings.PAGE_CACHE_SECONDS = 0
    all_is_old()
    assert changed(client) == set()
    import_values(indicator, [ValueRow(date(2025, 12, 31), Decimal(3))])
    assert changed(client) == {"indicators", "agenda-agenda"}
    all_is_old()
    log(indicator.values.first(), "wagtail.delete")
    assert changed(client) == {"indicators", "agenda-agenda"}
    all_is_old()
    an_agenda(measure.get_ancestors().get(depth=2), slug="klima", title="Klima")
    assert changed(client) == {"measures"}


@pytest.mark.parametrize("is_deleted", [True, False])
def test_what_is_gone_has_changed_the_data(client, measure, indicator, is_deleted):
    other = a_measure(measure.get_parent().specific, milestones=[Milestone(title="Weg")])
    all_is_old()
    if is_deleted:
        log(other, "wagtail.delete", deleted=True)
        other.delete()
    else:
        other.unpublish()
    assert changed(client) == {*TABLES, "agenda-agenda"}


def test_a_published_measure_has_changed_the_tables_in_which_it_is(client, measure):
    an_indicator({2024: "1"})
    all_is_old()
    measure.save_revision().publish()
    assert changed(client) == {"measures", "milestones", "budget", "agenda-agenda"}


def test_the_whole_catalogue_is_as_new_as_its_newest_part(client, measure, indicator):
    all_is_old()
    before = timezone.now() - timedelta(seconds=1)
    log(indicator, "wagtail.edit")
    graph = catalogue(client)
    [node] = graph.subjects(DCAT.dataset, dataset(graph, "measures"))
    assert graph.value(node, DCTERMS.modified).toPython() >= before


def test_each_dataset_names_the_time_of_its_own_data(client, measure, indicator):
    graph = catalogue(client)

    def period(name: str) -> tuple:
        node = graph.value(dataset(graph, name), DCTERMS.temporal)
        ends = (graph.value(node, predicate) for predicate in (DCAT.startDate, DCAT.endDate))
        return tuple(day and day.toPython() for day in ends)

    assert period("measures") == (date(2025, 1, 1), date(2027, 12, 31))
    assert period("agenda-agenda") == (date(2025, 1, 1), date(2027, 12, 31))
    assert period("milestones") == (date(2026, 5, 1), date(2026, 5, 1))
    assert period("indicators") == (date(2019, 12, 31), date(2024, 12, 31))


def test_agendas_are_named_in_every_language_that_they_have(client, measure):
    agenda = AgendaPage.objects.get()
    english = Locale.objects.get(language_code="en")
    copy = agenda.copy_for_translation(english, copy_parents=True)
    copy.title = "Digital agenda"
    for page in (*copy.get_ancestors().not_live().specific(), copy):
        page.save_revision().publish()
    graph = catalogue(client)
    titles = set(graph.objects(dataset(graph, "agenda-agenda"), DCTERMS.title))
    assert titles == {Literal("Digitale Agenda", "de"), Literal("Digital agenda", "en")}


def test_characters_that_no_xml_may_hold_are_left_out(client, root):
    an_agenda(root, title="Aus der\x0bTextverarbeitung", summary="Mit\x01 Resten")
    graph = catalogue(client)
    node = dataset(graph, "agenda-agenda")
    assert str(graph.value(node, DCTERMS.title)) == "Aus derTextverarbeitung"
    assert str(graph.value(node, DCTERMS.description)) == "Mit Resten"
