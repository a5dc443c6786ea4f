"""How many people trainings reached, by month, audience and district, and nobody in particular."""

import csv
from io import StringIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext

from agenda.calendar.models import Occurrence
from cms.content.models import Audience, District
from participation.registrations.attendance import statistics
from participation.registrations.attendance.models import Attendance
from participation.registrations.models import Registration
from tests.calendar.factories import a_calendar, a_training, in_days

from .desk import address, after, an_editor_of
from .factories import a_person, a_registration

pytestmark = pytest.mark.django_db
State = Registration.State


@pytest.fixture
def calendar(root):
    return a_calendar()


@pytest.fixture
def seniors() -> Audience:
    return Audience.objects.create(slug="seniorinnen", name="Seniorinnen")


@pytest.fixture
def north() -> District:
    return District.objects.create(slug="nordstadt", name="Nordstadt")


def held(calendar, *, registered: int, present: int = 0, starts_at=None, **terms) -> Occurrence:
    """Return the date of a training with so many people, none of whom wrote a note."""
    fields = {"starts_at": starts_at} if starts_at else {}
    training = a_training(calendar, **fields)
    for name, values in terms.items():
        getattr(training, name).set(values)
    training.save_revision().publish()
    occurrence = training.occurrences.get()
    rows = Registration.objects.bulk_create(
        Registration(occurrence=occurrence, name="x", state=State.REGISTERED, seats_given=1)
        for _number in range(registered)
    )
    Attendance.objects.bulk_create(
        Attendance(occurrence=occurrence, registration=row, state=Attendance.State.PRESENT)
        for row in rows[:present]
    )
    return occurrence


def said(table: list[statistics.Row]) -> dict[str, list[str]]:
    return {row.name: row.cells for row in table}


def counted(calendar, occurrence) -> statistics.Statistics:
    with after(occurrence):
        editor = an_editor_of(calendar)
        return statistics.statistics_of(editor, timezone.localtime(occurrence.starts_at).year)


def test_people_are_counted_for_each_audience_and_district(calendar, seniors, north):
    occurrence = held(calendar, registered=20, present=12, audiences=[seniors], districts=[north])
    held(calendar, registered=15, present=8)
    result = counted(calendar, occurrence)
    assert said(result.tables["audiences"]) == {
        "Seniorinnen": ["20", "12", "8"],
        gettext("No audience named"): ["15", "8", "7"],
    }
    assert said(result.tables["districts"])["Nordstadt"] == ["20", "12", "8"]
    assert result.total.cells == ["35", "20", "15"]
    assert [row.dates for row in result.tables["months"]] == [2]


def test_small_numbers_are_not_said_and_cannot_be_subtracted(calendar, seniors, north):
    occurrence = held(calendar, registered=3, present=3, audiences=[seniors], districts=[north])
    held(calendar, registered=30, present=20)
    result = counted(calendar, occurrence)
    below, withheld = gettext("below 5"), gettext("withheld")
    for name in ("audiences", "districts"):
        rows = said(result.tables[name])
        small = rows.pop("Seniorinnen" if name == "audiences" else "Nordstadt")
        [others] = rows.values()
        assert small == [below] * 3
        assert others[0] == withheld or result.total.cells[0] == withheld


def test_only_held_dates_of_own_trainings_in_that_year_count(calendar):
    other = a_training(calendar, title="Fremd")
    with time_machine.travel("2026-06-10"):
        occurrence = held(calendar, registered=10, present=5)
        held(calendar, registered=50, starts_at=in_days(200))
        Occurrence.objects.filter(pk=held(calendar, registered=50).pk).update(is_cancelled=True)
        held(calendar, registered=50, starts_at=in_days(-300))
        later = held(calendar, registered=50, starts_at=in_days(20))
        stranger = an_editor_of(other, "fremd")
        editor = an_editor_of(calendar)
        waiting = Registration(occurrence=occurrence, name="x", state=State.WAITING)
        waiting.save()
    assert occurrence.starts_at < later.starts_at
    with after(occurrence):
        assert statistics.statistics_of(editor, 2026).total.cells == ["10", "5", "5"]
        assert statistics.years_of(editor) == [2026, 2025]
        assert statistics.statistics_of(stranger, 2026).total.dates == 0


def test_who_was_let_in_without_a_seat_counts_once(calendar):
    occurrence = held(calendar, registered=6, present=6)
    waiting = Registration.objects.create(occurrence=occurrence, name="x", state=State.WAITING)
    Attendance.objects.create(occurrence=occurrence, registration=waiting, state="present")
    result = counted(calendar, occurrence)
    assert result.total.counts == {"registered": 7, "present": 7, "not_seen": 0}


def test_who_was_let_in_fills_no_seat_that_stayed_empty(calendar):
    occurrence = held(calendar, registered=10, present=4)
    for _number in range(6):
        waiting = Registration.objects.create(occurrence=occurrence, name="x", state=State.WAITING)
        Attendance.objects.create(occurrence=occurrence, registration=waiting, state="present")
    result = counted(calendar, occurrence)
    assert result.total.counts == {"registered": 16, "present": 10, "not_seen": 6}


def test_page_and_file_say_the_same_and_name_nobody(client, calendar, seniors):
    occurrence = held(calendar, registered=20, present=12, audiences=[seniors])
    a_registration(occurrence, 7)
    client.force_login(an_editor_of(calendar))
    with after(occurrence):
        html = client.get(address("statistics")).text
        assert "Seniorinnen" in html
        assert a_name() not in html
        year = timezone.localtime(occurrence.starts_at).year
        answer = client.get(address("statistics"), {"export": "csv", "year": year})
        rows = list(csv.reader(StringIO(b"".join(answer).decode())))
        assert [row[3:] for row in rows if row[1] == "Seniorinnen"] == [["21", "12", "9"]]
        assert client.get(address("statistics"), {"export": "xlsx"}).status_code == 200
        for unknown in ("unsinn", "99999999999", "-1"):
            assert client.get(address("statistics"), {"year": unknown}).status_code == 200


def a_name() -> str:
    return Registration.objects.exclude(name="x").get().name


def test_who_edits_no_training_sees_no_statistics(client, calendar, citizen):
    a_training(calendar)
    assert client.get(address("statistics")).status_code == 302
    client.force_login(citizen)
    assert client.get(address("statistics")).status_code in {302, 403}
    nobody = a_person(3)
    client.force_login(nobody)
    assert client.get(address("statistics")).status_code in {302, 403}


def test_queries_do_not_grow_with_trainings(client, calendar, seniors, north):
    occurrence = held(calendar, registered=5, audiences=[seniors], districts=[north])
    client.force_login(an_editor_of(calendar))
    with after(occurrence):
        client.get(address("statistics"))
        with CaptureQueriesContext(connection) as few:
            client.get(address("statistics"))
    for _time in range(5):
        held(calendar, registered=7, present=6, audiences=[seniors], districts=[north])
    with after(occurrence), CaptureQueriesContext(connection) as many:
        assert "Nordstadt" in client.get(address("statistics")).text
    assert len(many) == len(few)
    assert len(many) < 30
