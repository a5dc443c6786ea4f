"""Filters of a list: what an address asks for, checked against what there is to choose."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from cms.content.models import Audience, District, Topic
from cms.content.queries import all_terms

PAGE_PARAMETER = "seite"
ORDER_PARAMETER = "sortierung"
MAX_WORDS_LENGTH = 100


@dataclass(frozen=True)
class Filter:
    """One parameter of the address, what it narrows and the values it may have.

    `lookup` names the column that equals the value, or gives the condition of each value.
    """

    name: str
    label: str
    lookup: str | Mapping[str, Q]
    options: list[tuple[str, str]]

    def condition(self, value: str) -> Q:
        """Return what must hold for the rows that `value` leaves."""
        return Q(**{self.lookup: value}) if isinstance(self.lookup, str) else self.lookup[value]


@dataclass(frozen=True)
class Order:
    """One way to sort a list: its name in the address, its label and what it sorts by."""

    name: str
    label: str
    columns: tuple = ()


def audience_filter(lookup: str = "audiences__slug") -> Filter:
    """Return the filter by audience."""
    return Filter("zielgruppe", _("Audience"), lookup, _terms(Audience))


def district_filter(lookup: str = "districts__slug") -> Filter:
    """Return the filter by district."""
    return Filter("quartier", _("District"), lookup, _terms(District))


def topic_filter(lookup: str = "topics__slug") -> Filter:
    """Return the filter by topic."""
    return Filter("thema", _("Topic"), lookup, _terms(Topic))


def _terms(model) -> list[tuple[str, str]]:
    return [(term.slug, str(term)) for term in all_terms(model)]


class ListFilters:
    """The filters of one list as one address sets them; values unknown to us count as unset.

    `word_lookups` names the columns that the search word `q` is looked for in; the first of
    `orders` is the list's own and holds unless the address names another.
    """

    def __init__(
        self,
        params: QueryDict,
        filters: list[Filter],
        *,
        word_lookups: tuple[str, ...] = (),
        orders: tuple[Order, ...] = (),
    ):
        self.filters = filters
        self.orders = orders
        chosen = params.get(ORDER_PARAMETER)
        self.order = next((order for order in orders[1:] if order.name == chosen), None)
        self.word_lookups = word_lookups
        self.words = ""
        if word_lookups:
            self.words = params.get("q", "").replace("\x00", "")[:MAX_WORDS_LENGTH].strip()
        self.page_number = params.get(PAGE_PARAMETER)
        self.selected: dict[str, str] = {}
        for item in filters:
            value = params.get(item.name, "")
            if value in dict(item.options):
                self.selected[item.name] = value

    @property
    def is_active(self) -> bool:
        """Say whether the address narrows or sorts the list or turns its pages."""
        return bool(self.selected or self.words or self.order or self.page_number)

    def apply(self, queryset: QuerySet) -> QuerySet:
        """Return the rows that the filters leave, in the order that the address names."""
        for item in self.filters:
            if value := self.selected.get(item.name):
                queryset = queryset.filter(item.condition(value))
        if self.words:
            queryset = queryset.filter(self._contains_every_word())
        return queryset.order_by(*self.order.columns) if self.order else queryset

    def _contains_every_word(self) -> Q:
        return reduce(
            and_,
            (
                reduce(or_, (Q(**{f"{name}__icontains": word}) for name in self.word_lookups))
                for word in self.words.split()
            ),
        )

    @property
    def fields(self) -> list[dict]:
        """Return the selects as components/filter_form.html takes them."""
        return [*self.narrowing_fields, *self._order_fields()]

    @property
    def narrowing_fields(self) -> list[dict]:
        """Return the selects without the one that sorts, for views with an order of their own."""
        return [
            {
                "name": item.name,
                "label": item.label,
                "options": [
                    {
                        "value": value,
                        "label": label,
                        "is_selected": self.selected.get(item.name) == value,
                    }
                    for value, label in item.options
                ],
            }
            for item in self.filters
        ]

    def _order_fields(self) -> list[dict]:
        options = [
            {"value": order.name, "label": order.label, "is_selected": order == self.order}
            for order in self.orders
        ]
        field = {"name": ORDER_PARAMETER, "label": _("Sort by"), "is_required": True}
        return [{**field, "options": options}] if options else []

    @property
    def active(self) -> list[dict]:
        """Return what narrows the list now, each with the address that lifts it."""
        chips = [
            {
                "label": dict(item.options)[self.selected[item.name]],
                "remove_url": self._address(without=item.name),
            }
            for item in self.filters
            if item.name in self.selected
        ]
        if self.words:
            chips.append(
                {
                    "label": _("“%(title)s”") % {"title": self.words},
                    "remove_url": self._address(without="q"),
                }
            )
        return chips

    @property
    def query_string(self) -> str:
        """Return the parameters without the page number, for pagination."""
        return urlencode(self._parameters())

    def query_with(self, **values: str) -> str:
        """Return the parameters with `values` set instead, for links that narrow further."""
        return urlencode(self._parameters() | values)

    def _parameters(self) -> dict[str, str]:
        words = {"q": self.words} if self.words else {}
        order = {ORDER_PARAMETER: self.order.name} if self.order else {}
        return self.selected | words | order

    def _address(self, *, without: str) -> str:
        rest = {name: value for name, value in self._parameters().items() if name != without}
        return "?" + urlencode(rest)
