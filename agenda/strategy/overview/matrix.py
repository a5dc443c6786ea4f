"""The agenda as a matrix: how many measures each field of action has for each audience."""

from django.db.models import Count
from django.db.models.functions import Left, Length
from wagtail.models import Page

from cms.content.models import Audience
from cms.content.queries import all_terms

from ..models.measures import MeasurePage
from .scope import AUDIENCE_PARAMETER, FIELD_PARAMETER, Scope

LEVELS = 4


def matrix_context(scope: Scope) -> dict:
    """Return the rows and columns that the filters leave, each cell with the way to its list."""
    filters = scope.filters
    chosen_field = filters.selected.get(FIELD_PARAMETER)
    chosen_audience = filters.selected.get(AUDIENCE_PARAMETER)
    fields = [field for field in scope.fields if chosen_field in {None, field.slug}]
    audiences = [term for term in all_terms(Audience) if chosen_audience in {None, term.slug}]
    cells, totals = _counts(scope)
    largest = max(cells.values(), default=0)

    def cell(count: int, **values: str) -> dict:
        level = -(-LEVELS * count // largest) if largest else 0
        return {"count": count, "level": level, "query_string": filters.query_with(**values)}

    def row(field) -> dict:
        place = {FIELD_PARAMETER: field.slug}
        return {
            "field": field,
            "cells": [
                cell(
                    cells.get((field.path, audience.pk), 0),
                    **place,
                    **{AUDIENCE_PARAMETER: audience.slug},
                )
                for audience in audiences
            ],
            "total": cell(totals.get(field.path, 0), **place),
        }

    return {
        "audiences": audiences,
        "rows": [row(field) for field in fields],
        "total": sum(totals.values()),
        "filter_fields": filters.narrowing_fields,
    }


def _counts(scope: Scope) -> tuple[dict[tuple, int], dict[str, int]]:
    """Count by path of the field and audience, and by path of the field alone."""
    # The filter by audience must leave the other audiences of a measure out, not count them.
    field_path = Left("path", Length("path") - Page.steplen)
    narrowed = scope.measures.order_by().annotate(field_path=field_path)
    totals = dict(narrowed.values_list("field_path").annotate(Count("pk")))
    ids = scope.measures.order_by().values("pk")
    pairs = (
        MeasurePage.objects.filter(pk__in=ids, audiences__isnull=False)
        .order_by()
        .annotate(field_path=field_path)
        .values_list("field_path", "audiences")
        .annotate(Count("pk"))
    )
    return {(path, audience): count for path, audience, count in pairs}, totals
