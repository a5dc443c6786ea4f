"""How many people trainings reached: by month, audience and district, without anybody's name."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import Count, F, Q
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agenda.calendar.models import Occurrence, TrainingPage

from ..models import Registration
from ..rules import booked_dates
from . import disclosure
from .models import Attendance
from .rules import trainings_of

REGISTERED, PRESENT, NOT_SEEN = "registered", "present", "not_seen"
COLUMNS = (REGISTERED, PRESENT, NOT_SEEN)
TOTAL = "total"


@dataclass
class Row:
    """What is said in one line: numbers, or words instead of them."""

    name: str
    dates: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COLUMNS, 0))
    words: dict[str, str] = field(default_factory=dict)

    def add(self, counts: dict[str, int]) -> None:
        """Count one more date."""
        self.dates += 1
        for column in COLUMNS:
            self.counts[column] += counts[column]

    @property
    def cells(self) -> list[str]:
        """Return the words of the columns, in order."""
        return [self.words[column] for column in COLUMNS]


@dataclass
class Statistics:
    """The tables of one year, and the line of all together."""

    tables: dict[str, list[Row]]
    total: Row


def years_of(user) -> list[int]:
    """Return the years in which trainings of somebody took place, newest first."""
    held = _held(trainings_of(user)).order_by().annotate(year=ExtractYear("starts_at"))
    return sorted(set(held.values_list("year", flat=True)), reverse=True)


def statistics_of(user, year: int) -> Statistics:
    """Count the people of the dates of one year that are over, for the trainings of somebody.

    Only whole years are counted: from periods that overlap, small numbers could be worked out.
    """
    trainings = trainings_of(user)
    occurrences = list(_held(trainings).filter(starts_at__year=year).order_by("starts_at", "pk"))
    pages = _pages(trainings, {occurrence.event_key for occurrence in occurrences})
    people = _people(occurrences)
    tables: dict[str, dict] = {"months": {}, "audiences": {}, "districts": {}}
    total = Row(_("All together"))
    for occurrence in occurrences:
        page, counts = pages[occurrence.event_key], people[occurrence.pk]
        total.add(counts)
        _add(tables["months"], [_month(occurrence.starts_at)], counts)
        _add(tables["audiences"], _names(page.audiences) or [_("No audience named")], counts)
        _add(tables["districts"], _names(page.districts) or [_("Whole town")], counts)
    ordered = {"months": list(tables["months"].values())}
    for name in ("audiences", "districts"):
        ordered[name] = sorted(tables[name].values(), key=lambda row: row.name.casefold())
    statistics = Statistics(ordered, total)
    _word(statistics)
    return statistics


def _held(trainings):
    return Occurrence.objects.of(trainings).filter(ends_at__lte=timezone.now(), is_cancelled=False)


def _pages(trainings, keys) -> dict[object, TrainingPage]:
    pages = (
        trainings.filter(translation_key__in=keys)
        .defer("body")
        .select_related("locale")
        .prefetch_related("audiences", "districts")
    )
    # The page in the source language comes last, and stays.
    ordered = sorted(pages, key=lambda page: page.locale.language_code == settings.LANGUAGE_CODE)
    return {page.translation_key: page for page in ordered}


def _people(occurrences: list[Occurrence]) -> dict[int, dict[str, int]]:
    booked = booked_dates(occurrences)
    occurrence_ids = list(booked)
    seats = Registration.objects.counts({*booked, *booked.values()})
    has_seat = Q(
        registration__state=Registration.State.REGISTERED,
        position__lt=F("registration__seats_given"),
    )
    rows = (
        Attendance.objects.filter(occurrence__in=occurrence_ids, state=Attendance.State.PRESENT)
        .order_by()
        .values_list("occurrence")
        .annotate(came=Count("pk"), with_seat=Count("pk", filter=has_seat))
    )
    present = {pk: counts for pk, *counts in rows}
    people = {}
    for pk in occurrence_ids:
        came, with_seat = present.get(pk, (0, 0))
        seated = sum(seats.get(date, {}).get("seated", 0) for date in {pk, booked[pk]})
        # Who was let in from the waiting list had no seat, and fills none of those left empty.
        not_seen = max(seated - with_seat, 0)
        people[pk] = {REGISTERED: came + not_seen, PRESENT: came, NOT_SEEN: not_seen}
    return people


def _month(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "F Y")


def _names(terms) -> list[str]:
    return [str(term) for term in terms.all()]


def _add(table: dict[str, Row], names: list[str], counts: dict[str, int]) -> None:
    for name in names:
        table.setdefault(name, Row(name)).add(counts)


def _word(statistics: Statistics) -> None:
    """Say every number that may be said, in all tables at once: their sums are the same."""
    rows = {(TOTAL, 0): statistics.total}
    for name, table in statistics.tables.items():
        rows |= {(name, index): row for index, row in enumerate(table)}
    counts = {
        (*place, column): row.counts[column] for place, row in rows.items() for column in COLUMNS
    }
    sums = [
        disclosure.Sum(((*place, PRESENT), (*place, NOT_SEEN)), (*place, REGISTERED))
        for place in rows
    ]
    known = defaultdict(int)
    for name, table in statistics.tables.items():
        for column in COLUMNS:
            total = (TOTAL, 0, column)
            parts = tuple((name, index, column) for index in range(len(table)))
            # A training for two audiences counts twice; the reader may know by how much.
            overlap = (name, "overlap", column)
            known[overlap] = counts[total] - sum(counts[part] for part in parts)
            sums.append(disclosure.Sum((*parts, overlap), total))
    small, withheld = disclosure.unsaid(counts | known, sums, known=frozenset(known))
    for place, row in rows.items():
        for column in COLUMNS:
            key = (*place, column)
            if key in small:
                row.words[column] = _("below 5")
            elif key in withheld:
                row.words[column] = _("withheld")
            else:
                row.words[column] = str(row.counts[column])
