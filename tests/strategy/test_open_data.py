"""Open data: files, their catalogue, and the page that describes them."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pyshacl import validate
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, RDF
from wagtail.models import Locale, PageViewRestriction

from agenda.strategy.models import BudgetItem, Milestone, Status
from agenda.strategy.open_data.definitions import TABLES
from agenda.strategy.open_data.formats import cell
from cms.content.models import Audience

from .factories import a_field, a_measure, an_agenda, an_indicator

pytestmark = pytest.mark.django_db

SHAPES = Path(__file__).with_name("dcat_shapes.ttl")


@pytest.fixture
def field(root):
    agenda = an_agenda(root, title="Digitale Agenda", slug="agenda", summary="Was wir tun.")
    return a_field(agenda, title="Bildung", slug="bildung", goals=("Lernorte",))


@pytest.fixture
def measure(field):
    audience = Audience.objects.create(slug="alle", name="Alle")
    return a_measure(
        field,
        title="=Digitallabor",
        status=Status.PAUSED,
        goal=field.goals.first(),
        starts_on=date(2025, 1, 1),
        ends_on=date(2027, 12, 31),
        milestones=[Milestone(title="Räume", done_on=date(2026, 2, 1)), Milestone(title="Ende")],
        budget_items=[BudgetItem(title="Miete", amount=Decimal("400.50"), year=2026, source="HH")],
        terms={"audiences": [audience]},
    )


def content(response) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content) if response.streaming else response.content


def rows(client, address: str) -> list[dict]:
    text = content(client.get(f"/offene-daten/{address}")).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_measures_come_as_csv_that_no_spreadsheet_runs(client, measure):
    answer = client.get("/offene-daten/measures.csv")
    assert answer["Content-Type"].startswith("text/csv; charset=utf-8")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    [row] = rows(client, "measures.csv")
    assert row["measure_key"] == str(measure.translation_key)
    assert row["title"] == "'=Digitallabor"
    assert (row["agenda"], row["field_of_action"], row["goal"]) == (
        "Digitale Agenda",
        "Bildung",
        "Lernorte",
    )
    assert (row["status"], row["progress"], row["audiences"]) == ("paused", "50", "alle")
    assert (row["starts_on"], row["reported_on"]) == ("2025-01-01", "")


def test_the_same_rows_come_as_json(client, measure):
    [found] = json.loads(content(client.get("/offene-daten/measures.json")))
    assert (found["title"], found["progress"]) == ("=Digitallabor", 50)
    assert (found["audiences"], found["goal"]) == (["alle"], "Lernorte")
    assert found["reported_on"] is None
    assert list(found) == [column.name for column in TABLES["measures"].columns]


def test_milestones_budget_and_indicators_have_files_of_their_own(client, measure):
    an_indicator({2024: "-12.5"}, target="20", measure=measure, slug="anteil")
    an_indicator({2024: "1"}, measure=measure, is_public=False, slug="geheim")
    reached = [(row["title"], row["is_reached"]) for row in rows(client, "milestones.csv")]
    assert reached == [("Räume", "true"), ("Ende", "false")]
    [figure] = rows(client, "budget.csv")
    assert (figure["amount"], figure["year"]) == ("400.5", "2026")
    [value] = rows(client, "indicators.csv")
    assert (value["indicator"], value["value"], value["target_value"]) == ("anteil", "-12.5", "20")
    assert value["measure_key"] == str(measure.translation_key)


@pytest.mark.parametrize("name", TABLES)
def test_drafts_and_private_pages_are_in_no_file(client, field, measure, name):
    an_indicator({2024: "1"}, measure=measure)
    an_indicator({2024: "1"}, goal=field.goals.first())
    PageViewRestriction.objects.create(
        page=field, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    assert content(client.get(f"/offene-daten/{name}.json")) == b"[]\n"
    PageViewRestriction.objects.all().delete()
    assert rows(client, f"{name}.csv")
    measure.unpublish()
    field.unpublish()
    assert not rows(client, f"{name}.csv")


def test_a_measure_is_one_row_in_the_language_asked_for(client, field, measure):
    english = Locale.objects.get(language_code="en")
    copy = measure.copy_for_translation(english, copy_parents=True)
    copy.title = "Digital lab"
    copy.save_revision().publish()
    for page in copy.get_ancestors().not_live().specific():
        page.save_revision().publish()
    assert [row["language"] for row in rows(client, "measures.csv")] == ["de"]
    [row] = rows(client, "measures.csv?lang=en")
    assert (row["language"], row["title"]) == ("en", "Digital lab")
    [row] = rows(client, "measures.csv?lang=de-simple")
    assert row["language"] == "de"


def test_data_can_be_narrowed_to_one_agenda(client, root, measure):
    other = a_field(an_agenda(root, slug="klima", title="Klima"))
    a_measure(other, title="Bäume", milestones=[Milestone(title="Eiche")])
    assert len(rows(client, "measures.csv")) == 2
    assert [row["title"] for row in rows(client, "measures.csv?agenda=klima")] == ["Bäume"]
    assert [row["title"] for row in rows(client, "milestones.csv?agenda=klima")] == ["Eiche"]
    assert not rows(client, "indicators.csv?agenda=klima")


def test_indicators_come_in_the_language_asked_for_and_of_one_agenda(client, root, field):
    an_indicator(
        {2024: "1"},
        goal=field.goals.first(),
        title="Anteil",
        unit="Menschen",
        translations={"en": {"title": "Share", "unit": ""}},
    )
    [row] = rows(client, "indicators.csv?lang=en&agenda=agenda")
    assert (row["title"], row["unit"], row["source"]) == ("Share", "Menschen", "Statistikstelle")
    assert [row["title"] for row in rows(client, "indicators.csv")] == ["Anteil"]
    an_agenda(root, slug="klima", title="Klima")
    assert not rows(client, "indicators.csv?agenda=klima")


@pytest.mark.parametrize(
    "address",
    [
        "measures.xml",
        "unknown.csv",
        "measures.csv?agenda=nirgends",
        "measures.csv?agenda=%FF",
        "measures.csv?lang=xx",
        "agenda/nirgends.json",
        "catalog.html",
    ],
)
def test_what_is_not_there_is_not_found(client, measure, address):
    assert client.get(f"/offene-daten/{address}").status_code == 404


def test_files_ask_as_often_for_many_rows_as_for_one(client, field, measure):
    addresses = [f"{name}.{ending}" for name in TABLES for ending in ("csv", "json")]
    addresses += ["catalog.ttl", "agenda/agenda.json", ""]
    an_indicator({2024: "1"}, measure=measure)

    def queries() -> dict[str, int]:
        counts = {}
        for address in addresses:
            with CaptureQueriesContext(connection) as captured:
                content(client.get(f"/offene-daten/{address}"))
            counts[address] = len(captured)
        return counts

    queries()
    before = queries()
    for n in range(4):
        more = a_measure(field, milestones=[Milestone(title=f"{n}")])
        an_indicator({2024: "1", 2025: "2"}, measure=more)
    after = queries()
    assert all(after[address] <= before[address] for address in addresses), (before, after)
    assert max(after.values()) <= 25


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_text_that_looks_like_a_formula_is_kept_as_text(text):
    assert cell(text) == f"'{text}"
    assert cell(Decimal("-1.50")) == -1.5


def test_the_catalogue_says_what_dcat_ap_de_asks_for(client, settings, field, measure):
    settings.OPEN_DATA_CONTRIBUTOR_ID = "http://dcat-ap.de/def/contributors/auenbrueck"
    graphs = {
        ending: Graph().parse(
            data=content(client.get(f"/offene-daten/catalog.{ending}")), format=kind
        )
        for ending, kind in (("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld"))
    }
    assert isomorphic(graphs["ttl"], graphs["rdf"])
    assert isomorphic(graphs["ttl"], graphs["jsonld"])
    conforms, _graph, report = validate(graphs["ttl"], shacl_graph=Graph().parse(SHAPES))
    assert conforms, report
    datasets = set(graphs["ttl"].subjects(RDF.type, DCAT.Dataset))
    assert len(datasets) == len(TABLES) + 1


@pytest.mark.parametrize("missing", [DCTERMS.license, DCTERMS.title, DCAT.accessURL])
def test_the_shapes_notice_what_is_missing(client, measure, missing):
    graph = Graph().parse(data=content(client.get("/offene-daten/catalog.ttl")), format="turtle")
    graph.remove((None, missing, None))
    conforms, _graph, _report = validate(graph, shacl_graph=Graph().parse(SHAPES))
    assert not conforms


def test_every_file_of_the_catalogue_is_there(client, settings, measure):
    graph = Graph().parse(data=content(client.get("/offene-daten/catalog.ttl")), format="turtle")
    urls = list(graph.objects(None, DCAT.downloadURL))
    assert len(urls) == 2 * len(TABLES) + 1
    for url in urls:
        assert url.startswith(settings.SITE_URL)
        content(client.get(url.removeprefix(settings.SITE_URL)))
    licences = set(graph.objects(None, DCTERMS.license))
    assert licences == {URIRef("http://dcat-ap.de/def/licenses/cc-by/4.0")}


def test_the_page_describes_every_column_in_the_readers_language(client, measure):
    german = content(client.get("/offene-daten/")).decode()
    english = content(client.get("/en/offene-daten/")).decode()
    for table in TABLES.values():
        for column in table.columns:
            assert f"<code>{column.name}</code>" in german
    assert "/offene-daten/agenda/agenda.json" in german
    assert "CC BY 4.0" in german
    assert "Open data" in english
    assert "csrf" not in german
    assert not client.cookies


def test_the_whole_agenda_and_its_schema_are_for_everybody(client, measure):
    document = json.loads(content(client.get("/offene-daten/agenda/agenda.json")))
    assert document["agenda"]["texts"]["de"]["title"] == "Digitale Agenda"
    schema = json.loads(content(client.get("/offene-daten/schema.json")))
    assert schema["$id"] == document["$schema"]
