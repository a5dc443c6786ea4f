"""Registering without an account, by links in mails, and what staff see of it."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from cms.mail.models import Message
from participation.accounts.models import User
from participation.registrations import jobs, links, services
from participation.registrations.models import Registration
from tests.calendar.factories import a_calendar, a_training, an_event

from .factories import a_full_training, a_person, a_registration, a_training_with_seats

pytestmark = pytest.mark.django_db
State = Registration.State
FORM = {"name": "Karin Vogt", "email": "karin@mail.example", "note": "Rollstuhl"}
PAST_THE_CACHE = {"authorization": "past the cache"}


def form_url(occurrence) -> str:
    return reverse("registration_form", args=[occurrence.pk])


def link_in(message: Message) -> str:
    return re.search(r"https?://[^/\s]+(/\S+)", message.text.split(":\n")[-1])[1]


def test_from_the_form_to_the_seat_and_back(client, root):
    _training, occurrence = a_training_with_seats(2, online_url="https://video.example/x")
    response = client.post(form_url(occurrence), FORM, follow=True)
    assert response.redirect_chain == [(reverse("registration_sent"), 302)]
    registration = Registration.objects.get()
    assert (registration.state, registration.note) == (State.UNCONFIRMED, "Rollstuhl")
    confirm = link_in(Message.objects.get())
    assert "https://video.example/x" not in Message.objects.get().text

    assert client.get(confirm).status_code == 200
    registration.refresh_from_db()
    assert registration.state == State.UNCONFIRMED

    client.post(confirm)
    registration.refresh_from_db()
    assert registration.state == State.REGISTERED
    assert registration.person.email_confirmed_at
    confirmation = Message.objects.get(key__startswith="registration_confirmed")
    assert "https://video.example/x" in confirmation.text
    client.post(confirm)
    assert Message.objects.count() == 2

    manage = link_in(confirmation)
    client.get(manage)
    registration.refresh_from_db()
    assert registration.state == State.REGISTERED
    client.post(manage)
    registration.refresh_from_db()
    assert registration.state == State.CANCELLED
    client.post(manage)
    assert Message.objects.filter(key__startswith="registration_cancelled").count() == 1


def test_a_signed_in_person_has_the_seat_at_once(client, root):
    _training, occurrence = a_training_with_seats(2)
    person = a_person()
    client.force_login(person)
    response = client.post(form_url(occurrence), {"name": "Person"})
    registration = Registration.objects.get()
    assert (registration.state, registration.person) == (State.REGISTERED, person)
    assert response.url == links.manage_path(registration)


def test_the_same_form_sent_twice_is_stored_once(client, root):
    _training, occurrence = a_training_with_seats(2)
    key = "0f0e0d0c-0b0a-4908-8706-050403020100"
    for _time in range(2):
        assert client.post(form_url(occurrence), FORM | {"submission_key": key}).status_code == 302
    assert Registration.objects.count() == 1
    assert Message.objects.count() == 1


def test_whether_somebody_is_registered_cannot_be_found_out(client, root):
    _training, occurrence = a_training_with_seats(2)
    person = a_person()
    services.register(occurrence, person=person, name="Person")
    known = client.post(form_url(occurrence), FORM | {"email": person.email})
    unknown = client.post(form_url(occurrence), FORM)
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert Registration.objects.filter(person=person).count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "x" * 500},
        {"name": "Null\x00byte"},
        {"name": "<script>alert(1)</script>"},
        {"name": "\u202eevil"},
        {"email": "keine"},
        {"email": "x" * 300 + "@mail.example"},
        {"note": "x" * 501},
        {"note": "Null\x00byte"},
        {"website": "https://spam.example"},
        {"submission_key": "unsinn"},
    ],
)
def test_bad_input_gets_an_error_keeps_the_text_and_stores_nothing(client, root, changes):
    _training, occurrence = a_training_with_seats(2)
    response = client.post(form_url(occurrence), FORM | changes)
    assert response.status_code == 422
    html = response.content.decode()
    assert "<script>alert" not in html
    assert 'role="alert"' in html
    if "note" not in changes:
        assert "Rollstuhl" in html
    assert not Registration.objects.exists()


def test_text_of_any_script_is_stored_harmlessly(client, root):
    _training, occurrence = a_training_with_seats(2)
    text = "<script>alert(1)</script> שלום مرحبا"
    client.post(form_url(occurrence), FORM | {"name": "محمد", "note": text})
    registration = Registration.objects.get()
    assert (registration.name, registration.note) == ("محمد", text)
    assert "<script>alert" not in client.get(link_in(Message.objects.get())).content.decode()
    assert "<script>" not in Message.objects.get().html


def test_what_is_no_public_training_has_no_form(client, root):
    calendar = a_calendar()
    event = an_event(calendar)
    training = a_training(calendar)
    occurrence = training.occurrences.get()
    training.specific.unpublish()
    for number in (event.occurrences.get().pk, occurrence.pk, 999_999, 10**30):
        assert client.get(f"/anmeldung/termin/{number}/").status_code == 404


def test_links_that_are_old_forged_or_of_another_purpose_do_nothing(client, root):
    _training, occurrence = a_training_with_seats(2)
    client.post(form_url(occurrence), FORM)
    registration = Registration.objects.get()
    confirm, manage = links.confirm_path(registration), links.manage_path(registration)
    swapped = manage.replace("/meine/", "/bestaetigen/")
    assert client.post(swapped).status_code == 404
    assert client.post(confirm.replace("/bestaetigen/", "/meine/")).status_code == 404
    assert client.get("/anmeldung/bestaetigen/x/").status_code == 404
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert client.post(confirm).status_code == 410
    registration.refresh_from_db()
    assert registration.state == State.UNCONFIRMED


def test_a_full_training_offers_the_waiting_list_on_its_page(client, root):
    training, occurrence, _seated = a_full_training()
    html = client.get(training.url, headers=PAST_THE_CACHE).content.decode()
    assert form_url(occurrence) in html
    assert client.get(form_url(occurrence)).status_code == 200
    client.post(form_url(occurrence), FORM)
    client.post(link_in(Message.objects.order_by("pk").last()))
    assert Registration.objects.waiting().count() == 1


def test_the_page_shows_no_number_and_no_name(client, root):
    training, occurrence = a_training_with_seats(20)
    registration = a_registration(occurrence, 7)
    html = client.get(training.url, headers=PAST_THE_CACHE).content.decode()
    assert registration.name not in html


def test_a_change_of_seats_drops_the_cached_page(client, root, django_capture_on_commit_callbacks):
    training, occurrence = a_training_with_seats(1)
    before = client.get(training.url).content
    with django_capture_on_commit_callbacks(execute=True):
        a_registration(occurrence, 1)
    after = client.get(training.url)
    assert after.content != before
    assert not after.cookies


def test_the_queries_of_a_training_do_not_grow(client, root, django_assert_max_num_queries):
    training = a_training(a_calendar(), capacity=20, recurrence="FREQ=WEEKLY;COUNT=12")
    for number, occurrence in enumerate(training.occurrences.all()):
        a_registration(occurrence, number)
    client.get(training.url)
    with django_assert_max_num_queries(25):
        client.get(training.url, headers=PAST_THE_CACHE)


def test_forms_and_links_are_never_kept_by_a_cache(client, root):
    _training, occurrence = a_training_with_seats(2)
    client.post(form_url(occurrence), FORM)
    registration = Registration.objects.get()
    for address in (
        form_url(occurrence),
        links.confirm_path(registration),
        links.manage_path(registration),
    ):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_what_nobody_confirms_is_forgotten(client, root):
    _training, occurrence = a_training_with_seats(2)
    client.post(form_url(occurrence), FORM)
    a_registration(occurrence, 1)
    jobs.forget_unconfirmed_registrations()
    assert Registration.objects.count() == 2
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        jobs.forget_unconfirmed_registrations()
    assert Registration.objects.get().state == State.REGISTERED


def staff(*permissions: str) -> User:
    user = User.objects.create_user(f"staff{len(permissions)}@stadt.example", "geheim")
    group = Group.objects.create(name=f"group {len(permissions)}")
    group.permissions.set(Permission.objects.filter(codename__in=permissions))
    user.groups.add(group)
    return user


def test_only_who_may_look_sees_registrations_and_nobody_writes_them(client, root):
    training, occurrence, [seated] = a_full_training()
    a_registration(occurrence, 1)
    people = reverse("wagtailsnippets_registrations_registration:list")
    report = reverse("seats_report")
    add = "/admin/snippets/registrations/registration/add/"
    edit = f"/admin/snippets/registrations/registration/edit/{seated.pk}/"

    client.force_login(staff("access_admin"))
    for address in (people, report, add, edit):
        assert client.get(address).status_code == 302, address

    looker = staff("access_admin", "view_registration")
    client.force_login(looker)
    html = client.get(report).content.decode()
    assert training.title in html
    inspect = reverse("wagtailsnippets_registrations_registration:inspect", args=[seated.pk])
    assert client.get(inspect).status_code == 404
    assert seated.name not in client.get(people).text, "of a page that they may not edit"

    permission = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(
        group=looker.groups.get(), page=training, permission=permission
    )
    looker = User.objects.get(pk=looker.pk)
    client.force_login(looker)
    assert seated.name in client.get(inspect).text
    html = client.get(people + f"?occurrence={occurrence.pk}").content.decode()
    assert seated.name in html
    assert training.title in html
    for address in (add, edit):
        assert client.get(address).status_code in {302, 403, 404}, address
    assert "export=csv" not in html, "names leave at the desk only"
    file = b"".join(client.get(f"{people}?export=csv")).decode()
    assert file.strip() == "", "nor does an address that somebody guesses name anybody"


def test_the_report_of_seats_runs_no_formula(client, root, django_user_model):
    a_training_with_seats(3, title='=HYPERLINK("https://evil.example","x")')
    client.force_login(django_user_model.objects.create_superuser("chef@stadt.example", "x"))
    file = b"".join(client.get(reverse("seats_report"), {"export": "csv"})).decode()
    assert list(csv.reader(StringIO(file)))[1][0].startswith("'=HYPERLINK")
