"""The two pages about an agenda's past."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from agenda.strategy.models import AgendaPage, MeasurePage, MeasureUpdate, Milestone, Status

from .factories import a_field, a_measure, an_agenda
from .test_history import at, edit

TODAY = "2026-06-01"
MAX_QUERIES = 25


@pytest.fixture
def agenda(root):
    with time_machine.travel(at("2026-01-10")):
        return an_agenda(root)


@pytest.fixture
def field(agenda):
    with time_machine.travel(at("2026-01-10")):
        return a_field(agenda, title="Verwaltung")


@pytest.fixture
def measure(field):
    with time_machine.travel(at("2026-01-11")):
        return a_measure(field, title="Bürgerkonto", status=Status.PLANNED, progress=10)


def get(client, agenda: AgendaPage, address: str, **params):
    with time_machine.travel(at(TODAY)):
        return client.get(f"{agenda.url}{address}/", params)


def sections(response) -> dict:
    return {section.anchor: section for section in response.context["sections"]}


def test_changes_are_told_by_kind_with_the_day_they_happened(client, agenda, field, measure):
    edit(measure, "2026-05-10", status=Status.RUNNING, progress=30)
    edit(measure, "2026-05-20", progress=40)
    with time_machine.travel(at("2026-05-12")):
        a_measure(
            field, title="Funknetz", updates=[MeasureUpdate(date=date(2026, 5, 13), title="Los")]
        )
    response = get(client, agenda, "aenderungen", seit="2026-05-01")
    found = sections(response)
    [started] = found["status"].entries
    assert (started.measure.title, started.day) == ("Bürgerkonto", date(2026, 5, 10))
    assert (started.before_status, started.after_status) == ("planned", "running")
    assert [entry.measure.title for entry in found["neu"].entries] == ["Funknetz"]
    assert found["neu"].entries[0].day == date(2026, 5, 12)
    assert [entry.text for entry in found["neuigkeiten"].entries] == ["Los"]
    assert len(found["fortschritt"].entries) == 1
    assert "Bürgerkonto" in response.content.decode()


def test_ends_and_milestones_have_sections_of_their_own(client, agenda, field):
    with time_machine.travel(at("2026-01-11")):
        done = a_measure(field, title="Fertig")
        dropped = a_measure(field, title="Aus")
        stepwise = a_measure(field, title="Weg", milestones=[Milestone(title="Erster Schritt")])
    edit(done, "2026-05-10", status=Status.DONE)
    edit(dropped, "2026-05-10", status=Status.DROPPED)
    page = MeasurePage.objects.get(pk=stepwise.pk)
    step = page.milestones.get()
    step.done_on = date(2026, 5, 9)
    page.milestones.add(step)
    with time_machine.travel(at("2026-05-10")):
        page.save_revision().publish()
    found = sections(get(client, agenda, "aenderungen", seit="2026-05-01"))
    assert [entry.measure.title for entry in found["abgeschlossen"].entries] == ["Fertig"]
    assert [entry.measure.title for entry in found["beendet"].entries] == ["Aus"]
    assert [(e.text, e.day) for e in found["erreicht"].entries] == [
        ("Erster Schritt", date(2026, 5, 9))
    ]
    assert "status" not in found


def test_other_facts_are_told_in_words(client, agenda, field, measure):
    with time_machine.travel(at("2026-01-12")):
        other = a_field(agenda, title="Bildung")
    edit(
        measure,
        "2026-05-10",
        title="Konto",
        responsible_office="Amt 10",
        starts_on=date(2026, 5, 1),
        ends_on=date(2027, 5, 1),
    )
    with time_machine.travel(at("2026-05-11")):
        MeasurePage.objects.get(pk=measure.pk).move(other, pos="last-child")
    text = get(client, agenda, "aenderungen", seit="2026-05-01").content.decode()
    assert "Bürgerkonto → Konto" in text
    assert "Verwaltung → Bildung" in text
    assert "→ Amt 10" in text
    assert "→ 1. Mai 2026 – 1. Mai 2027" in text


def test_without_a_day_the_last_thirty_days_are_told(client, agenda, measure):
    response = get(client, agenda, "aenderungen")
    assert response.context["since"] == date(2026, 6, 1) - timedelta(days=30)
    assert not response.context["sections"]
    assert [choice["is_current"] for choice in response.context["choices"]] == [
        False,
        True,
        False,
        False,
    ]


def test_a_day_before_the_first_publication_is_said_so(client, agenda, measure):
    response = get(client, agenda, "aenderungen", seit="2025-01-01")
    assert response.context["begins_on"] == date(2026, 1, 10)
    assert "10. Januar 2026" in response.content.decode()
    assert set(sections(response)) == {"neu"}
    assert get(client, agenda, "aenderungen", seit="2026-02-01").context["begins_on"] is None


def test_private_and_unpublished_measures_are_nowhere_named(client, agenda, field, measure):
    with time_machine.travel(at("2026-01-12")):
        secret, withdrawn = (
            a_measure(field, title="Geheim"),
            a_measure(field, title="Zurückgezogen"),
        )
        PageViewRestriction.objects.create(page=secret, restriction_type="login")
    edit(secret, "2026-05-10", status=Status.DONE)
    with time_machine.travel(at("2026-05-10")):
        MeasurePage.objects.get(pk=withdrawn.pk).unpublish()
    for address in ("aenderungen/?seit=2026-05-01", "vergleich/?von=2026-04-30"):
        with time_machine.travel(at(TODAY)):
            response = client.get(f"{agenda.url}{address}")
        text = response.content.decode()
        assert "Geheim" not in text
        assert "Zurückgezogen" not in text
        assert response.context["gone"]["withdrawn"] == 1


def test_two_days_are_counted_and_shown_side_by_side(client, agenda, field, measure):
    edit(measure, "2026-03-01", status=Status.RUNNING, progress=50)
    with time_machine.travel(at("2026-04-01")):
        a_measure(field, title="Funknetz", status=Status.IDEA)
    edit(measure, "2026-05-20", status=Status.DONE, progress=100)
    response = get(client, agenda, "vergleich", von="2026-02-28", bis="2026-04-01")
    lines = {line.status: line for line in response.context["summary"] if line.status}
    assert (lines["planned"].before, lines["planned"].after) == (1, 0)
    assert (lines["running"].before, lines["running"].after) == (0, 1)
    assert lines["idea"].difference == "+1"
    assert lines["planned"].difference == "−1"
    assert lines["done"].difference == "±0"
    rows = {row["change"].measure.title: row for row in response.context["rows"]}
    assert rows["Funknetz"]["change"].is_new
    facts = {fact.label: fact for fact in rows["Bürgerkonto"]["facts"]}
    progress = next(fact for fact in facts.values() if fact.after == "50 %")
    assert (progress.before, progress.has_changed) == ("10 %", True)
    field_fact = next(fact for fact in facts.values() if fact.after == "Verwaltung")
    assert not field_fact.has_changed


def test_the_same_day_twice_shows_no_change(client, agenda, measure):
    response = get(client, agenda, "vergleich", von="2026-05-01", bis="2026-05-01")
    assert response.context["changed_count"] == 0
    assert len(response.context["rows"]) == 1


def test_unchanged_measures_can_be_left_out(client, agenda, field, measure):
    with time_machine.travel(at("2026-01-12")):
        a_measure(field, title="Bleibt gleich")
    edit(measure, "2026-05-20", status=Status.DONE)
    response = get(client, agenda, "vergleich", von="2026-05-01", geaendert="on")
    assert [row["change"].measure.title for row in response.context["rows"]] == ["Bürgerkonto"]
    assert "geaendert=on" in response.context["query_string"]


@pytest.mark.parametrize(
    ("address", "query", "name"),
    [
        ("aenderungen", "seit=gestern", "seit"),
        ("aenderungen", "seit=2026-02-30", "seit"),
        ("aenderungen", "seit=2027-01-01", "seit"),
        ("aenderungen", "seit=0000-01-01", "seit"),
        ("aenderungen", "seit=0001-01-01", "seit"),
        ("aenderungen", "seit=99999-01-01", "seit"),
        ("aenderungen", "seit=9999-12-31", "seit"),
        ("aenderungen", "seit=" + "9" * 1500, "seit"),
        ("aenderungen", "seit=%3Cscript%3E", "seit"),
        ("vergleich", "von=unsinn", "von"),
        ("vergleich", "von=2026-03-01&bis=2026-02-01", "von"),
        ("vergleich", "bis=9999-12-31", "bis"),
    ],
)
def test_days_that_cannot_be_are_refused_beside_their_field(
    client, agenda, measure, address, query, name
):
    with time_machine.travel(at(TODAY)):
        response = client.get(f"{agenda.url}{address}/?{query}")
    assert response.status_code == 400
    form = response.context["form"]
    assert list(form.errors) == [name]
    # A date field would show nothing of what was typed.
    assert form.fields[name].widget.input_type == "text"
    assert form[name].value() in query.replace("%3C", "<").replace("%3E", ">")
    assert "<script>9" not in response.content.decode()


@pytest.mark.parametrize(
    "address", ["aenderungen/?seit=%00", "vergleich/?von=2026-01-01%00", "aenderungen/?seit=\x00"]
)
def test_null_bytes_are_refused(client, agenda, address):
    assert client.get(f"{agenda.url}{address}").status_code == 400


@pytest.mark.parametrize(
    "query", ["seite=99999999999999999999", "seite=x", "geaendert=false", "von=&bis=", "x[]=1"]
)
def test_other_parameters_do_no_harm(client, agenda, measure, query):
    with time_machine.travel(at(TODAY)):
        response = client.get(f"{agenda.url}vergleich/?{query}")
    assert response.status_code == 200
    assert len(response.context["rows"]) == 1


@pytest.mark.parametrize("address", ["aenderungen", "vergleich"])
def test_the_pages_set_no_cookie_and_hold_no_token(client, agenda, measure, address):
    response = get(client, agenda, address)
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert "style=" not in response.content.decode()


def test_queries_do_not_grow_with_measures_and_revisions(client, agenda, field):
    addresses = (
        "aenderungen/?seit=2026-05-01",
        "vergleich/?von=2026-04-30",
        "vergleich/?von=2026-04-30&bis=2026-05-05",
    )

    def queries(address: str) -> int:
        with time_machine.travel(at(TODAY)):
            client.get(f"{agenda.url}{address}")
            cache.clear()
            with CaptureQueriesContext(connection) as captured:
                client.get(f"{agenda.url}{address}")
        return len(captured)

    def measures(count: int) -> None:
        for _ in range(count):
            with time_machine.travel(at("2026-01-12")):
                page = a_measure(field, milestones=[Milestone(title="Schritt")])
            edit(page, "2026-05-10", status=Status.DONE, progress=100)
        with time_machine.travel(at("2026-05-11")):
            a_measure(field, updates=[MeasureUpdate(date=date(2026, 5, 12), title="Los")])

    measures(4)
    before = [queries(address) for address in addresses]
    measures(44)
    assert [queries(address) for address in addresses] == before
    assert max(before) <= MAX_QUERIES
