"""The indicators of the demo town."""

from datetime import date
from decimal import Decimal

from ..models import FieldOfActionPage, Indicator
from .reading import ValueRow
from .services import import_values


def build(data: list[dict], context) -> None:
    """Build the released indicators of indicators.yaml; goals and measures must be there."""
    for item in data:
        indicator = Indicator(
            slug=item["slug"],
            title=item["title"],
            unit=item["unit"],
            description=item.get("description", ""),
            source=item["source"],
            translations=item.get("translations") or {},
            direction=item.get("direction", "up"),
            period=item.get("period", "year"),
            is_public=True,
        )
        if "goal" in item:
            field, goal = item["goal"].split("/")
            page: FieldOfActionPage = context.page(field)
            indicator.goal = page.goals.get(slug=goal)
        if "measure" in item:
            indicator.measure = context.page(item["measure"])
        if "baseline" in item:
            indicator.baseline_on, indicator.baseline_value = _dated(item["baseline"])
        if "target" in item:
            indicator.target_on, indicator.target_value = _dated(item["target"])
        indicator.full_clean()
        indicator.save()
        notes = item.get("notes") or {}
        import_values(
            indicator,
            [
                ValueRow(date=day, value=_decimal(value), note=notes.get(day))
                for day, value in item["values"].items()
            ],
        )


def _dated(pair: list) -> tuple[date, Decimal]:
    day, value = pair
    return day, _decimal(value)


def _decimal(value: float) -> Decimal:
    # YAML knows no decimal numbers; as text they are what the file says.
    return Decimal(str(value))
