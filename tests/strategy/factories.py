"""An agenda to test with."""

from datetime import date
from itertools import count

from wagtail.models import Page

from agenda.strategy.models import (
    AgendaPage,
    FieldOfActionPage,
    Goal,
    Indicator,
    MeasurePage,
    ProgressSource,
    Status,
)

numbers = count(1)


def published(parent: Page, page: Page) -> Page:
    """Add `page` below `parent`, publish it and return it as stored."""
    Page.objects.get(pk=parent.pk).specific.add_child(instance=page)
    page.save_revision().publish()
    return Page.objects.get(pk=page.pk).specific


def an_agenda(root: Page, **fields) -> AgendaPage:
    """Return a published agenda below the home page."""
    return published(root, AgendaPage(**{"title": "Agenda", "slug": "agenda", **fields}))


def a_field(agenda: AgendaPage, *, goals: tuple[str, ...] = (), **fields) -> FieldOfActionPage:
    """Return a published field of action with goals of these titles."""
    number = next(numbers)
    values = {"title": f"Feld {number}", "slug": f"feld-{number}", **fields}
    rows = [Goal(title=title, slug=f"ziel-{n}") for n, title in enumerate(goals)]
    return published(agenda, FieldOfActionPage(**values, goals=rows))


def a_measure(field: FieldOfActionPage, *, terms: dict | None = None, **fields) -> MeasurePage:
    """Return a published measure; `terms` holds its audiences, districts and topics."""
    number = next(numbers)
    values = {
        "title": f"Maßnahme {number}",
        "slug": f"massnahme-{number}",
        "status": Status.RUNNING,
        **fields,
    }
    if "progress" in fields:
        values |= {"progress_source": ProgressSource.MANUAL, "progress_reason": "Geschätzt"}
    measure = MeasurePage(**values)
    for name, rows in (terms or {}).items():
        setattr(measure, name, rows)
    return published(field, measure)


def an_indicator(values: dict | None = None, *, baseline=None, target=None, **fields) -> Indicator:
    """Return a released indicator with `values` by year; baseline is of 2020, target of 2030."""
    number = next(numbers)
    indicator = Indicator.objects.create(
        **{
            "title": f"Kennzahl {number}",
            "slug": f"kennzahl-{number}",
            "unit": "%",
            "source": "Statistikstelle",
            "is_public": True,
            "baseline_value": baseline,
            "baseline_on": None if baseline is None else date(2020, 12, 31),
            "target_value": target,
            "target_on": None if target is None else date(2030, 12, 31),
            **fields,
        }
    )
    for year, value in (values or {}).items():
        indicator.values.create(date=date(year, 12, 31), value=value)
    return indicator
