"""The agenda along the years: a bar for each measure, by field of action."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce, Left, Length
from django.utils.translation import gettext
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
# From here on, the word "today" stands before its line.
LATE = 85
UNDATED = Q(starts_on=None, ends_on=None)
FIELD_PATH = Left("path", Length("path") - Page.steplen)
IN_TIME = (FIELD_PATH, Coalesce("starts_on", "ends_on"), "title", "pk")
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
    bounds = _bounds(measures)
    dated = Paginator(measures.exclude(UNDATED).order_by(*IN_TIME), ROWS_PER_PAGE)
    dated.count = bounds["dated"]
    page_obj = dated.get_page(scope.filters.page_number)
    axis = _axis(bounds, scope.today)
    now = axis.place(scope.today)
    undated = measures.filter(UNDATED).order_by("title", "pk")[:UNDATED_SHOWN]
    return {
        "page_obj": page_obj,
        "groups": _groups(scope, page_obj, axis),
        "axis": axis,
        "today": percent(now) if 0 < now < 100 else "",
        "today_is_late": now > LATE,
        "undated": [_entry(scope, measure) for measure in undated],
        "has_more_undated": bounds["total"] - bounds["dated"] > UNDATED_SHOWN,
        "total": bounds["total"],
        "filter_fields": scope.filters.narrowing_fields,
    }


def _bounds(measures) -> dict:
    return measures.order_by().aggregate(
        total=Count("pk"),
        dated=Count("pk", filter=~UNDATED),
        first_start=Min("starts_on"),
        last_start=Max("starts_on"),
        first_end=Min("ends_on"),
        last_end=Max("ends_on"),
    )


def _axis(bounds: dict, today: date) -> Axis:
    days = [day for day in bounds.values() if isinstance(day, date)] or [today]
    return Axis.around(min(days), max(days), today)


def _groups(scope: Scope, measures, axis: Axis) -> list[dict]:
    fields = {field.path: field for field in scope.fields}

    def group(path: str, rows) -> dict:
        field = fields.get(path)
        return {
            "title": field.title if field else gettext("More measures"),
            "url": _address(scope, field) if field else "",
            "rows": [_entry(scope, measure) | _bar(measure, axis) for measure in rows],
        }

    groups = groupby(measures, key=lambda measure: measure.path[: -Page.steplen])
    return [group(path, rows) for path, rows in groups]


def _address(scope: Scope, page) -> str:
    """Return a relative address, so that many rows stay small."""
    return "../" + page.url_path.removeprefix(scope.agenda.url_path)


def _entry(scope: Scope, measure) -> dict:
    return {
        "title": measure.title,
        "url": _address(scope, measure),
        "status": measure.status,
        "label": Status(measure.status).label,
        "period": measure.period(),
        "is_overdue": measure.is_overdue,
    }


def _bar(measure, axis: Axis) -> dict:
    """Return where the bar stands; without a beginning or an end it runs to the margin."""
    starts = axis.place(measure.starts_on) if measure.starts_on else 0
    ends = axis.place(_day_after(measure.ends_on)) if measure.ends_on else 100
    width = max(ends - starts, MIN_WIDTH)
    return {"x": percent(min(starts, 100 - width)), "width": percent(width)}


def _day_after(day: date) -> date:
    # The last day there is stands for "without end".
    return day if day == date.max else day + timedelta(days=1)
