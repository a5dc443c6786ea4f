"""Values taken over: new, changed and unchanged ones, once or twice."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache

from agenda.strategy.indicators.reading import ValueRow
from agenda.strategy.indicators.services import import_values, planned_changes
from cms.content.page_cache import SITE_TOKEN_NAME

from .factories import an_indicator

pytestmark = pytest.mark.django_db


def row(year: int, value, note: str | None = None) -> ValueRow:
    return ValueRow(date(year, 12, 31), Decimal(value), note)


def stored(indicator) -> list[tuple]:
    return [(value.date.year, value.value, value.note) for value in indicator.values.all()]


def test_new_dates_are_added_others_changed_and_the_rest_left_alone():
    indicator, other = an_indicator({2020: 1, 2021: 2, 2022: 3}), an_indicator({2021: 2})
    indicator.values.filter(value=2).update(note="geschätzt")
    changes = import_values(indicator, [row(2020, 1), row(2021, 5), row(2023, 4, "neu")])
    assert stored(indicator) == [
        (2020, 1, ""),
        (2021, 5, "geschätzt"),
        (2022, 3, ""),
        (2023, 4, "neu"),
    ]
    assert stored(other) == [(2021, 2, "")]
    assert (len(changes.added), len(changes.changed), changes.unchanged) == (1, 1, 1)
    assert changes.changed[0][1].value == 2


def test_the_second_import_changes_nothing():
    indicator = an_indicator()
    rows = [row(2020, "1.5", "a"), row(2021, 2, "")]
    import_values(indicator, rows)
    again = import_values(indicator, rows)
    assert (again.added, again.changed, again.unchanged) == ([], [], 2)


def test_an_empty_note_of_a_file_with_notes_clears_the_old_one():
    indicator = an_indicator({2020: 1})
    indicator.values.update(note="falsch")
    import_values(indicator, [row(2020, 1, "")])
    assert stored(indicator) == [(2020, 1, "")]


def test_a_plan_changes_nothing():
    indicator = an_indicator({2020: 1})
    changes = planned_changes(indicator, [row(2020, 2), row(2021, 3)])
    assert len(changes.added) == len(changes.changed) == 1
    assert stored(indicator) == [(2020, 1, "")]


def test_many_rows_need_few_queries(django_assert_max_num_queries):
    indicator = an_indicator({year: 1 for year in range(1900, 1950)})
    with django_assert_max_num_queries(7):
        import_values(indicator, [row(year, 2) for year in range(1900, 2200)])
    assert indicator.values.count() == 300


def test_stored_pages_are_dropped_when_a_value_changes(django_capture_on_commit_callbacks):
    indicator = an_indicator()
    for change in (
        lambda: import_values(indicator, [row(2020, 1)]),
        lambda: indicator.values.get().delete(),
        lambda: indicator.save(),
    ):
        cache.set(SITE_TOKEN_NAME, "before")
        with django_capture_on_commit_callbacks(execute=True):
            change()
        assert cache.get(SITE_TOKEN_NAME) != "before"
