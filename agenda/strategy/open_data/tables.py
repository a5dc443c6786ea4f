"""The tables of the open data: their columns, and their rows read with one query each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce, Left, Length, NullIf
from wagtail.models import Page, Site

from ..models import (
    AgendaPage,
    BudgetItem,
    FieldOfActionPage,
    IndicatorValue,
    MeasurePage,
    Milestone,
)
from ..models.indicators import TRANSLATED_FIELDS
from ..public import public_indicators, public_pages, public_pages_of

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Scope:
    """Of which site and agenda, or of all its agendas, and in which language texts are wanted."""

    site: Site
    agenda: AgendaPage | None = None
    language: str = settings.LANGUAGE_CODE


@dataclass(frozen=True)
class Column:
    """One column: its name in the file, where it is read, and what it says."""

    name: str
    source: str
    meaning: object


@dataclass(frozen=True)
class Table:
    """One matter of the open data."""

    name: str
    columns: tuple[Column, ...]
    query: Callable[[Scope], QuerySet]

    def rows(self, scope: Scope) -> Iterator[tuple]:
        """Yield the rows in the order of the columns, never all of them at once."""
        sources = [column.source for column in self.columns]
        return self.query(scope).values_list(*sources).iterator(chunk_size=ROWS_AT_ONCE)


def measures(scope: Scope) -> QuerySet:
    """Return each public measure once: in the language wanted, else in the site's own."""
    chosen = _chosen_pages(scope).values("pk")
    return (
        MeasurePage.objects.filter(pk__in=chosen)
        .order_by("path")
        .annotate(
            agenda_title=_title_above(2),
            field_title=_title_above(1),
            goal_title=_goal_title(),
            **{f"{name}_slugs": _slugs(name) for name in ("audiences", "districts", "topics")},
        )
    )


def milestones(scope: Scope) -> QuerySet:
    """Return the milestones of public measures."""
    rows = Milestone.objects.filter(measure__in=_chosen_pages(scope).values("pk"))
    return rows.annotate(is_done=Q(done_on__isnull=False)).order_by(
        "measure__path", "sort_order", "pk"
    )


def budget(scope: Scope) -> QuerySet:
    """Return the budget figures of public measures."""
    rows = BudgetItem.objects.filter(measure__in=_chosen_pages(scope).values("pk"))
    return rows.order_by("measure__path", "sort_order", "pk")


def indicators(scope: Scope) -> QuerySet:
    """Return the values of all indicators that everybody may see."""
    shown = public_indicators(scope.site)
    if scope.agenda is not None:
        keys = _below(MeasurePage, scope.agenda).values("translation_key")
        fields = _below(FieldOfActionPage, scope.agenda).values("pk")
        shown = shown.filter(Q(measure__translation_key__in=keys) | Q(goal__field__in=fields))
    rows = IndicatorValue.objects.filter(indicator__in=shown.values("pk"))
    words = {f"{name}_words": _translated(name, scope.language) for name in TRANSLATED_FIELDS}
    return rows.annotate(**words).order_by("indicator__slug", "date")


def _translated(name: str, language: str) -> Coalesce:
    """Return the words of an indicator in `language`, else in German."""
    words = KeyTextTransform(name, KeyTransform(language, "indicator__translations"))
    return Coalesce(NullIf(words, Value("")), f"indicator__{name}", output_field=TextField())


def _below(model, agenda: AgendaPage) -> QuerySet:
    """Return the pages of a type below `agenda` in every language."""
    found = model.objects.none()
    for page in AgendaPage.objects.filter(translation_key=agenda.translation_key):
        found |= model.objects.descendant_of(page)
    return found.order_by()


def _chosen_pages(scope: Scope) -> QuerySet:
    public = public_pages_of(scope.site, MeasurePage.objects.all())
    if scope.agenda is not None:
        public = public.filter(pk__in=_below(MeasurePage, scope.agenda).values("pk"))
    rank = Case(
        When(locale__language_code=scope.language, then=Value(0)),
        When(locale__language_code=settings.LANGUAGE_CODE, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    ranked = public.annotate(rank=rank).order_by("translation_key", "rank", "pk")
    return ranked.distinct("translation_key")


def _title_above(steps: int) -> Subquery:
    """Return the title of the page so many steps above."""
    path = Left(OuterRef("path"), Length(OuterRef("path")) - steps * Page.steplen)
    return Subquery(Page.objects.filter(path=path).values("title")[:1])


def _goal_title() -> Subquery:
    """Return the title of the goal, in the language of the measure where that is public."""
    goals = MeasurePage.goal.field.related_model.objects
    fields = public_pages(FieldOfActionPage.objects.order_by())
    same = goals.filter(
        translation_key=OuterRef("goal__translation_key"), field__in=fields.values("pk")
    )
    is_own = Case(
        When(locale_id=OuterRef("locale_id"), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return Subquery(same.annotate(is_own=is_own).order_by("is_own", "pk").values("title")[:1])


def _slugs(name: str) -> ArraySubquery:
    model = MeasurePage._meta.get_field(name).related_model
    terms = model.objects.filter(pages=OuterRef("pk")).order_by("slug")
    return ArraySubquery(terms.values("slug"))
