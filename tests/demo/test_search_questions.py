"""What people of the town really ask leads to the page that answers it."""

from pathlib import Path

import pytest
import yaml
from django.utils import translation

from cms.content.models import BasePage, Place
from cms.content.queries import active_locale
from home.search.promotions import promoted
from home.search.results import search
from participation.associations.models import Organisation

QUESTIONS = yaml.safe_load(
    (Path(__file__).parent / "search_questions.yaml").read_text(encoding="utf-8")
)
TOP = 3
MODELS = {"organisation": Organisation, "place": Place}


def best_slugs(question: str) -> list[str]:
    """Return the slugs of what a reader sees first."""
    result = search(question, locale=active_locale(), chosen={})
    picks = promoted([question, result.question.corrected], active_locale())
    slugs = [pick.url.rstrip("/").rpartition("/")[2] for pick in picks]
    for hit in result.hits[:TOP]:
        slugs.append(hit.kind if hit.kind == "idea" else _slug(hit))
    return slugs[:TOP]


def _slug(hit) -> str:
    return MODELS.get(hit.kind, BasePage).objects.get(pk=hit.pk).slug


def test_there_are_forty_questions():
    assert sum(map(len, QUESTIONS.values())) >= 40


@pytest.mark.parametrize("language", QUESTIONS)
def test_questions_lead_to_their_answers(demo_town, language):
    with translation.override(language):
        shown = {question: best_slugs(question) for question, _slug in QUESTIONS[language]}
    missed = [
        f"{question!r} shows {shown[question]} and not {slug}"
        for question, slug in QUESTIONS[language]
        if slug not in shown[question]
    ]
    assert not missed, "\n".join(missed)


def test_a_page_of_another_language_comes_after_those_of_the_readers(demo_town):
    result_slugs = [_slug(hit) for hit in _hits("id card online", "en") if hit.kind != "idea"]
    assert "online-ausweis" in result_slugs
    assert result_slugs.index("finding-online-services") < result_slugs.index("online-ausweis")


def _hits(question: str, language: str):
    with translation.override(language):
        return search(question, locale=active_locale(), chosen={}).hits
