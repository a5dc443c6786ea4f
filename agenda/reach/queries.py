"""Whom measures, guides and trainings are made for, and which of them are read."""

from collections import Counter
from dataclasses import dataclass, fields
from datetime import date, timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Min, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from agenda.calendar.models import Occurrence, TrainingPage
from agenda.guides.models import GuidePage
from agenda.strategy.models import MeasurePage, Status
from cms.content.models import BasePage, DailyViews, Term
from cms.content.queries import all_terms

OFFERS = {"measures": MeasurePage, "guides": GuidePage, "trainings": TrainingPage}
# A training is found by its date; how often its page is read says little.
READ_OFFERS = {"guides": GuidePage, "measures": MeasurePage}


@dataclass(frozen=True)
class Offers:
    """How many public pages of each kind there are for one term, or for none."""

    term: Term | None
    measures: int
    guides: int
    trainings: int

    def numbers(self) -> dict[str, int]:
        """Return the numbers by kind."""
        return {field.name: getattr(self, field.name) for field in fields(self)[1:]}


def counted(pages: QuerySet) -> QuerySet:
    """Keep public pages of the source language, so that translations count once."""
    german = pages.filter(locale__language_code=settings.LANGUAGE_CODE, alias_of=None)
    return german.live().public()


def current(pages: QuerySet) -> QuerySet:
    """Keep what is there for people: no dropped measure, no training whose dates are over."""
    over = TrainingPage.objects.exclude(
        translation_key__in=Occurrence.objects.upcoming().order_by().values("event_key")
    ).values("pk")
    dropped = MeasurePage.objects.filter(status=Status.DROPPED).values("pk")
    return counted(pages).exclude(pk__in=over).exclude(pk__in=dropped)


def offers_by_term(taxonomy: type[Term]) -> list[Offers]:
    """Count the pages of each term of a taxonomy; the last row is of pages without any."""
    relation = f"{taxonomy._meta.model_name}s"
    types = ContentType.objects.get_for_models(*OFFERS.values())
    type_ids = {kind: types[model].pk for kind, model in OFFERS.items()}
    pages = current(BasePage.objects.filter(content_type__in=type_ids.values())).order_by()
    rows = pages.values_list(relation, "content_type").annotate(Count("pk"))
    numbers = Counter({(term_id, type_id): number for term_id, type_id, number in rows})
    return [
        Offers(
            term,
            **{kind: numbers[term and term.pk, type_id] for kind, type_id in type_ids.items()},
        )
        for term in (*all_terms(taxonomy), None)
    ]


def pages_by_views(days: int, kinds=tuple(READ_OFFERS)) -> QuerySet:
    """Return guides and measures with the `views` of the last days, in all languages together."""
    types = ContentType.objects.get_for_models(*(READ_OFFERS[kind] for kind in kinds))
    first_day = timezone.localdate() - timedelta(days=days - 1)
    views = (
        DailyViews.objects.filter(
            page__translation_key=OuterRef("translation_key"), day__gte=first_day
        )
        .order_by()
        .values("page__translation_key")
        .annotate(total=Sum("views"))
        .values("total")
    )
    pages = counted(BasePage.objects.filter(content_type__in=types.values())).defer("body")
    return pages.annotate(views=Coalesce(Subquery(views), 0))


def first_counted_day() -> date | None:
    """Return the first day of which views are known."""
    return DailyViews.objects.aggregate(first=Min("day"))["first"]
