"""Expansion agrees with an independent reader of RFC 5545, across clock changes in two zones."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import recurring_ical_events
from hypothesis import event, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from agenda.calendar.planning import plan
from agenda.calendar.recurrence import WEEKDAYS, expand

ZONES = ["Europe/Berlin", "America/New_York"]
TWO_YEARS = timedelta(days=730)
HOUR = timedelta(hours=1)
# Both zones change their clocks between one and three in the morning.
NIGHT = [(1, 30), (2, 0), (2, 30), (3, 0)]

numbers_in_month = st.sampled_from(["", "1", "2", "3", "4", "5", "-1", "-2"])
weekdays = st.sampled_from(WEEKDAYS)
several_weekdays = st.lists(weekdays, min_size=1, max_size=3, unique=True).map(",".join)
month_days = st.lists(st.integers(1, 31), min_size=1, max_size=2, unique=True).map(
    lambda days: ",".join(str(day) for day in days)
)
patterns = st.one_of(
    st.builds("FREQ=DAILY;INTERVAL={}".format, st.integers(2, 40)),
    st.builds("FREQ=WEEKLY;INTERVAL={};BYDAY={}".format, st.integers(1, 9), several_weekdays),
    st.builds("FREQ=WEEKLY;INTERVAL={}".format, st.integers(1, 9)),
    st.builds("FREQ=MONTHLY;BYDAY={}{}".format, numbers_in_month, weekdays),
    st.builds("FREQ=MONTHLY;INTERVAL={};BYMONTHDAY={}".format, st.integers(1, 5), month_days),
    st.builds("FREQ=MONTHLY;BYDAY={};BYSETPOS=-1".format, several_weekdays),
    st.just("FREQ=YEARLY"),
)
ends = st.one_of(
    st.just(lambda starts_at: ""),
    st.integers(1, 60).map(lambda count: lambda starts_at: f";COUNT={count}"),
    st.timedeltas(timedelta(0), timedelta(days=900)).map(
        lambda rest: lambda starts_at: f";UNTIL={starts_at.astimezone(UTC) + rest:%Y%m%dT%H%M%SZ}"
    ),
)
times = st.one_of(
    st.sampled_from(NIGHT), st.tuples(st.integers(0, 23), st.sampled_from([0, 15, 30]))
)


@st.composite
def series(draw) -> tuple[str, datetime, timedelta, str]:
    """Return a rule, a first date that fits it, how long it takes, and its zone."""
    zone = draw(st.sampled_from(ZONES))
    hour, minute = draw(times)
    day = draw(st.dates(date(2025, 1, 1), date(2027, 12, 28)))
    pattern = draw(patterns)
    wanted = datetime(day.year, day.month, day.day, hour, minute)
    [first, *_] = expand(
        wanted.replace(tzinfo=UTC),
        wanted.replace(tzinfo=UTC) + HOUR,
        time_zone="UTC",
        rule=pattern,
        until=wanted.replace(tzinfo=UTC) + 2 * TWO_YEARS,
    )
    starts_at = first.starts_at.replace(tzinfo=ZoneInfo(zone))
    duration = draw(st.integers(15, 59)) * timedelta(minutes=1)
    return pattern + draw(ends)(starts_at), starts_at, duration, zone


def standard_starts(calendar: Calendar, starts_at: datetime) -> list[datetime]:
    found = recurring_ical_events.of(Calendar.from_ical(calendar.to_ical())).between(
        starts_at - timedelta(days=1), starts_at + TWO_YEARS + HOUR
    )
    starts = (one.start.astimezone(UTC) for one in found)
    return sorted(start for start in starts if start <= starts_at.astimezone(UTC) + TWO_YEARS)


def vevent(starts_at: datetime, duration: timedelta, **extra) -> Event:
    component = Event()
    component.add("uid", "1")
    component.add("dtstart", starts_at)
    component.add("duration", duration)
    for name, value in extra.items():
        component.add(name.replace("_", "-"), value)
    return component


def exists(moment: datetime) -> bool:
    """Say whether the clocks show this time at all."""
    return moment.astimezone(UTC).astimezone(moment.tzinfo) == moment


@settings(deadline=None, max_examples=250)
@given(drawn=series(), picks=st.lists(st.integers(0, 30), max_size=4), shift=st.integers(-50, 50))
def test_dates_agree_with_an_independent_reader_of_the_standard(drawn, picks, shift):
    rule, starts_at, duration, zone = drawn
    until = starts_at.astimezone(UTC) + TWO_YEARS
    arguments = {"time_zone": zone, "rule": rule, "until": until}
    ends_at = (starts_at.replace(tzinfo=None) + duration).replace(tzinfo=starts_at.tzinfo)
    whole = expand(starts_at, ends_at, **arguments)
    days = [slot.starts_at.astimezone(ZoneInfo(zone)) for slot in whole]
    # EXDATE and RECURRENCE-ID name times; a time that the clocks leave out has no one name.
    chosen = [days[pick] for pick in sorted(set(picks)) if 0 < pick < len(days)]
    chosen = [day for day in chosen if exists(day) and day.hour == starts_at.hour]
    skipped, moved = chosen[::2], chosen[1::2]
    extra = [starts_at + timedelta(days=11, hours=3)]

    calendar = Calendar()
    master = vevent(starts_at, duration, rdate=extra)
    master["rrule"] = rule
    if skipped:
        master.add("exdate", skipped)
    calendar.add_component(master)
    rows = []
    for day in moved:
        new = day.astimezone(UTC) + shift * HOUR
        calendar.add_component(vevent(new, duration, recurrence_id=day))
        facts = {"starts_at": new, "ends_at": new + duration, "place_id": None, "reason": ""}
        rows.append(SimpleNamespace(date=day.date(), **facts))

    slots = expand(
        starts_at,
        ends_at,
        skipped=[day.date() for day in skipped],
        extra=[(moment, moment + duration) for moment in extra],
        **arguments,
    )
    ours = plan(slots, time_zone=zone, moved=rows)
    event(f"{len(moved)} moved, {len(skipped)} skipped")
    starts = sorted({planned.starts_at for planned in ours if planned.starts_at <= until})
    assert starts == sorted(set(standard_starts(calendar, starts_at)))


def test_a_time_that_the_clocks_leave_out_begins_an_hour_later():
    zone = ZoneInfo("Europe/Berlin")
    first = datetime(2027, 3, 21, 2, 30, tzinfo=zone)
    slots = expand(
        first,
        first + HOUR,
        time_zone="Europe/Berlin",
        rule="FREQ=WEEKLY;COUNT=3",
        until=first + TWO_YEARS,
    )
    local = [slot.starts_at.astimezone(zone) for slot in slots]
    assert [(moment.day, moment.hour, moment.minute) for moment in local] == [
        (21, 2, 30),
        (28, 3, 30),
        (4, 2, 30),
    ]
    assert all(slot.ends_at > slot.starts_at for slot in slots)


def test_a_time_that_the_clocks_show_twice_is_the_first_one():
    zone = ZoneInfo("America/New_York")
    first = datetime(2027, 10, 31, 1, 30, tzinfo=zone)
    slots = expand(
        first,
        first + HOUR,
        time_zone="America/New_York",
        rule="FREQ=WEEKLY;COUNT=2",
        until=first + TWO_YEARS,
    )
    assert slots[1].starts_at == datetime(2027, 11, 7, 5, 30, tzinfo=UTC)
