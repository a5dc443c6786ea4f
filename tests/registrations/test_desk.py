"""Staff at a training: who sees whom, the sheet, spreadsheets, check-in and who did not come."""

import csv
from io import BytesIO, StringIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format
from openpyxl import load_workbook
from wagtail.models import PageLogEntry

from cms.mail.models import Message
from participation.registrations import links, services, tickets
from participation.registrations.attendance.models import Attendance
from participation.registrations.models import Answer, Registration
from tests.calendar.factories import a_training

from .desk import address, after, an_editor_of, at_the_door
from .factories import a_full_training, a_person, a_registration, a_training_with_seats

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("https://evil.example","x")'


@pytest.fixture
def training(root):
    return a_training_with_seats(20)


@pytest.fixture
def desk(client, training):
    """Sign an editor of the training in."""
    client.force_login(an_editor_of(training[0]))
    return client


def named(occurrence, name: str, number: int = 50) -> Registration:
    return services.register(occurrence, person=a_person(number), name=name)


def note_address(occurrence, registration) -> str:
    return address("note", occurrence.pk, registration.pk, 0)


def desk_addresses(occurrence, registration) -> list[tuple[str, str]]:
    return [
        ("get", address("date", occurrence.pk)),
        ("get", address("date", occurrence.pk) + "?export=csv"),
        ("get", address("date", occurrence.pk) + "?export=xlsx"),
        ("get", address("sheet", occurrence.pk)),
        ("get", address("check_in", occurrence.pk)),
        ("get", address("ticket", occurrence.pk, registration.pk)),
        ("post", note_address(occurrence, registration)),
        ("post", address("absences", occurrence.pk)),
        ("get", address("message", occurrence.pk)),
        ("post", address("message", occurrence.pk)),
    ]


@pytest.mark.parametrize("who", ["nobody", "citizen", "other", "editor", "admin"])
def test_only_who_edits_the_page_sees_its_people(client, training, citizen, django_user_model, who):
    page, occurrence = training
    registration = named(occurrence, "Karin Vogt")
    other = a_training(page.get_parent().specific, title="Anderes")
    people = {
        "citizen": lambda: citizen,
        "other": lambda: an_editor_of(other, "andere"),
        "editor": lambda: an_editor_of(page),
        "admin": lambda: django_user_model.objects.create_superuser("chef@stadt.example", "x"),
    }
    if who in people:
        client.force_login(people[who]())
    for method, url in desk_addresses(occurrence, registration):
        answer = getattr(client, method)(url)
        content = b"".join(answer) if answer.streaming else answer.content
        if who in {"editor", "admin"}:
            assert answer.status_code in {200, 302, 422}, url
            assert "/login/" not in answer.headers.get("Location", ""), url
        else:
            assert answer.status_code in {302, 403}, url
            assert b"Karin Vogt" not in content, url
    if who not in {"editor", "admin"}:
        assert not PageLogEntry.objects.filter(action__startswith="attendance.").exists()


def test_list_of_dates_holds_those_of_own_trainings_only(client, training):
    page, occurrence = training
    other = a_training(page.get_parent().specific, title="Fremdes")
    a_registration(occurrence, 1)
    client.force_login(an_editor_of(page))
    answer = client.get(address("dates"))
    assert page.title in answer.text
    assert other.title not in answer.text
    assert address("date", occurrence.pk) in answer.text
    assert page.title not in client.get(address("dates"), {"when": "past"}).text
    assert page.title in client.get(address("dates"), {"q": "tablet"}).text
    assert page.title not in client.get(address("dates"), {"q": "kochen"}).text


def test_queries_do_not_grow_with_dates_and_people(client, root):
    page, first = a_training_with_seats(None)
    client.force_login(an_editor_of(page))
    a_registration(first, 1)
    for url in (
        address("dates"),
        address("date", first.pk),
        address("check_in", first.pk),
        address("sheet", first.pk),
    ):
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get(url)
        for _time in range(4):
            number = Registration.objects.count() + 10
            a_registration(first, number)
            more = a_training(page.get_parent().specific)
            a_registration(more.occurrences.get(), number + 500)
        with CaptureQueriesContext(connection) as many:
            client.get(url)
        assert len(many) == len(few), url
        assert len(many) < 30, url


def test_people_are_listed_with_seat_by_name_and_waiting_in_order(client, root):
    page, occurrence, [_seated] = a_full_training()
    first, second = named(occurrence, "Zoe", 1), named(occurrence, "Anna", 2)
    client.force_login(an_editor_of(page))
    html = client.get(address("date", occurrence.pk)).text
    assert html.index("Person 100") < html.index(first.name) < html.index(second.name)


def test_spreadsheets_run_no_formula_and_are_noted(desk, training):
    page, occurrence = training
    named(occurrence, FORMULA)
    answer = Answer(question_key=uuid4(), question="=Formel?", text="Rampe")
    person = a_person(7)
    services.register(
        occurrence, person=person, name="Berta\x0b", note="Dolmetscherin", answers=[answer]
    )
    text = b"".join(desk.get(address("date", occurrence.pk), {"export": "csv"})).decode()
    rows = list(csv.reader(StringIO(text)))
    assert {rows[1][0], rows[2][0]} == {"'" + FORMULA, "Berta\x0b"}
    assert "'=Formel? Rampe" in {rows[1][2], rows[2][2]}
    assert "Dolmetscherin" not in text, "it may be as sensitive as an answer"
    answer = desk.get(address("date", occurrence.pk), {"export": "xlsx"})
    cells = list(load_workbook(BytesIO(b"".join(answer))).active.iter_rows(min_row=2))
    assert "Dolmetscherin" not in {cell.value for row in cells for cell in row}
    assert "f" not in {cell.data_type for row in cells for cell in row}
    assert FORMULA in {row[0].value for row in cells}
    entries = PageLogEntry.objects.filter(page=page, action="attendance.export").order_by("pk")
    assert [entry.data["format"] for entry in entries] == ["csv", "xlsx"]
    assert "Berta" not in str([entry.data for entry in entries])


def test_sheet_has_a_line_for_everybody_with_a_seat(client, root):
    page, occurrence, [seated] = a_full_training()
    waiting = named(occurrence, "Wartende")
    client.force_login(an_editor_of(page))
    html = client.get(address("sheet", occurrence.pk)).text
    assert seated.name in html
    assert waiting.name not in html
    assert html.count("<tr>") == 1 + 1 + 5


def test_check_in_is_once_and_can_be_taken_back(desk, training):
    _page, occurrence = training
    registration = named(occurrence, "Karin Vogt")
    with at_the_door(occurrence):
        for _time in range(2):
            answer = desk.post(note_address(occurrence, registration), {"action": "present"})
            assert answer.status_code == 302
        row = Attendance.objects.get()
        assert (row.state, row.by.display_name) == (Attendance.State.PRESENT, "redaktion")
        assert "1" in desk.get(answer.url).text
        for _time in range(2):
            desk.post(note_address(occurrence, registration), {"action": "undo"})
    assert not Attendance.objects.exists()


def test_second_tick_keeps_the_first_time(desk, training):
    _page, occurrence = training
    registration = named(occurrence, "Karin Vogt")
    with at_the_door(occurrence):
        desk.post(note_address(occurrence, registration))
    first = Attendance.objects.get().at
    with after(occurrence):
        desk.post(note_address(occurrence, registration))
    assert Attendance.objects.get().at == first


def test_nobody_is_checked_in_days_before(desk, training):
    _page, occurrence = training
    registration = named(occurrence, "Karin Vogt")
    desk.post(note_address(occurrence, registration))
    assert not Attendance.objects.exists()
    page_of_check_in = desk.get(address("check_in", occurrence.pk)).text
    assert 'value="present"' not in page_of_check_in


def test_people_are_found_by_any_part_of_their_name(desk, training):
    _page, occurrence = training
    named(occurrence, "Karin Vogt", 1)
    named(occurrence, "Jürgen Öztürk", 2)
    html = desk.get(address("check_in", occurrence.pk), {"q": "ÖZT jür"}).text
    assert "Jürgen Öztürk" in html
    assert "Karin Vogt" not in html
    for words, status in (("x" * 500, 200), ("%_\\", 200), ("null\x00", 400)):
        assert desk.get(address("check_in", occurrence.pk), {"q": words}).status_code == status
        assert desk.get(address("dates"), {"q": words}).status_code == status


def test_somebody_of_another_date_is_not_found(desk, training):
    page, occurrence = training
    elsewhere = a_training(page.get_parent().specific).occurrences.get()
    stranger = named(elsewhere, "Fremde")
    with at_the_door(occurrence):
        assert desk.post(note_address(occurrence, stranger)).status_code == 404
        assert desk.get(address("ticket", occurrence.pk, stranger.pk)).status_code == 404
    for number in (0, 10**30):
        assert desk.get(address("date", number)).status_code == 404


def test_cancelled_people_are_on_no_list(desk, training):
    _page, occurrence = training
    registration = named(occurrence, "Karin Vogt")
    services.cancel(registration)
    for name in ("date", "check_in", "sheet"):
        assert "Karin Vogt" not in desk.get(address(name, occurrence.pk)).text
    with at_the_door(occurrence):
        assert desk.post(note_address(occurrence, registration)).status_code == 404


def test_who_did_not_come_is_noted_after_the_end_and_taken_back(desk, training):
    page, occurrence = training
    here, away = named(occurrence, "Da", 1), named(occurrence, "Weg", 2)
    desk.post(address("absences", occurrence.pk), {"action": "note"})
    assert not Attendance.objects.exists(), "not before the end"
    with at_the_door(occurrence):
        desk.post(note_address(occurrence, here))
    with after(occurrence):
        for _time in range(2):
            desk.post(address("absences", occurrence.pk), {"action": "note"})
        states = dict(Attendance.objects.values_list("registration", "state"))
        assert states == {here.pk: "present", away.pk: "absent"}
        assert 'value="undo"' in desk.get(address("date", occurrence.pk)).text
        desk.post(address("absences", occurrence.pk), {"action": "undo"})
        assert Attendance.objects.get().registration == here
        # Who was noted as missing may still be ticked when they turn up on the paper list.
        desk.post(address("absences", occurrence.pk), {"action": "note"})
        desk.post(note_address(occurrence, away), {"action": "present"})
    assert not Attendance.objects.filter(state="absent").exists()
    history = PageLogEntry.objects.filter(page=page, action="attendance.note")
    assert history.count() == 3


def test_code_leads_staff_to_the_person_and_tells_others_the_date_only(client, training, citizen):
    page, occurrence = training
    registration = named(occurrence, "Karin Vogt")
    ticket = tickets.ticket_path(registration)
    stranger = an_editor_of(a_training(page.get_parent().specific), "andere")
    when = date_format(timezone.localtime(occurrence.starts_at), "l, j. F Y, H:i")
    for user in (None, citizen, stranger):
        if user:
            client.force_login(user)
        answer = client.get(ticket)
        assert answer.status_code == 200
        assert when in answer.text
        assert "Karin Vogt" not in answer.text
        assert "/anmeldung/" not in answer.text
    client.force_login(an_editor_of(page))
    with at_the_door(occurrence):
        answer = client.get(ticket, follow=True)
        assert "Karin Vogt" in answer.text
        assert note_address(occurrence, registration) in answer.text
    assert not Attendance.objects.exists(), "a code alone changes nothing"


def test_code_of_somebody_who_cancelled_says_no_more_than_that(client, training):
    _page, occurrence = training
    registration = named(occurrence, "Karin Vogt")
    ticket = tickets.ticket_path(registration)
    valid = client.get(ticket).text
    services.cancel(registration)
    cancelled = client.get(ticket)
    assert cancelled.status_code == 200
    assert cancelled.text != valid
    assert "Karin Vogt" not in cancelled.text
    assert "/anmeldung/" not in cancelled.text


def test_code_is_a_picture_on_the_page_and_in_the_mail(client, training, mailed):
    _page, occurrence = training
    registration = named(occurrence, "Karin Vogt")
    picture = tickets.picture_path(registration)
    answer = client.get(picture)
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    assert "no-store" in answer["Cache-Control"]
    assert picture in client.get(links.manage_path(registration)).text
    [message] = mailed(registration)
    assert picture in message.html
    assert picture in message.text
    services.cancel(registration)
    assert client.get(picture).status_code == 404
    assert picture not in client.get(links.manage_path(registration)).text


def test_links_of_other_purposes_are_no_tickets(client, training):
    _page, occurrence = training
    registration = named(occurrence, "Karin Vogt")
    ticket = tickets.ticket_path(registration).strip("/").split("/")[-1]
    manage = links.manage_path(registration).strip("/").split("/")[-1]
    assert client.get(f"/einlass/{manage}/").status_code == 404
    assert client.get(f"/einlass/{manage}/bild.png").status_code == 404
    assert client.get(f"/anmeldung/meine/{ticket}/").status_code == 404
    assert client.get("/einlass/x/").status_code == 404


@pytest.fixture
def mailed():
    def about(registration):
        return Message.objects.filter(key__contains=f":{registration.pk}:")

    return about
