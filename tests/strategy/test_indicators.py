"""Indicators: what holds for them, who sees them, how far they are."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from wagtail.models import Locale, PageViewRestriction

from agenda.strategy.models import Indicator

from .factories import a_field, a_measure, an_agenda, an_indicator

pytestmark = pytest.mark.django_db


@pytest.fixture
def field(root):
    return a_field(an_agenda(root), goals=("Lernorte", "Chancen"))


@pytest.mark.parametrize(
    "values",
    [
        {"baseline_value": 1},
        {"target_on": date(2030, 12, 31)},
        {
            "baseline_value": 10,
            "baseline_on": date(2020, 1, 1),
            "target_value": 5,
            "target_on": date(2030, 1, 1),
        },
    ],
)
def test_editor_and_database_refuse_half_and_contrary_aims(values):
    indicator = an_indicator()
    for name, value in values.items():
        setattr(indicator, name, value)
    with pytest.raises(ValidationError):
        indicator.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.filter(pk=indicator.pk).update(**values)


def test_a_date_has_one_value():
    indicator = an_indicator({2024: 1})
    with pytest.raises(IntegrityError), transaction.atomic():
        indicator.values.create(date=date(2024, 12, 31), value=2)


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "latest", "expected"),
    [
        ("up", 10, 50, 30, 50),
        ("up", 10, 50, 5, 0),
        ("up", 10, 50, 50, 100),
        ("up", 10, 50, Decimal("49.99"), 99),
        ("up", None, 50, 25, 50),
        ("down", 80, 20, 50, 50),
        ("down", 80, 20, 10, 100),
        ("down", None, 20, 50, None),
        ("down", None, 20, 20, 100),
        ("up", 0, 0, -1, None),
        ("up", 10, None, 30, None),
    ],
)
def test_progress_is_the_share_of_the_way(direction, baseline, target, latest, expected):
    indicator = an_indicator({2024: latest}, direction=direction, baseline=baseline, target=target)
    assert indicator.progress() == expected


def test_without_values_nothing_is_said_of_progress():
    indicator = an_indicator(target=5)
    assert indicator.latest is None
    assert indicator.progress() is None
    assert not indicator.target_is_reached


def test_words_are_in_the_readers_language_or_german():
    indicator = an_indicator(title="Anteil", translations={"en": {"title": "Share"}})
    with translation.override("en"):
        assert str(indicator) == "Share"
        assert indicator.words["source"] == indicator.source
    with translation.override("de-simple"):
        assert str(indicator) == "Anteil"


def test_only_released_indicators_of_public_pages_are_shown(field):
    goal = field.goals.first()
    released = an_indicator(goal=goal)
    an_indicator(goal=goal, is_public=False)
    of_draft = an_indicator(measure=a_measure(field))
    of_draft.measure.unpublish()
    of_town = an_indicator()
    assert set(Indicator.objects.shown()) == {released, of_town}
    PageViewRestriction.objects.create(page=field, restriction_type="login")
    assert set(Indicator.objects.shown()) == {of_town}


def test_a_translated_goal_and_measure_find_the_indicators_of_the_source(field, german):
    english = Locale.objects.get(language_code="en")
    measure = a_measure(field)
    of_goal, of_measure = an_indicator(goal=field.goals.first()), an_indicator(measure=measure)
    field.get_parent().specific.copy_for_translation(english, copy_parents=True)
    translated_field = field.copy_for_translation(english)
    translated = measure.copy_for_translation(english)
    assert list(Indicator.objects.for_goals(translated_field.goals.all())) == [of_goal]
    assert list(Indicator.objects.for_measure(translated)) == [of_measure]


def test_values_are_planned_for_many_indicators(django_assert_num_queries):
    for _ in range(4):
        an_indicator({year: year for year in range(1950, 2025)})
    with django_assert_num_queries(2):
        found = list(Indicator.objects.with_values())
        assert {indicator.latest.value for indicator in found} == {2024}
        assert {len(indicator.shown_values) for indicator in found} == {60}


def test_what_failed_is_tried_again_the_next_day_what_worked_when_it_is_due():
    now = timezone.now()
    indicator = an_indicator(source_url="https://example.org/a.csv", fetch_every=30)
    assert indicator.is_due(now)
    indicator.last_fetched_at = now - timedelta(days=2)
    assert not indicator.is_due(now)
    indicator.last_error = "status"
    assert indicator.is_due(now)
    indicator.source_url = ""
    assert not indicator.is_due(now)
