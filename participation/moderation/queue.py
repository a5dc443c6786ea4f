"""What waits for a moderator, over all kinds of contributions."""

from dataclasses import dataclass, field
from typing import Any

from participation.accounts import contributions
from participation.accounts.contributions import Kind
from participation.accounts.models import Contribution

from .models import Decision, Report

State = Contribution.State
# More than this of one kind is looked at in the next round.
MAX_OF_A_KIND = 200


@dataclass
class Item:
    """A contribution with what a moderator should know of it."""

    contribution: Contribution
    kind: Kind
    title: str
    reports: list[Report] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    @property
    def about(self) -> Any:
        """Return the public page or idea it was said on; asks the database."""
        return self.kind.about(self.contribution)


def moderated_kinds() -> list[Kind]:
    """Return the kinds on which moderators decide."""
    return [kind for kind in contributions.kinds() if kind.is_moderated]


def waiting_count() -> int:
    """Return how many contributions wait for approval."""
    return sum(kind.model._default_manager.waiting().count() for kind in moderated_kinds())


def items(*, state: str, kind_name: str = "") -> list[Item]:
    """Return the contributions in `state`, or reported ones, oldest first."""
    found = []
    for kind in moderated_kinds():
        if kind_name and kind.name != kind_name:
            continue
        reports = _reports_by_contribution(kind)
        rows = kind.model._default_manager.select_related("author", *kind.related)
        rows = rows.filter(pk__in=reports) if state == "reported" else rows.filter(state=state)
        rows = list(rows.order_by("created_at", "pk")[:MAX_OF_A_KIND])
        decisions = _decisions_by_contribution(kind, [row.pk for row in rows])
        found += [
            Item(row, kind, kind.describe(row), reports.get(row.pk, []), decisions.get(row.pk, []))
            for row in rows
        ]
    return sorted(found, key=lambda item: item.contribution.created_at)


def _reports_by_contribution(kind: Kind) -> dict[int, list[Report]]:
    open_reports = Report.objects.filter(kind=kind.name, settled_at=None)
    return _grouped(open_reports.order_by("created_at"))


def _decisions_by_contribution(kind: Kind, ids: list[int]) -> dict[int, list[Decision]]:
    decisions = Decision.objects.filter(kind=kind.name, contribution_id__in=ids)
    return _grouped(decisions.select_related("moderator").order_by("created_at"))


def _grouped(rows) -> dict[int, list]:
    grouped: dict[int, list] = {}
    for row in rows:
        grouped.setdefault(row.contribution_id, []).append(row)
    return grouped
