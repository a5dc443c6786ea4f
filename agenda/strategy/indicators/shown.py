"""Indicators as pages show them: planned in few queries, with their drawing and their words."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from ..models.indicators import SHOWN_VALUES, Indicator
from .charts import Chart, chart_of
from .words import date_text, number_text, summary


@dataclass(frozen=True)
class ShownIndicator:
    """What templates/strategy/indicator.html shows of an indicator."""

    indicator: Indicator

    @cached_property
    def words(self) -> dict[str, str]:
        """Return title, unit, description and source in the reader's language."""
        return self.indicator.words

    @property
    def anchor(self) -> str:
        """Return the id of this indicator on its page."""
        return f"kennzahl-{self.indicator.slug}"

    @cached_property
    def summary(self) -> str:
        """Say the course of the values in a sentence or three."""
        return summary(self.indicator)

    @cached_property
    def chart(self) -> Chart | None:
        """Return the drawing."""
        return chart_of(self.indicator)

    @property
    def progress(self) -> int | None:
        """Return how much of the way to the target is done, in percent."""
        return self.indicator.progress()

    @property
    def rows(self) -> list[dict[str, str]]:
        """Return the lines of the table, newest first."""
        return [
            {
                "date": date_text(value.date, self.indicator.period),
                "value": number_text(value.value),
                "note": value.note,
            }
            for value in reversed(self.indicator.shown_values)
        ]

    @property
    def has_notes(self) -> bool:
        """Say whether the table needs a column for notes."""
        return any(value.note for value in self.indicator.shown_values)

    @property
    def has_older_values(self) -> bool:
        """Say whether there are values that the page does not show."""
        return len(getattr(self.indicator, "newest_values", [])) > SHOWN_VALUES


def shown_indicators_of(measure) -> list[ShownIndicator]:
    """Return the released indicators of a measure, given in any language."""
    return [ShownIndicator(row) for row in Indicator.objects.for_measure(measure).with_values()]


def shown_indicators_by_goal(goals) -> dict[UUID, list[ShownIndicator]]:
    """Return the released indicators of `goals` by the goal's translation key."""
    found: dict[UUID, list[ShownIndicator]] = {}
    for indicator in Indicator.objects.for_goals(goals).with_values():
        found.setdefault(indicator.goal.translation_key, []).append(ShownIndicator(indicator))
    return found
