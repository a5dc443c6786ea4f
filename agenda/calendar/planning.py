"""What an event's rule, its exceptions and its moved dates come to, taken together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from .recurrence import MAX_DATES, Slot

# So many exceptions of one kind fit into the form of an event; imports keep to it, too.
MAX_DEPARTURES = 400


@dataclass(frozen=True)
class Planned:
    """One date as it shall be; the fields are those of Occurrence."""

    starts_at: datetime
    ends_at: datetime
    moved_from: datetime | None = None
    place_id: int | None = None
    move_reason: str = ""
    is_cancelled: bool = False
    cancellation_reason: str = ""

    @property
    def values(self) -> dict:
        """Return the fields with their names."""
        return vars(self)

    @property
    def planned_start(self) -> datetime:
        """Return when the series would have it, which names it for good."""
        return self.moved_from or self.starts_at


def plan(
    slots: Iterable[Slot],
    *,
    time_zone: str,
    moved: Iterable = (),
    cancelled: Iterable = (),
) -> list[Planned]:
    """Return the dates that `slots` are after moves and cancellations, in order.

    `moved` rows have date, starts_at, ends_at, place_id and reason; `cancelled` rows have
    date and reason. Both name the day that the series plans. Of several dates on one day
    the first is moved, and all are called off.
    """
    zone = ZoneInfo(time_zone)
    moves = {row.date: row for row in moved}
    reasons = {row.date: row.reason for row in cancelled}
    dates = []
    for slot in slots:
        day: date = slot.starts_at.astimezone(zone).date()
        facts = {"is_cancelled": day in reasons, "cancellation_reason": reasons.get(day, "")}
        dates.append(_planned(slot, moves.pop(day, None), facts))
    return sorted(dates, key=lambda planned: (planned.starts_at, planned.planned_start))


def bounded(dates: list[Planned], *, now: datetime, with_past: bool) -> list[Planned]:
    """Return as many dates as an event may have; the past ones only if asked for."""
    if with_past:
        return dates[-MAX_DATES:]
    return [planned for planned in dates if planned.starts_at >= now][:MAX_DATES]


def _planned(slot: Slot, move, facts: dict) -> Planned:
    if move is None:
        return Planned(slot.starts_at, slot.ends_at, **facts)
    has_new_start = move.starts_at != slot.starts_at
    return Planned(
        move.starts_at,
        move.ends_at,
        moved_from=slot.starts_at if has_new_start else None,
        place_id=move.place_id,
        move_reason=move.reason,
        **facts,
    )
