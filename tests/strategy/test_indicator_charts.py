"""Charts: well-formed, legible, in the reader's number format, told by more than colour."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from agenda.strategy.indicators.charts import HEIGHT, WIDTH, chart_of
from agenda.strategy.indicators.layout import round_steps
from agenda.strategy.indicators.shown import ShownIndicator
from agenda.strategy.models import Indicator, IndicatorValue

SVG = "{http://www.w3.org/2000/svg}"


def an_unsaved_indicator(values: dict, **fields) -> Indicator:
    indicator = Indicator(**{"slug": "anteil", "title": "Anteil", "unit": "%", **fields})
    for name in ("baseline", "target"):
        if (value := getattr(indicator, f"{name}_value")) is not None:
            setattr(indicator, f"{name}_value", Decimal(value))
            setattr(indicator, f"{name}_on", date(2020 if name == "baseline" else 2030, 12, 31))
    days = {key if isinstance(key, date) else date(key, 12, 31): v for key, v in values.items()}
    indicator.newest_values = [
        IndicatorValue(date=day, value=Decimal(value))
        for day, value in sorted(days.items(), reverse=True)
    ]
    return indicator


def drawn(indicator: Indicator) -> ElementTree.Element:
    """Return the drawing, read as XML."""
    item = ShownIndicator(indicator)
    context = {"chart": item.chart, "name": "A & B", "description": item.summary, "id": "a"}
    return ElementTree.fromstring(render_to_string("strategy/indicator_chart.html", context))


def texts(svg: ElementTree.Element) -> list[str]:
    return [element.text for element in svg.iter(f"{SVG}text")]


SERIES = {
    "one": {2024: 5},
    "two": {2023: 5, 2024: 7},
    "equal": {year: 5 for year in range(2015, 2025)},
    "zeros": {year: 0 for year in range(2015, 2025)},
    "negative": {2020: -5, 2021: -3, 2022: -8, 2023: 4, 2024: -1},
    "huge": {year: 99_999_999_999_999 - year for year in range(2015, 2025)},
    "tiny": {year: Decimal("0.000001") * (year - 2014) for year in range(2015, 2025)},
    "months": {date(2024, month, 28): month for month in range(1, 13)},
    "days": {date(2024, 1, day): day for day in range(1, 30)},
    "old": {date(1, 1, 1): 1, date(9999, 12, 31): 2, 2000: 3, 2001: 4},
}


@pytest.mark.parametrize("name", SERIES)
@pytest.mark.parametrize("aims", [{}, {"target_value": 50}, {"baseline_value": 5}])
def test_every_series_gives_a_drawing_inside_its_frame(name, aims):
    period = "year" if name not in {"months", "days"} else name[:-1]
    svg = drawn(an_unsaved_indicator(SERIES[name], period=period, **aims))
    assert svg.get("role") == "img"
    assert svg.find(f"{SVG}title").text == "A & B"
    assert svg.find(f"{SVG}desc").text
    shapes = [*svg.iter(f"{SVG}circle"), *svg.iter(f"{SVG}rect")]
    assert len(shapes) == len(SERIES[name])
    for shape in shapes:
        x, y = float(shape.get("cx") or shape.get("x")), float(shape.get("cy") or shape.get("y"))
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HEIGHT
    assert "nan" not in ElementTree.tostring(svg, "unicode").lower()
    assert not [element for element in svg.iter() if element.get("style")]


def test_few_values_are_bars_from_zero_more_are_a_line():
    bars = chart_of(an_unsaved_indicator({2022: 80, 2023: 90}))
    assert len(bars.bars) == 2
    assert bars.rows[0].text == "0"
    line = chart_of(an_unsaved_indicator({year: 80 + year % 3 for year in range(2018, 2025)}))
    assert line.bars == []
    assert line.rows[0].text != "0"


def test_without_values_there_is_no_drawing():
    assert chart_of(an_unsaved_indicator({})) is None


def test_lines_carry_their_name_and_marks_differ_in_shape():
    values = {year: year - 2010 for year in range(2020, 2025)}
    svg = drawn(an_unsaved_indicator(values, baseline_value=10, target_value=50))
    with translation.override("en"):
        words = texts(drawn(an_unsaved_indicator(values, baseline_value=10, target_value=50)))
    assert "Target 2030: 50" in words
    assert "Baseline 2020: 10" in words
    classes = {element.get("class") for element in svg.iter(f"{SVG}line")}
    assert {
        "chart__reference chart__reference--target",
        "chart__reference chart__reference--baseline",
    } <= classes
    marks = [element.get("d") for element in svg.iter(f"{SVG}path") if element.get("transform")]
    assert len(set(marks)) == 2


def test_values_of_months_are_not_squeezed_for_a_target_in_years():
    chart = chart_of(an_unsaved_indicator(SERIES["months"], period="month", target_value=50))
    xs = [x for x, _y in chart.points]
    assert xs[-1] - xs[0] > WIDTH / 2
    assert chart.references[0].mark_x is None
    assert any(label.kind == "target" for label in chart.labels)


def test_numbers_are_written_as_the_language_does():
    indicator = an_unsaved_indicator({2021: "1234.5", 2022: 2500, 2023: 2000, 2024: "3000.25"})
    with translation.override("de"):
        german = ShownIndicator(indicator)
        assert "3.000" in texts(drawn(indicator))
        assert german.rows[-1]["value"] == "1.234,5"
        assert "1.234,5\u00a0%" in german.summary
    with translation.override("en"):
        assert "3,000" in texts(drawn(indicator))
        assert ShownIndicator(indicator).rows[-1]["value"] == "1,234.5"


def test_large_numbers_are_counted_in_millions():
    values = {year: 12_000_000 * (year - 2019) for year in range(2020, 2025)}
    with translation.override("en"):
        chart = chart_of(an_unsaved_indicator(values, unit="people"))
    assert chart.unit == "people, in millions"
    assert [row.text for row in chart.rows] == ["0", "20", "40", "60"]


@pytest.mark.parametrize(
    ("period", "expected"),
    [("year", "2024"), ("quarter", "Q3 2024"), ("month", "September 2024")],
)
def test_dates_are_written_by_the_period(period, expected):
    indicator = an_unsaved_indicator({date(2024, 9, 30): 1}, period=period)
    with translation.override("en"):
        assert ShownIndicator(indicator).rows[0]["date"] == expected


def test_the_summary_tells_the_course_and_the_aim():
    indicator = an_unsaved_indicator({2023: 12, 2025: 34}, target_value=50)
    with translation.override("en"):
        assert ShownIndicator(indicator).summary == (
            "From 12\u00a0% (2023) to 34\u00a0% (2025). Target: 50\u00a0% by 2030."
        )
        indicator.newest_values[0].value = Decimal(60)
        del indicator.shown_values
        assert "is reached" in ShownIndicator(indicator).summary
        assert ShownIndicator(an_unsaved_indicator({})).summary == "There are no values yet."


numbers = st.decimals(-(10**14) + 1, 10**14 - 1, places=6)


@given(numbers, numbers)
def test_the_axis_is_round_and_holds_all_values(one, other):
    low, high = min(one, other), max(one, other)
    steps = round_steps(low, high)
    assert steps[0] <= low
    assert steps[-1] >= high
    assert 2 <= len(steps) <= 7
    assert len({later - earlier for earlier, later in pairwise(steps)}) == 1


@given(
    st.dictionaries(st.dates(date(1800, 1, 1), date(2200, 1, 1)), numbers, min_size=1, max_size=9),
    st.none() | numbers,
    st.none() | numbers,
)
def test_labels_do_not_overlap_unless_they_must_be_there(values, baseline, target):
    chart = chart_of(an_unsaved_indicator(values, baseline_value=baseline, target_value=target))
    free = [label for label in chart.labels if label.kind == "value"]
    if chart.points:
        for n, label in enumerate(free):
            assert not any(label.box.overlaps(other.box) for other in free[n + 1 :])
    ticks = sorted(chart.columns, key=lambda tick: tick.at)
    assert len({tick.text for tick in ticks}) == len(ticks) or chart.bars
    assert ElementTree.fromstring(
        render_to_string(
            "strategy/indicator_chart.html",
            {"chart": chart, "name": "a", "description": "b", "id": "c"},
        )
    )
