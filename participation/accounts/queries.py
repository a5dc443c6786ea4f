"""What a person has contributed, over all kinds."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from .contributions import WITHDRAWABLE, Kind, confirmation_token, kinds
from .models import Contribution, User

CONTRIBUTIONS_PER_PAGE = 20
# Names that the status chip knows, for those of our states that it calls otherwise.
CHIPS = {Contribution.State.PUBLISHED: "accepted", Contribution.State.WITHDRAWN: "cancelled"}


@dataclass(frozen=True)
class OwnContribution:
    """A contribution as its author sees it in the list."""

    kind: Kind
    contribution: Contribution

    @property
    def title(self) -> str:
        """Return the short title that its kind gives it."""
        return self.kind.describe(self.contribution)

    @property
    def chip(self) -> str:
        """Return the state in the words of the status chip."""
        return CHIPS.get(self.contribution.state, self.contribution.state)

    @property
    def confirmation_token(self) -> str:
        """Return the text that confirms it, or an empty text if nothing is to be confirmed."""
        is_open = self.contribution.state == Contribution.State.UNCONFIRMED
        return confirmation_token(self.contribution) if is_open else ""

    @property
    def may_be_withdrawn(self) -> bool:
        """Say whether its author may take it back."""
        return self.contribution.state in WITHDRAWABLE


def own_contributions(person: User, page_number: str | None) -> Page:
    """Return one page of what `person` contributed to what others see, newest first."""
    found = [
        (created_at, kind.name, pk)
        for kind in kinds()
        if not kind.is_private
        for created_at, pk in kind.model._default_manager.filter(author=person)
        .order_by()
        .values_list("created_at", "pk")
    ]
    page = Paginator(sorted(found, reverse=True), CONTRIBUTIONS_PER_PAGE).get_page(page_number)
    rows = _rows([(name, pk) for _created_at, name, pk in page.object_list])
    page.object_list = [rows[name, pk] for _created_at, name, pk in page if (name, pk) in rows]
    return page


def _rows(wanted: list[tuple[str, int]]) -> dict[tuple[str, int], OwnContribution]:
    rows = {}
    for kind in kinds():
        if pks := [pk for name, pk in wanted if name == kind.name]:
            planned = kind.model._default_manager.filter(pk__in=pks).select_related(*kind.related)
            rows |= {(kind.name, row.pk): OwnContribution(kind, row) for row in planned}
    return rows


def person_of(request: HttpRequest) -> User | None:
    """Return who is signed in, or None for everybody else."""
    return request.user if request.user.is_authenticated else None
