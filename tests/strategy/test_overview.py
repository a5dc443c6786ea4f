"""The agenda as list, board, timeline and matrix: what they show, and what that costs."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from agenda.strategy.models import BudgetItem, Milestone, Status
from agenda.strategy.models.progress import summary_of, tally_by_field
from agenda.strategy.overview.timeline import Axis
from bench.measures import add_measures, an_agenda_with
from cms.content.models import Audience

from .factories import a_field, a_measure, an_agenda

VIEWS = ["", "tafel/", "zeitplan/", "matrix/"]
MAX_QUERIES = 20
MAX_TIMELINE_BYTES = 150_000


@pytest.fixture(autouse=True)
def _page_cache_off(settings):
    settings.PAGE_CACHE_SECONDS = 0


@pytest.fixture
def agenda(root):
    return an_agenda(root)


@pytest.fixture
def audiences(db):
    names = {"senioren": "Seniorinnen und Senioren", "jugend": "Jugendliche"}
    return [Audience.objects.create(slug=slug, name=name) for slug, name in names.items()]


@pytest.fixture
def seniors(audiences):
    return audiences[0]


def queries_of(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def titles(response) -> set[str]:
    return {measure.title for measure in response.context["page_obj"]}


@pytest.mark.parametrize("view", VIEWS)
def test_queries_are_few_and_the_same_for_many_measures(client, root, audiences, view):
    few, many = an_agenda_with(20, root), an_agenda_with(200, root)
    for query in ("", "?zielgruppe=jugend&feld=feld-1&neuigkeiten=aktuell&sortierung=titel"):
        counts = [queries_of(client, f"{agenda.url}{view}{query}") for agenda in (few, many)]
        assert counts[0] == counts[1] <= MAX_QUERIES


def test_a_timeline_of_500_measures_is_small(client, root, audiences):
    response = client.get(f"{an_agenda_with(500, root).url}zeitplan/")
    assert response.text.count("<rect") >= 500
    assert len(response.content) < MAX_TIMELINE_BYTES


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_shows_what_is_not_public(client, agenda, seniors, view):
    field = a_field(agenda, title="Teilhabe")
    for title in ("Öffentlich", "Gesperrt", "Entwurf"):
        measure = a_measure(field, title=title, starts_on=date(2026, 1, 1), terms=terms(seniors))
        if title == "Gesperrt":
            PageViewRestriction.objects.create(page=measure, restriction_type="login")
        elif title == "Entwurf":
            measure.unpublish()
    text = client.get(f"{agenda.url}{view}").text
    assert "Gesperrt" not in text
    assert "Entwurf" not in text
    assert "1 Maßnahme gefunden" in text


def terms(*audiences) -> dict:
    return {"audiences": list(audiences)}


def test_filters_combine(client, agenda, seniors):
    education, centre = a_field(agenda, slug="bildung"), a_field(agenda, slug="mitte")
    a_measure(education, title="Gesucht", responsible_office="Schulamt", terms=terms(seniors))
    a_measure(education, title="Andere Stelle", terms=terms(seniors))
    a_measure(education, title="Andere Zielgruppe", responsible_office="Schulamt")
    a_measure(centre, title="Anderes Feld", responsible_office="Schulamt", terms=terms(seniors))
    query = {"feld": "bildung", "stelle": "Schulamt", "zielgruppe": "senioren"}
    assert titles(client.get(agenda.url, query)) == {"Gesucht"}
    assert "Gesucht" in client.get(f"{agenda.url}tafel/", query).text


def test_a_field_offers_its_goals_as_a_filter(client, agenda):
    field = a_field(agenda, slug="bildung", goals=("Alle lernen", "Alle lehren"))
    goal = field.goals.first()
    a_measure(field, title="Dient dem Ziel", goal=goal)
    a_measure(field, title="Ohne Ziel")
    query = {"feld": "bildung", "ziel": goal.slug}
    assert titles(client.get(agenda.url, query)) == {"Dient dem Ziel"}
    assert 'name="ziel"' not in client.get(agenda.url).text
    assert titles(client.get(agenda.url, {"ziel": goal.slug})) == {"Dient dem Ziel", "Ohne Ziel"}


def test_owed_news_can_be_filtered(client, agenda):
    field = a_field(agenda)
    long_ago = date.today() - timedelta(days=400)
    a_measure(field, title="Schweigt", confirmed_on=long_ago)
    a_measure(field, title="Berichtet", confirmed_on=date.today())
    a_measure(field, title="Fertig", status=Status.DONE, confirmed_on=long_ago)
    assert titles(client.get(agenda.url, {"neuigkeiten": "faellig"})) == {"Schweigt"}
    assert titles(client.get(agenda.url, {"neuigkeiten": "aktuell"})) == {"Berichtet", "Fertig"}


def test_the_list_can_be_sorted(client, agenda):
    field = a_field(agenda)
    for title, ends_on in (("B", None), ("C", date(2027, 1, 1)), ("A", date(2028, 1, 1))):
        a_measure(field, title=title, ends_on=ends_on)

    def order(name: str) -> list[str]:
        page = client.get(agenda.url, {"sortierung": name}).context["page_obj"]
        return [measure.title for measure in page]

    assert order("titel") == ["A", "B", "C"]
    assert order("ende") == ["C", "A", "B"]


def test_switching_views_keeps_the_filters(client, agenda, seniors):
    a_measure(a_field(agenda), terms=terms(seniors))
    text = client.get(f"{agenda.url}tafel/?zielgruppe=senioren&unbekannt=1").text
    assert f'href="{agenda.url}zeitplan/?zielgruppe=senioren" rel="nofollow"' in text
    assert f'href="{agenda.url}tafel/?zielgruppe=senioren" aria-current="page"' in text
    assert f'href="{agenda.url}aenderungen/"' in text
    assert "unbekannt" not in text


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    "query",
    ["seite=99999", "seite=x", "feld=' OR 1=1", "ziel=x&feld=%F0%9F%8C%8D", "sortierung=-pk"],
)
def test_unknown_values_count_as_unset(client, agenda, view, query):
    a_measure(a_field(agenda), title="Funknetz", starts_on=date(2026, 1, 1))
    response = client.get(f"{agenda.url}{view}?{query}")
    assert response.status_code == 200
    assert "1 Maßnahme gefunden" in response.text


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", ["feld", "ziel", "stelle", "sortierung", "seite"])
def test_null_bytes_are_refused(client, agenda, view, name):
    assert client.get(f"{agenda.url}{view}?{name}=%00").status_code == 400


@pytest.mark.parametrize("view", VIEWS)
def test_an_empty_agenda_has_all_views(client, agenda, view):
    response = client.get(f"{agenda.url}{view}")
    assert response.status_code == 200
    assert 'href="?"' in response.text


def test_a_column_of_the_board_leads_to_what_it_has_no_room_for(client, agenda):
    field = a_field(agenda)
    add_measures(field, 60)
    response = client.get(f"{agenda.url}tafel/")
    columns = [column for row in response.context["rows_of_columns"] for column in row]
    assert [column["count"] for column in columns] == [10] * 6
    assert all(len(column["measures"]) == 8 for column in columns)
    assert f"{agenda.url}?status=running#massnahmen" in response.text
    assert client.get(f"{agenda.url}?status=running").context["page_obj"].paginator.count == 10


def test_counts_of_the_matrix_are_those_of_the_list(client, agenda, audiences):
    for number in range(3):
        add_measures(a_field(agenda), 7 + number)
    for narrowed in ("", "?status=running", "?zielgruppe=jugend"):
        rows = client.get(f"{agenda.url}matrix/{narrowed}").context["rows"]
        for cell in [cell for row in rows for cell in (*row["cells"], row["total"])]:
            found = client.get(f"{agenda.url}?{cell['query_string']}").context["page_obj"]
            assert found.paginator.count == cell["count"]


def test_an_empty_cell_of_the_matrix_is_a_word(client, agenda, audiences):
    a_measure(a_field(agenda), terms=terms(audiences[0]))
    response = client.get(f"{agenda.url}matrix/")
    assert [str(term) for term in response.context["audiences"]] == [
        "Jugendliche",
        "Seniorinnen und Senioren",
    ]
    assert [cell["count"] for cell in response.context["rows"][0]["cells"]] == [0, 1]
    assert '<span class="muted">' in response.text


def test_the_timeline_sets_measures_without_dates_apart(client, agenda):
    field = a_field(agenda, title="Teilhabe")
    a_measure(field, title="Geplant", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    a_measure(field, title="Irgendwann")
    context = client.get(f"{agenda.url}zeitplan/").context
    assert [row["title"] for group in context["groups"] for row in group["rows"]] == ["Geplant"]
    assert [row["title"] for row in context["undated"]] == ["Irgendwann"]
    bar = context["groups"][0]["rows"][0]
    assert (bar["x"], bar["width"]) == ("0%", "100%")


def test_rows_of_the_timeline_lead_to_their_measure(client, agenda):
    field = a_field(agenda, slug="teilhabe")
    measure = a_measure(field, starts_on=date(2026, 1, 1))
    row = client.get(f"{agenda.url}zeitplan/").context["groups"][0]["rows"][0]
    assert row["url"] == f"../teilhabe/{measure.slug}/"
    assert measure.url == f"{agenda.url}teilhabe/{measure.slug}/"


@pytest.mark.parametrize("slug", ["tafel", "zeitplan", "matrix", "aenderungen"])
def test_no_field_takes_the_address_of_a_view(agenda, slug):
    with pytest.raises(ValidationError) as refused:
        a_field(agenda, slug=slug)
    assert list(refused.value.message_dict) == ["slug"]


def test_the_axis_is_cut_around_today_when_dates_are_far_apart():
    axis = Axis.around(date(1990, 1, 1), date(2100, 1, 1), today=date(2026, 5, 1))
    assert (axis.first, axis.last) == (2018, 2037)
    assert axis.place(date(1990, 1, 1)) == 0
    assert axis.place(date(2100, 1, 1)) == 100


def test_places_on_the_axis_grow_with_the_days():
    axis = Axis.around(date(2025, 3, 1), date(2026, 7, 1), today=date(2026, 1, 1))
    days = [date(2025, 1, 1), date(2025, 7, 2), date(2026, 1, 1), date(2026, 12, 31)]
    places = [axis.place(day) for day in days]
    assert places == sorted(places)
    assert places[2] == 50


def test_the_summary_counts_milestones_news_and_budget(agenda):
    field = a_field(agenda)
    past, today = date(2024, 1, 1), date.today()
    a_measure(
        field,
        confirmed_on=past,
        milestones=[
            Milestone(title="Erreicht", due_on=past, done_on=past),
            Milestone(title="Zu spät", due_on=past),
            Milestone(title="Kommt noch", due_on=today + timedelta(days=9)),
        ],
        budget_items=[BudgetItem(title="Geräte", amount=1200, source="Haushalt")],
    )
    a_measure(
        field,
        status=Status.DROPPED,
        milestones=[Milestone(title="Aufgegeben", due_on=past)],
        budget_items=[BudgetItem(title="Gespart", amount=900, source="Haushalt")],
    )
    tally, _by_field = tally_by_field(agenda.measures())
    summary = summary_of(agenda.measures(), tally)
    milestones = (summary.milestones, summary.milestones_reached, summary.milestones_overdue)
    assert milestones == (3, 1, 1)
    assert (summary.updates_due, summary.budget, summary.measures_with_budget) == (1, 1200, 1)


def test_shares_fill_the_bar(agenda):
    field = a_field(agenda)
    for status in (Status.RUNNING, Status.RUNNING, Status.DONE, Status.IDEA):
        a_measure(field, status=status)
    tally, _by_field = tally_by_field(agenda.measures())
    shares = [(share["status"], share["x"], share["width"]) for share in tally.shares]
    assert shares == [
        ("running", "0.00%", "50.00%"),
        ("idea", "50.00%", "25.00%"),
        ("done", "75.00%", "25.00%"),
    ]


@pytest.mark.parametrize("view", VIEWS[1:])
def test_each_view_names_its_own_address(client, agenda, view):
    response = client.get(f"{agenda.url}{view}?status=done")
    assert f'rel="canonical" href="{agenda.full_url}{view}"' in response.text
    assert "csrf" not in response.text
    assert not response.cookies
