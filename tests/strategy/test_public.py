"""What is not public shows through no door: files, exchange, feeds and API keep one rule."""

import csv
import io
import json

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Locale, Page, Site

from agenda.strategy.models import Dependency, Goal, MeasureUpdate, Milestone

from .factories import a_field, a_measure, an_agenda, an_indicator

pytestmark = pytest.mark.django_db

PAGES = "/api/v3/pages/"


@pytest.fixture
def agenda(root):
    return an_agenda(root, title="Digitale Agenda")


@pytest.fixture
def field(agenda):
    return a_field(agenda, title="Geheimes Feld", slug="geheim", goals=("Geheimes Ziel",))


@pytest.fixture
def measure(field):
    return a_measure(
        field,
        title="Digitallabor",
        goal=field.goals.first(),
        milestones=[Milestone(title="Räume")],
        updates=[MeasureUpdate(title="Los")],
    )


def unpublished(page: Page) -> Page:
    """Unpublish one page as an editor does who leaves the pages below it as they are."""
    Page.objects.get(pk=page.pk).specific.unpublish()
    return page


def text(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return b"".join(response).decode()


@pytest.mark.parametrize("name", ["measures", "milestones", "budget", "indicators"])
@pytest.mark.parametrize("hidden", ["field", "agenda"])
def test_no_file_tells_of_what_is_below_an_unpublished_page(
    client, agenda, field, measure, name, hidden
):
    an_indicator({2024: "1"}, measure=measure, title="Verborgen")
    an_indicator({2024: "1"}, goal=field.goals.first(), title="Auch verborgen")
    unpublished({"field": field, "agenda": agenda}[hidden])
    measure.refresh_from_db()
    assert measure.live
    assert text(client, f"/offene-daten/{name}.json") == "[]\n"


def test_a_goal_of_an_unpublished_field_is_not_named(client, agenda, field):
    other = a_field(agenda, title="Offen")
    a_measure(other, title="Labor", goal=field.goals.first())
    unpublished(field)
    [row] = json.loads(text(client, "/offene-daten/measures.json"))
    assert (row["title"], row["field_of_action"], row["goal"]) == ("Labor", "Offen", None)


def test_the_exchange_leaves_out_what_is_below_an_unpublished_page(client, agenda, field, measure):
    other = a_field(agenda, title="Offen", goals=())
    a_measure(
        other,
        title="Labor",
        dependencies=[Dependency(depends_on=measure)],
        body=[("text", f'<p><a linktype="page" id="{measure.pk}">dort</a></p>')],
    )
    unpublished(field)
    file = text(client, "/offene-daten/agenda/agenda.json")
    assert "Labor" in file
    for secret in ("Digitallabor", "Geheim", "/geheim/", str(measure.translation_key)):
        assert secret not in file


def test_the_api_answers_with_nothing_below_an_unpublished_page(client, field, measure):
    unpublished(field)
    assert client.get(f"{PAGES}{measure.pk}/").status_code == 404
    for question in ("", "?type=strategy.MeasurePage", "?search=Digitallabor"):
        answer = client.get(f"{PAGES}{question}")
        assert answer.status_code == 200
        assert "Digitallabor" not in answer.text


def test_the_api_finds_what_is_public(client, field, measure):
    found = client.get(f"{PAGES}?search=Digitallabor&type=strategy.MeasurePage").json()
    assert [item["title"] for item in found["items"]] == ["Digitallabor"]
    assert client.get(f"{PAGES}{measure.pk}/").json()["meta"]["parent"]["title"] == "Geheimes Feld"


def test_feeds_tell_nothing_below_an_unpublished_page(client, agenda, field, measure):
    unpublished(field)
    one = reverse("measure_feed", kwargs={"key": measure.translation_key})
    assert client.get(one).status_code == 404
    whole = reverse("agenda_feed", kwargs={"key": agenda.translation_key})
    assert "Los" not in text(client, whole)


@pytest.fixture
def elsewhere(db):
    """A measure in an agenda that belongs to no site."""
    home = Page.objects.get(depth=1).add_child(
        instance=Page(title="Nirgends", slug="nirgends", locale=Locale.get_default())
    )
    measure = a_measure(a_field(an_agenda(home, slug="fern", title="Fern")), title="Weit weg")
    assert measure.url is None
    return measure


def test_what_no_site_has_is_in_no_answer(client, agenda, field, measure, elsewhere, tmp_path):
    an_indicator({2024: "1"}, measure=elsewhere, title="Fernes")
    assert client.get("/offene-daten/agenda/fern.json").status_code == 404
    assert client.get("/offene-daten/measures.csv?agenda=fern").status_code == 404
    for name in ("measures.csv", "milestones.csv", "indicators.csv", "catalog.ttl", ""):
        answer = text(client, f"/offene-daten/{name}")
        for word in ("Weit weg", "Fern", "fern"):
            assert word not in answer
    key = elsewhere.translation_key
    assert client.get(reverse("measure_feed", kwargs={"key": key})).status_code == 404
    path = tmp_path / "agenda.json"
    call_command("export_agenda", output=path)
    assert "Digitallabor" in path.read_text()


def test_a_site_answers_with_its_own_pages_only(client, measure, elsewhere, settings):
    settings.ALLOWED_HOSTS = ["*"]
    home = elsewhere.get_ancestors().get(depth=2)
    Site.objects.create(hostname="fern.example", root_page=home, port=80)
    found = text(client, "/offene-daten/measures.csv")
    assert [row["title"] for row in csv.DictReader(io.StringIO(found))] == ["Digitallabor"]
    there = b"".join(client.get("/offene-daten/measures.csv", headers={"host": "fern.example"}))
    assert [row["title"] for row in csv.DictReader(io.StringIO(there.decode()))] == ["Weit weg"]


@pytest.mark.parametrize(
    "address",
    [
        "measures.csv?x=1",
        "measures.csv?agenda=agenda&lang=de&page=2",
        "agenda/agenda.json?x=1",
        "catalog.ttl?x=1",
        "schema.json?x=1",
        "measures.csv?lang=de&lang=en",
    ],
)
def test_unknown_parameters_are_refused_so_that_each_file_is_kept_once(client, measure, address):
    answer = client.get(f"/offene-daten/{address}")
    assert answer.status_code == 400
    assert not answer.cookies


def test_a_large_agenda_is_streamed_and_a_small_one_kept(client, measure, monkeypatch):
    small = client.get("/offene-daten/agenda/agenda.json")
    assert not small.streaming
    monkeypatch.setattr("agenda.strategy.open_data.views.LARGEST_KEPT", 200)
    large = client.get("/offene-daten/agenda/agenda.json", headers={"authorization": "x"})
    assert large.streaming
    assert large["Access-Control-Allow-Origin"] == "*"
    document, kept = json.loads(b"".join(large)), json.loads(small.content)
    assert document["agenda"] == kept["agenda"]


def test_goals_of_another_language_are_named_only_if_public(client, field, measure):
    english = Locale.objects.get(language_code="en")
    copy = field.copy_for_translation(english, copy_parents=True)
    copy.goals.set(
        [
            Goal(
                title="Secret goal",
                slug="x",
                locale=english,
                translation_key=field.goals.first().translation_key,
            )
        ]
    )
    copy.save()
    row = json.loads(text(client, "/offene-daten/measures.json?lang=en"))[0]
    assert row["goal"] == "Geheimes Ziel"
