"""Rules become dates, whatever somebody types and whatever the clocks do."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule as rrule_module
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda.calendar.recurrence import HORIZON, MAX_DATES, check, expand, parse

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)


def berlin(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BERLIN)


def dates_of(rule: str, start: datetime, *, until: datetime, **kwargs):
    slots = expand(
        start, start + 2 * HOUR, time_zone="Europe/Berlin", rule=rule, until=until, **kwargs
    )
    return [slot.starts_at.astimezone(BERLIN) for slot in slots]


def test_six_in_the_evening_stays_six_over_both_clock_changes():
    dates = dates_of("FREQ=WEEKLY", berlin(2026, 3, 1, 18), until=berlin(2026, 12, 1))
    assert {moment.hour for moment in dates} == {18}
    assert {moment.utcoffset() for moment in dates} == {HOUR, 2 * HOUR}


@settings(deadline=500, max_examples=200)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.builds(
                "{}={}".format,
                st.sampled_from(["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY"]),
                st.sampled_from(
                    ["DAILY", "0", "1", "-1", "99999999", "MO", "9MO", "31", "0FR", ""]
                ),
            ),
            max_size=5,
        ).map(";".join),
    )
)
def test_any_text_is_either_a_rule_or_refused(text):
    try:
        check(text, starts_at=berlin(2026, 1, 31, 18), time_zone="Europe/Berlin")
    except ValidationError:
        return
    assert dates_of(text, berlin(2026, 1, 31, 18), until=berlin(2028, 1, 31))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=HOURLY;COUNT=3",
        "FREQ=DAILY;BYHOUR=1,2,3",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;COUNT=5;UNTIL=20270101",
        "FREQ=WEEKLY;FREQ=DAILY;COUNT=2",
        "FREQ=WEEKLY;UNTIL=20269999",
        "FREQ=MONTHLY;BYDAY=2TU;COUNT=4",
        "COUNT=5",
        "weekly",
    ],
)
def test_senseless_boundless_and_unfitting_rules_are_refused(rule):
    with pytest.raises(ValidationError):
        check(rule, starts_at=berlin(2026, 1, 5, 18), time_zone="Europe/Berlin")


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300",
        "FREQ=WEEKLY;INTERVAL=400;BYDAY=2TU",
    ],
)
def test_the_search_for_a_date_that_never_comes_is_bounded(rule, monkeypatch):
    searched = []
    rebuild = rrule_module._iterinfo.rebuild

    def counted(info, year, month):
        searched.append(year)
        return rebuild(info, year, month)

    monkeypatch.setattr(rrule_module._iterinfo, "rebuild", counted)
    with pytest.raises(ValidationError):
        check(rule, starts_at=berlin(2026, 1, 5, 18), time_zone="Europe/Berlin")
    # Twice every month until the year 9999.
    assert len(searched) <= 2 * 12 * 8000


def test_a_month_has_no_hundredth_day():
    with pytest.raises(ValidationError):
        parse("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=99")


@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"])
def test_every_day_and_every_weekday_may_go_on_without_end(rule):
    # Over 29 February, so that the 24 months have as many days as they can.
    start = berlin(2027, 3, 1, 18)
    check(rule, starts_at=start, time_zone="Europe/Berlin")
    assert len(dates_of(rule, start, until=start + HORIZON)) <= MAX_DATES


def test_until_a_day_includes_that_evening():
    dates = dates_of("FREQ=WEEKLY;UNTIL=20260119", berlin(2026, 1, 5, 18), until=berlin(2027, 1, 1))
    assert [moment.day for moment in dates] == [5, 12, 19]


def test_until_in_utc_is_read_in_the_zone_of_the_event():
    start = berlin(2026, 1, 5, 18)
    check("FREQ=WEEKLY;UNTIL=20260119T170000Z", starts_at=start, time_zone="Europe/Berlin")
    dates = dates_of("FREQ=WEEKLY;UNTIL=20260119T165959Z", start, until=berlin(2027, 1, 1))
    assert [moment.day for moment in dates] == [5, 12]


def test_skipped_and_extra_dates():
    dates = dates_of(
        "FREQ=WEEKLY;COUNT=3",
        berlin(2026, 1, 5, 18),
        until=berlin(2027, 1, 1),
        skipped=[date(2026, 1, 12)],
        extra=[(berlin(2026, 1, 14, 10), berlin(2026, 1, 14, 11))],
    )
    assert [(moment.day, moment.hour) for moment in dates] == [(5, 18), (14, 10), (19, 18)]


def test_parse_takes_the_prefix_that_programs_write():
    assert parse("RRULE:freq=weekly;count=2").count == 2
