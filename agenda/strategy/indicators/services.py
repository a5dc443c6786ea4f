"""Values of indicators are taken over here, whether uploaded or fetched."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from wagtail.log_actions import log

from cms.content import page_cache

from ..models.indicators import Indicator, IndicatorValue
from .reading import ValueRow

BATCH_SIZE = 2000


@dataclass(frozen=True)
class Changes:
    """What an import does: rows that are new, that change a value, that change nothing.

    `changed` holds the row together with the value as it stands.
    """

    added: list[ValueRow]
    changed: list[tuple[ValueRow, IndicatorValue]]
    unchanged: int


def planned_changes(indicator: Indicator, rows: Iterable[ValueRow]) -> Changes:
    """Compare `rows` with the values there are; changes nothing."""
    standing = {value.date: value for value in indicator.values.all()}
    added, changed, unchanged = [], [], 0
    for row in rows:
        value = standing.get(row.date)
        if value is None:
            added.append(row)
        elif value.value != row.value or row.note not in (None, value.note):
            changed.append((row, value))
        else:
            unchanged += 1
    return Changes(added, changed, unchanged)


@transaction.atomic
def import_values(indicator: Indicator, rows: Iterable[ValueRow]) -> Changes:
    """Take over `rows`: add new dates, change those that differ, leave all others alone.

    A second import of the same rows changes nothing.
    """
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    changes = planned_changes(indicator, rows)
    values = [_value(indicator, row, row.note or "") for row in changes.added]
    values += [
        _value(indicator, row, value.note if row.note is None else row.note)
        for row, value in changes.changed
    ]
    if values:
        IndicatorValue.objects.bulk_create(
            values,
            batch_size=BATCH_SIZE,
            update_conflicts=True,
            unique_fields=["indicator", "date"],
            update_fields=["value", "note"],
        )
        page_cache.purge_site()
        log(indicator, "wagtail.edit")
    return changes


def _value(indicator: Indicator, row: ValueRow, note: str) -> IndicatorValue:
    return IndicatorValue(indicator=indicator, date=row.date, value=row.value, note=note)
