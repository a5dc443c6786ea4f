"""The agenda's page: counts, filters, updates."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from agenda.strategy.models import MeasurePage, MeasureUpdate, Status, VisionPage
from agenda.strategy.models.progress import tally_by_field
from cms.content.models import Audience, District

from .factories import a_field, a_measure, an_agenda, published


@pytest.fixture
def agenda(root):
    return an_agenda(root)


@pytest.fixture
def seniors(db):
    return Audience.objects.create(slug="senioren", name="Seniorinnen und Senioren")


def titles(response) -> set[str]:
    return {measure.title for measure in response.context["page_obj"]}


def test_fields_are_counted_by_status_without_drafts_and_dropped_progress(agenda):
    field = a_field(agenda)
    a_measure(field, status=Status.RUNNING, progress=40)
    a_measure(field, status=Status.DONE, progress=100)
    a_measure(field, status=Status.DROPPED, progress=10)
    a_measure(field, status=Status.IDEA).unpublish()
    whole, by_field = tally_by_field(agenda.measures())
    tally = by_field[field.path]
    assert [(group["status"], group["count"]) for group in tally.by_status] == [
        ("running", 1),
        ("done", 1),
        ("dropped", 1),
    ]
    assert tally.progress == 70
    assert whole.total == 3


def test_private_measures_are_neither_counted_nor_listed(client, agenda):
    field = a_field(agenda)
    hidden = a_measure(field, title="Geheim")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    response = client.get(agenda.url)
    assert "Geheim" not in response.content.decode()
    assert response.context["fields"][0]["tally"].total == 0


def test_the_list_is_filtered_by_the_address(client, agenda, seniors):
    field = a_field(agenda)
    a_measure(field, title="Tablets", terms={"audiences": [seniors]})
    a_measure(field, title="Funknetz")
    a_measure(field, title="Lernort", status=Status.DONE, terms={"audiences": [seniors]})
    response = client.get(agenda.url, {"zielgruppe": "senioren", "status": "running"})
    assert titles(response) == {"Tablets"}
    labels = [chip["label"] for chip in response.context["filters"].active]
    assert "Seniorinnen und Senioren" in labels
    assert "?zielgruppe=senioren" in [
        chip["remove_url"] for chip in response.context["filters"].active
    ]


@pytest.mark.parametrize(
    "query",
    ["status=unsinn", "quartier=' OR 1=1", "seite=99", "seite=x", "thema=<script>", "zielgruppe="],
)
def test_unknown_values_are_ignored(client, agenda, query):
    a_measure(a_field(agenda), title="Funknetz")
    response = client.get(f"{agenda.url}?{query}")
    assert response.status_code == 200
    assert titles(response) == {"Funknetz"}


def test_an_empty_result_says_so_and_offers_all_measures(client, agenda):
    District.objects.create(slug="altstadt", name="Altstadt")
    a_measure(a_field(agenda))
    response = client.get(agenda.url, {"quartier": "altstadt"})
    assert not titles(response)
    assert 'href="?"' in response.content.decode()


def test_running_measures_come_before_ended_ones(agenda):
    field = a_field(agenda)
    for status in (Status.DROPPED, Status.DONE, Status.PLANNED, Status.RUNNING):
        a_measure(field, status=status)
    order = [measure.status for measure in MeasurePage.objects.in_reading_order()]
    assert order == ["running", "planned", "done", "dropped"]


def test_latest_updates_are_those_of_public_measures(agenda):
    field = a_field(agenda)
    public = a_measure(field, updates=[MeasureUpdate(date=date(2026, 1, 2), title="Eröffnet")])
    draft = a_measure(field, updates=[MeasureUpdate(date=date(2026, 1, 3), title="Intern")])
    draft.unpublish()
    assert [update.title for update in agenda.latest_updates()] == ["Eröffnet"]
    assert agenda.latest_updates()[0].measure == public


def test_queries_do_not_grow_with_fields_and_measures(client, agenda, seniors, settings):
    settings.PAGE_CACHE_SECONDS = 0

    def queries() -> int:
        client.get(agenda.url)
        with CaptureQueriesContext(connection) as captured:
            client.get(agenda.url)
        return len(captured)

    a_measure(a_field(agenda), terms={"audiences": [seniors]})
    before = queries()
    for _ in range(4):
        field = a_field(agenda)
        for _ in range(3):
            a_measure(field, terms={"audiences": [seniors]})
    assert queries() <= before


def test_the_agenda_leads_to_its_public_visions_and_to_open_data(client, agenda):
    published(agenda, VisionPage(title="Leitbild 2040", slug="leitbild"))
    published(agenda, VisionPage(title="Geheimes Bild", slug="geheim")).unpublish()

    whole = client.get(agenda.url).content.decode()
    filtered = client.get(agenda.url, {"status": "running"}).content.decode()

    assert "Leitbild 2040" in whole
    assert "Geheimes Bild" not in whole
    assert whole.count('href="/offene-daten/"') == 2
    assert "Leitbild 2040" not in filtered
