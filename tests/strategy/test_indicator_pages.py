"""Indicators on the pages of fields of action and measures."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from .factories import a_field, a_measure, an_agenda, an_indicator

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(root):
    return a_field(an_agenda(root), goals=("Lernorte", "Chancen"))


def page_of(client, page) -> BeautifulSoup:
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_the_page_shows_words_drawing_and_table_in_german_numbers(client, field):
    goal = field.goals.first()
    an_indicator(
        {2022: "1234.5", 2023: 1300, 2024: 1400, 2025: "2345.25"},
        goal=goal,
        title="Kurse & Treffen",
        unit="Teilnehmende",
        baseline=1000,
        target=5000,
        slug="kurse",
    )
    article = page_of(client, field).select_one(f"section[aria-labelledby={goal.anchor}] article")
    assert article["id"] == "kennzahl-kurse"
    assert "1.234,5\u00a0Teilnehmende" in article.select_one(".indicator__summary").text
    svg = article.select_one("svg[role=img]")
    ids = svg["aria-labelledby"].split()
    assert [article.find(id=name).name for name in ids] == ["title", "desc"]
    assert "2.000" in [text.text for text in svg.find_all("text")]
    cells = [cell.text for cell in article.select("tbody td.is-number")]
    assert cells == ["2.345,25", "1.400", "1.300", "1.234,5"]
    assert "Statistikstelle" in article.select_one("figcaption").text
    assert not article.select("[style], script, style")


def test_ids_are_unique_with_several_indicators(client, field):
    for _ in range(3):
        an_indicator({2023: 1, 2024: 2}, goal=field.goals.first(), target=5, baseline=0)
    ids = [element["id"] for element in page_of(client, field).find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_a_measure_shows_its_indicators_and_no_hidden_ones(client, field):
    measure = a_measure(field)
    an_indicator({2024: 5}, measure=measure, title="Ausleihen")
    an_indicator({2024: 5}, measure=measure, title="Ungeprüft", is_public=False)
    an_indicator({2024: 5}, measure=a_measure(field), title="Von anderen")
    text = page_of(client, measure).text
    assert "Ausleihen" in text
    assert "Ungeprüft" not in text
    assert "Von anderen" not in text


def test_an_indicator_without_values_says_so(client, field):
    an_indicator(goal=field.goals.first(), target=5)
    article = page_of(client, field).select_one(".indicator")
    assert article.select_one("svg") is None
    assert article.select_one(".indicator__summary").text


def test_english_pages_show_english_words_of_the_same_values(client, field):
    english = Locale.objects.get(language_code="en")
    an_indicator(
        {2023: 1, 2024: "1234.5"},
        goal=field.goals.first(),
        translations={"en": {"title": "Visits", "unit": "people"}},
    )
    home = field.get_parent().get_parent().specific
    if not home.has_translation(english):
        home.copy_for_translation(english).save_revision().publish()
    agenda = field.get_parent().specific.copy_for_translation(english)
    agenda.save_revision().publish()
    translated = field.copy_for_translation(english)
    translated.save_revision().publish()
    article = page_of(client, translated.specific).select_one(".indicator")
    assert "Visits" in article.text
    assert "1,234.5\u00a0people" in article.text


def test_queries_do_not_grow_with_indicators_and_values(client, field):
    def queries(url: str) -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    measure = a_measure(field)
    first, second = field.goals.all()
    for aim in ({"goal": first}, {"measure": measure}):
        an_indicator({2024: 1}, target=5, **aim)
    before = queries(field.url), queries(measure.url)
    for aim in ({"goal": first}, {"goal": second}, {"measure": measure}):
        for _ in range(4):
            an_indicator({year: year for year in range(2000, 2025)}, target=9999, **aim)
    assert queries(field.url) <= before[0]
    assert queries(measure.url) <= before[1]
    assert max(before) <= 25
