"""Repetition in plain fields and in words, and the preview of the dates."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from agenda.calendar import wording
from agenda.calendar.models import EventPage
from agenda.calendar.planning import Planned
from agenda.calendar.recurrence import WEEKDAYS, check, parse
from agenda.calendar.repetition import Repeat, Repetition, plain
from participation.accounts.models import User

from .factories import a_calendar, an_event, in_days

FIRST = datetime(2027, 1, 12, 17, tzinfo=UTC)
PREVIEW = "/admin/termine/vorschau/"

repetitions = st.builds(
    Repetition,
    st.sampled_from([choice for choice in Repeat.values if choice != Repeat.OWN]),
    every=st.integers(1, 12),
    weekdays=st.lists(st.sampled_from(WEEKDAYS), unique=True).map(tuple),
    until=st.none() | st.dates(date(2028, 1, 1), date(2030, 1, 1)),
    count=st.none() | st.integers(1, 50),
)


@given(repetitions, st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_plain_fields_survive_being_stored(repetition, first):
    rule = repetition.rule(first)
    assert not rule or parse(rule)
    assert plain(rule, first).rule(first) == rule


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=MONTHLY;BYDAY=1MO,3MO",
        "FREQ=MONTHLY;BYDAY=3TU",
        "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
        "FREQ=WEEKLY;UNTIL=20271231T170000Z",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU",
        "FREQ=YEARLY;BYMONTH=1,7",
        "FREQ=NIE",
    ],
)
def test_what_plain_fields_cannot_say_stays_a_rule(rule):
    assert plain(rule, FIRST.date()) is None


@pytest.mark.parametrize(
    "rule",
    ["FREQ=MONTHLY", "RRULE:FREQ=WEEKLY;WKST=MO;INTERVAL=1;BYDAY=TH,TU", "FREQ=YEARLY;COUNT=3"],
)
def test_other_spellings_are_understood(rule):
    assert plain(rule, FIRST.date())


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("", "only once"),
        ("FREQ=DAILY;COUNT=3", "every day, 3 times"),
        ("FREQ=DAILY;INTERVAL=10;COUNT=1", "every 10 days, 1 time"),
        ("FREQ=WEEKLY", "every Tuesday"),
        ("FREQ=WEEKLY;BYDAY=TH,MO,TU", "every Monday, Tuesday and Thursday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "every 2 weeks on Tuesday"),
        (
            "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270630",
            "every second Tuesday of the month until 30. June 2027",
        ),
        (
            "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270630T220000Z",
            "every second Tuesday of the month until 1. July 2027",
        ),
        ("FREQ=MONTHLY;BYDAY=-1FR;INTERVAL=3", "every last Friday of the month, every 3 months"),
        ("FREQ=MONTHLY", "on day 12 of the month"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,-1", "on day 1 of the month and on the last day of the month"),
        ("FREQ=YEARLY;INTERVAL=2", "every 2 years on 12. January"),
        ("FREQ=MONTHLY;BYDAY=-3TU", "by the rule FREQ=MONTHLY;BYDAY=-3TU"),
        ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "by the rule FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_rule_in_words(rule, words):
    with translation.override("en"):
        said = wording.rule(rule, starts_at=FIRST, time_zone="Europe/Berlin")
    assert said == words


@given(repetitions)
def test_every_rule_of_plain_fields_has_words_of_its_own(repetition):
    rule = repetition.rule(FIRST.date())
    with translation.override("en"):
        said = wording.rule(rule, starts_at=FIRST, time_zone="Europe/Berlin")
    assert "FREQ" not in said


def test_a_date_in_words():
    with translation.override("en"):
        evening = wording.span(FIRST, datetime(2027, 1, 12, 19, tzinfo=UTC), "Europe/Berlin")
        night = wording.span(FIRST, datetime(2027, 1, 13, 1, tzinfo=UTC), "Europe/Berlin")
    assert evening == "Tuesday, 12. January 2027, 18:00 to 20:00"
    assert night == "Tuesday, 12. January 2027, 18:00 to Wednesday, 13. January 2027, 02:00"


def test_what_is_special_about_a_date_in_words():
    end = datetime(2027, 1, 12, 19, tzinfo=UTC)
    cases = {
        "": {},
        "cancelled": {"is_cancelled": True},
        "cancelled: Sturm": {"is_cancelled": True, "cancellation_reason": "Sturm"},
        "moved from Monday, 11. January 2027, 18:00: Fest": {
            "moved_from": datetime(2027, 1, 11, 17, tzinfo=UTC),
            "move_reason": "Fest",
        },
        "at another place": {"place_id": 1},
    }
    with translation.override("en"):
        for words, facts in cases.items():
            assert wording.departure(Planned(FIRST, end, **facts), "Europe/Berlin") == words


@pytest.fixture
def editor(client):
    sign_in(client)


def sign_in(client) -> None:
    """Sign an editor in; where a test travels in time only after that, the session is over."""
    client.force_login(User.objects.create_superuser("chefin@stadt.example", "geheim"))


def rows(prefix: str, *filled: dict) -> dict:
    """Return what a browser sends for the rows of a formset."""
    management = {f"{prefix}-TOTAL_FORMS": len(filled), f"{prefix}-INITIAL_FORMS": 0}
    values = {
        f"{prefix}-{number}-{name}": value
        for number, row in enumerate(filled)
        for name, value in row.items()
    }
    return management | values


def dates_data(**fields) -> dict:
    return {
        "starts_at": "2027-01-12 18:00",
        "ends_at": "2027-01-12 20:00",
        "time_zone": "Europe/Berlin",
        "repeat": "monthly",
        "repeat_ends": "until",
        "repeat_until": "2027-06-30",
    } | fields


@pytest.mark.django_db
@time_machine.travel("2027-01-04 09:00+01:00", tick=True)
def test_the_preview_says_the_dates_with_all_that_departs_from_them(client):
    sign_in(client)
    data = dates_data()
    moved_date = {"date": "2027-03-09", "reason": "Feiertag"}
    moved_date |= {"starts_at": "2027-03-11 10:00", "ends_at": "2027-03-11 12:00"}
    data |= rows("moved_dates", moved_date)
    data |= rows("skipped_dates", {"date": "2027-02-09"}, {"date": "2027-05-11", "DELETE": "on"})
    data |= rows(
        "cancelled_dates", {"date": "2027-04-13", "reason": "Sturm"}, {"date": "2027-04-20"}
    )
    data |= rows(
        "extra_dates", {"starts_at": "2027-01-20 09:00", "ends_at": "2027-01-20 10:00"}, {}
    )
    answer = client.post(PREVIEW, data, headers={"x-fragment": "1"})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    shown = answer.context["preview"]
    assert [one.words.split(",")[1].strip() for one in shown.dates] == [
        wording.date_format(date.fromisoformat(day), "j. F Y")
        for day in (
            "2027-01-12",
            "2027-01-20",
            "2027-03-11",
            "2027-04-13",
            "2027-05-11",
            "2027-06-08",
        )
    ]
    assert [one.is_cancelled for one in shown.dates] == [False] * 3 + [True] + [False] * 2
    assert "Feiertag" in shown.dates[2].departure
    assert shown.unknown_days == [date(2027, 4, 20)]
    assert "Sturm" in answer.text


@pytest.mark.django_db
@time_machine.travel("2027-01-04 09:00+01:00", tick=True)
def test_without_script_the_preview_is_a_page_of_twelve_dates(client):
    sign_in(client)
    answer = client.post(PREVIEW, dates_data(repeat="weekly", repeat_ends="never"))
    assert answer.status_code == 200
    assert "<html" in answer.text
    assert len(answer.context["preview"].dates) == 12
    assert answer.context["preview"].has_more


@pytest.mark.django_db
@time_machine.travel("2027-01-04 09:00+01:00", tick=True)
def test_the_preview_tells_of_the_clocks(client):
    sign_in(client)
    night = {"starts_at": "2027-03-21 02:30", "ends_at": "2027-03-21 04:00"}
    answer = client.post(PREVIEW, dates_data(**night, repeat="weekly", repeat_ends="never"))
    notes = [one.clock_note for one in answer.context["preview"].dates]
    assert ("02:30" in notes[1], "03:30" in notes[1]) == (True, True)
    assert notes[0] == notes[2] == ""
    night = {"starts_at": "2027-10-24 02:30", "ends_at": "2027-10-24 04:00"}
    answer = client.post(PREVIEW, dates_data(**night, repeat="weekly", repeat_ends="never"))
    notes = [one.clock_note for one in answer.context["preview"].dates]
    assert (bool(notes[0]), bool(notes[1]), bool(notes[2])) == (False, True, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"starts_at": ""}, "starts_at"),
        ({"starts_at": "0001-01-01 00:00"}, "starts_at"),
        ({"starts_at": "9999-12-31 23:59"}, "starts_at"),
        ({"ends_at": "9999-12-31 23:59"}, "ends_at"),
        ({"ends_at": "2027-01-12 17:00"}, "ends_at"),
        ({"time_zone": "../etc/passwd"}, "time_zone"),
        ({"time_zone": "\x00"}, "time_zone"),
        ({"repeat": "hourly"}, "repeat"),
        ({"repeat": "daily", "repeat_ends": "count", "repeat_count": "10001"}, "repeat_count"),
        ({"repeat": "weekly", "repeat_on": ["MO"]}, "repeat"),
        ({"repeat_until": ""}, "repeat_until"),
        ({"repeat_until": "0001-01-01"}, "repeat_until"),
        ({"repeat_ends": "count"}, "repeat_count"),
        ({"repeat_ends": "count", "repeat_count": "-1"}, "repeat_count"),
        ({"repeat_every": "401"}, "repeat_every"),
        ({"repeat": "own"}, "recurrence"),
        ({"repeat": "own", "recurrence": "FREQ=SECONDLY"}, "recurrence"),
        ({"repeat": "own", "recurrence": "FREQ=MONTHLY;BYDAY=1MO"}, "recurrence"),
        ({"repeat": "own", "recurrence": "\x00"}, "recurrence"),
    ],
)
def test_the_preview_names_the_field_that_is_wrong(client, editor, fields, wrong):
    answer = client.post(PREVIEW, dates_data(**fields))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {wrong}


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["-1", "x", "99999999", ""])
def test_rows_without_sense_are_left_out_of_the_preview(client, editor, number):
    data = (
        dates_data()
        | rows("moved_dates", {"date": "morgen"})
        | rows("extra_dates", {"ends_at": "x"})
    )
    data["cancelled_dates-TOTAL_FORMS"] = number
    assert client.post(PREVIEW, data).status_code == 200


@pytest.mark.django_db
def test_the_preview_is_for_editors(client):
    assert client.post(PREVIEW, dates_data()).status_code == 302
    client.force_login(User.objects.create_user("leserin@mail.example"))
    assert client.post(PREVIEW, dates_data()).status_code == 302


@pytest.mark.django_db
def test_the_editor_shows_a_stored_series_in_plain_fields_with_its_dates(client, root, editor):
    event = an_event(a_calendar(), recurrence="FREQ=WEEKLY;INTERVAL=2;COUNT=5")
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[event.pk]))
    form = answer.context["form"]
    assert [form[name].value() for name in ("repeat", "repeat_every", "repeat_ends")] == [
        "weekly",
        2,
        "count",
    ]
    assert PREVIEW in answer.text
    assert wording.span(event.starts_at, event.ends_at, "Europe/Berlin") in answer.text
    assert "js/dates-preview.js" in answer.text


@pytest.mark.django_db
def test_a_rule_of_ones_own_is_shown_as_one(client, root, editor):
    start = in_days(10)
    rule = f"FREQ=MONTHLY;BYMONTHDAY={start.day},28"
    check(rule, starts_at=start, time_zone="Europe/Berlin")
    event = an_event(a_calendar(), recurrence=rule)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[event.pk])).context["form"]
    assert (form["repeat"].value(), form["recurrence"].value()) == ("own", rule)
    assert EventPage.objects.get().recurrence == rule
