"""Journeys: steps through pages of all kinds, and the way back from each of them."""

import json

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.translation import pgettext
from wagtail.blocks import StructBlockValidationError
from wagtail.models import Locale, PageViewRestriction

from agenda.guides.models import GuidePage, JourneyPage, JourneyStep
from agenda.guides.models.journeys import TaskBlock
from cms.content.models import Audience
from tests.calendar.factories import a_calendar, a_training
from tests.services.factories import a_service, a_service_index

from .factories import a_guide, a_guide_index, a_journey, tasks


@pytest.fixture
def index(root):
    return a_guide_index(root)


@pytest.fixture
def guide(index):
    return a_guide(index, title="Konto sichern")


@pytest.fixture
def service(root):
    return a_service(a_service_index(root), title="Wohnung ummelden")


@pytest.fixture
def journey(index, guide, service):
    return a_journey(
        index,
        ("Vorbereiten", guide),
        ("Ummelden", service),
        ("Fragen", "https://hilfe.example/"),
        title="Neu hier",
    )


def main(client, url: str) -> BeautifulSoup:
    answer = client.get(url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").main


def part_of(client, url: str) -> list:
    return main(client, url).select(".part-of")


def test_a_journey_shows_its_steps_in_order_with_links_and_kinds(client, journey, guide, service):
    page = main(client, journey.url)
    titles = [title.get_text() for title in page.select(".journey-steps h2")]
    assert titles == ["Vorbereiten", "Ummelden", "Fragen"]
    links = {link["href"]: link.get_text() for link in page.select(".journey-tasks a")}
    assert links == {
        guide.url: "Konto sichern",
        service.url: "Wohnung ummelden",
        "https://hilfe.example/": "Dorthin",
    }
    assert not page.select("script, [style], [onclick]")


def test_steps_at_the_same_time_and_choices_share_a_number(client, index):
    journey = a_journey(
        index,
        {"title": "Eins"},
        {"title": "Dazu", "joint": JourneyStep.Joint.AND},
        {"title": "Oder so", "joint": JourneyStep.Joint.OR},
        {"title": "Zwei", "duration": "etwa 20 Minuten"},
    )
    steps = main(client, journey.url).select(".journey-steps > li")
    marks = [step.select_one(".journey-steps__mark").get_text(" ", strip=True) for step in steps]
    assert [mark.split()[-1] for mark in marks] == [
        "1",
        pgettext("between two steps", "and"),
        pgettext("between two steps", "or"),
        "2",
    ]
    assert "etwa 20 Minuten" in steps[3].get_text()


def test_what_readers_may_not_see_is_left_out(client, index, guide, service):
    draft = a_guide(index, title="Noch ein Entwurf")
    journey = a_journey(index, ("Schritt", guide, service, draft))
    draft.unpublish()
    PageViewRestriction.objects.create(page=service, restriction_type="login")
    text = main(client, journey.url).get_text()
    assert "Konto sichern" in text
    assert "Noch ein Entwurf" not in text
    assert "Wohnung ummelden" not in text


def test_each_page_of_a_journey_tells_its_place(client, journey, guide, service):
    for url in (guide.url, f"{guide.url}kapitel/anfang/"):
        (box,) = part_of(client, url)
        links = {link.get_text(): link["href"] for link in box.select("a")}
        assert links == {
            "Neu hier": f"{journey.url}#schritt-1",
            "Ummelden": f"{journey.url}#schritt-2",
        }
    (box,) = part_of(client, service.url)
    assert [link.get_text() for link in box.select("a")] == ["Neu hier", "Vorbereiten", "Fragen"]
    ids = [part["id"] for part in main(client, journey.url).select(".journey-steps [id]")]
    assert ids == ["schritt-1", "schritt-2", "schritt-3"]


def test_a_training_tells_its_place_too(client, index):
    training = a_training(a_calendar())
    a_journey(index, ("Üben", training), title="Sicher online")
    (box,) = part_of(client, training.url)
    assert "Sicher online" in box.get_text()


def test_only_public_journeys_are_told(client, index, guide):
    hidden = a_journey(index, ("Intern", guide))
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    a_journey(index, ("Entwurf", guide)).unpublish()
    assert part_of(client, guide.url) == []


def test_the_place_is_purged_with_the_journey(
    client, settings, index, guide, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE_SECONDS = 600
    assert part_of(client, guide.url) == []
    with django_capture_on_commit_callbacks(execute=True):
        journey = a_journey(index, ("Schritt", guide))
    assert len(part_of(client, guide.url)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        journey.unpublish()
    assert part_of(client, guide.url) == []


def test_links_lead_to_the_language_of_the_journey(client, index, guide, journey):
    english = Locale.objects.get(language_code="en")
    for page in (index.get_parent(), index, guide, journey):
        copy = page.specific.get_translation_or_none(english)
        copy = copy or page.specific.copy_for_translation(english)
        copy.save_revision().publish()
    translated = JourneyPage.objects.get(locale=english)
    english_guide = GuidePage.objects.get(locale=english)
    with translation.override("en"):
        url, guide_url = translated.url, english_guide.url
    links = [link["href"] for link in main(client, url).select(".journey-tasks a")]
    assert links[0] == guide_url
    (box,) = part_of(client, guide_url)
    assert box.a["href"] == f"{url}#schritt-1"


def test_the_number_of_queries_does_not_grow(client, settings, index, guide):
    settings.PAGE_CACHE_SECONDS = 0

    def queries(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    journey = a_journey(index, ("Schritt", guide))
    counts = [(queries(journey.url), queries(guide.url), queries(index.url))]
    for _number in range(2):
        others = [a_guide(index) for _n in range(3)]
        a_journey(index, *[("Schritt", other, guide) for other in others])
    long = a_journey(index, *[("Schritt", guide, "https://a.example/") for _n in range(8)])
    counts.append((queries(long.url), queries(guide.url), queries(index.url)))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 34


def test_the_overview_lists_journeys_and_filters_them(client, index, guide):
    parents = Audience.objects.create(slug="eltern", name="Eltern")
    a_journey(index, ("A", guide), title="Kita finden", terms={"audiences": [parents]})
    a_journey(index, ("A", guide), title="Verein gründen")
    text = main(client, index.url).get_text()
    assert "Kita finden" in text
    assert "Verein gründen" in text
    text = main(client, f"{index.url}?zielgruppe=eltern").get_text()
    assert "Kita finden" in text
    assert "Verein gründen" not in text


def test_the_search_finds_words_of_steps(client, index, guide):
    a_journey(index, ("Nachsendeauftrag stellen", guide), title="Umziehen")
    found = main(client, reverse("search") + "?q=Nachsendeauftrag")
    assert "Umziehen" in found.get_text()


def test_machines_read_a_how_to(client, journey):
    page = BeautifulSoup(client.get(journey.url).content, "html.parser")
    data = json.loads(page.select_one('script[type="application/ld+json"]').string)
    assert data["@type"] == "HowTo"
    assert [step["name"] for step in data["step"]] == ["Vorbereiten", "Ummelden", "Fragen"]
    assert data["step"][1]["itemListElement"][0]["text"] == "Wohnung ummelden"


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"url": "https://a.example/"},
        {"url": "ftp://a.example/", "label": "Dorthin"},
    ],
)
def test_a_task_needs_one_aim_and_words_for_an_address(value):
    block = TaskBlock()
    task = {"page": None, "url": "", "label": "", "note": "", **value}
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python(task))


def test_a_task_cannot_have_two_aims(guide):
    block = TaskBlock()
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"page": guide.pk, "url": "https://a.example/", "label": "x"}))


def test_editors_find_the_form_of_a_journey(client, editor, index):
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:add", args=["guides", "journeypage", index.pk])
    assert client.get(address).status_code == 200


def test_texts_stand_side_by_side(client, index, guide):
    easy = Locale.objects.get(language_code="de-simple")
    text = ("text", "<p>Zuerst lesen.</p>")
    journey = a_journey(index, {"title": "Los", "content": [text, tasks(guide)]})
    for page in (index.get_parent(), index, journey):
        copy = page.specific.get_translation_or_none(easy)
        (copy or page.specific.copy_for_translation(easy)).save_revision().publish()
    shown = main(client, f"{journey.url}nebeneinander/")
    assert shown.get_text().count("Zuerst lesen.") == 2
    assert len(shown.select(".journey-tasks a")) == 2
