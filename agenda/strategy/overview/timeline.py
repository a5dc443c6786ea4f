"""The agenda along the years: a bar for each measure, by field of action."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import Max, Min, Q
from django.db.models.functions import Coalesce, Left, Length
from wagtail.models import Page

from ..models.status import Status
from .scope import Scope

ROWS_PER_PAGE = 500
UNDATED_SHOWN = 200
# One wrong date must not press all bars together.
MAX_YEARS = 20
YEARS_BEFORE = 8
MAX_YEARS_WITH_QUARTERS = 5
MAX_YEAR_LABELS = 10
MIN_WIDTH = 0.6
COLUMNS = ("title", "path", "url_path", "status", "progress", "starts_on", "ends_on")


@dataclass(frozen=True)
class Axis:
    """The years that the bars are drawn along, `last` included."""

    first: int
    last: int

    @classmethod
    def around(cls, earliest: date, latest: date, today: date) -> "Axis":
        """Return the years from `earliest` to `latest`, cut around today if they are too many."""
        first, last = earliest.year, latest.year
        if last - first >= MAX_YEARS:
            first = max(first, min(today.year - YEARS_BEFORE, last - MAX_YEARS + 1))
            last = first + MAX_YEARS - 1
        return cls(first, last)

    @property
    def years(self) -> int:
        return self.last - self.first + 1

    def place(self, day: date) -> float:
        """Return where `day` begins, in percent of the width."""
        start = date(self.first, 1, 1)
        days = (date(self.last, 12, 31) - start).days + 1
        return min(max(100 * (day - start).days / days, 0), 100)

    def lines(self) -> list[dict]:
        """Return {x, is_year} of the lines behind the bars."""
        months = (1, 4, 7, 10) if self.years <= MAX_YEARS_WITH_QUARTERS else (1,)
        return [
            {"x": percent(self.place(date(year, month, 1))), "is_year": month == 1}
            for year in range(self.first, self.last + 1)
            for month in months
        ]

    def labels(self) -> list[dict]:
        """Return {x, year} of the years that are written above the bars."""
        step = -(-self.years // MAX_YEAR_LABELS)
        return [
            {"x": percent(self.place(date(year, 1, 1))), "year": str(year)}
            for year in range(self.first, self.last + 1, step)
        ]


def percent(value: float) -> str:
    """Write a share as SVG takes it, whatever the language; templates would write a comma."""
    return f"{value:.1f}".removesuffix(".0") + "%"


def timeline_context(scope: Scope) -> dict:
    """Return the bars by field of action, the axis, today, and what has no date."""
    measures = scope.measures.select_related(None).only(*COLUMNS)
    undated_only = Q(starts_on=None, ends_on=None)
    dated = measures.exclude(undated_only).order_by(
        Left("path", Length("path") - Page.steplen), Coalesce("starts_on", "ends_on"), "title", "pk"
    )
    paginator = Paginator(dated, ROWS_PER_PAGE)
    page_obj = paginator.get_page(scope.filters.page_number)
    axis = _axis(scope, dated)
    undated = list(measures.filter(undated_only).order_by("title", "pk")[: UNDATED_SHOWN + 1])
    now = axis and axis.place(scope.today)
    return {
        "page_obj": page_obj,
        "groups": _groups(scope, page_obj, axis),
        "axis": axis,
        "today": percent(now) if now and 0 < now < 100 else "",
        "undated": [_entry(scope, measure) for measure in undated[:UNDATED_SHOWN]],
        "has_more_undated": len(undated) > UNDATED_SHOWN,
    }


def _axis(scope: Scope, dated) -> Axis | None:
    bounds = dated.order_by().aggregate(
        starts=Min("starts_on"),
        first_end=Min("ends_on"),
        last_start=Max("starts_on"),
        ends=Max("ends_on"),
    )
    days = [day for day in bounds.values() if day]
    return Axis.around(min(days), max(days), scope.today) if days else None


def _groups(scope: Scope, measures, axis: Axis | None) -> list[dict]:
    fields = {field.path: field for field in scope.fields}
    return [
        {
            "field": fields.get(path),
            "rows": [_entry(scope, measure) | _bar(measure, axis) for measure in rows],
        }
        for path, rows in groupby(measures, key=lambda measure: measure.path[: -Page.steplen])
    ]


def _entry(scope: Scope, measure) -> dict:
    """Describe a measure; its address is relative, so that many rows stay small."""
    return {
        "title": measure.title,
        "url": "../" + measure.url_path.removeprefix(scope.agenda.url_path),
        "status": measure.status,
        "label": Status(measure.status).label,
        "period": measure.period(),
        "is_overdue": measure.is_overdue,
    }


def _bar(measure, axis: Axis) -> dict:
    """Return where the bar stands; without a beginning or an end it runs to the margin."""
    starts = axis.place(measure.starts_on) if measure.starts_on else 0
    ends = axis.place(measure.ends_on + timedelta(days=1)) if measure.ends_on else 100
    width = max(ends - starts, MIN_WIDTH)
    return {"x": percent(min(starts, 100 - width)), "width": percent(width)}
