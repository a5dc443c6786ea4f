"""Wagtail's API as everybody may use it: public pages, to read."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import APIToken, Page, PageViewRestriction

from agenda.strategy.models import MeasureUpdate, Milestone
from cms.content.models import Audience, ContactPerson
from participation.accounts.models import User

from .factories import a_field, a_measure, an_agenda

pytestmark = pytest.mark.django_db

PAGES = "/api/v3/pages/"


@pytest.fixture
def field(root):
    return a_field(an_agenda(root), title="Bildung", goals=("Lernorte",))


@pytest.fixture
def measure(field):
    contact = ContactPerson.objects.create(
        slug="ada", name="Ada", office="Amt", email="ada@auenbrueck.example"
    )
    responsible = User.objects.create_user("chef@auenbrueck.example", display_name="Chef")
    return a_measure(
        field,
        title="Digitallabor",
        contact=contact,
        responsible=responsible,
        partner_names="Freifunk\nKulturspeicher",
        milestones=[Milestone(title="Räume", due_on=date(2026, 1, 1))],
        updates=[MeasureUpdate(title="Los", text="<p>Heute.</p>")],
        body=[("heading", "Warum"), ("text", "<p>Darum.</p>")],
        terms={"audiences": [Audience.objects.create(slug="alle", name="Alle")]},
    )


def test_a_measure_is_told_without_the_people_behind_it(client, measure):
    answer = client.get(f"{PAGES}{measure.pk}/")
    assert answer.status_code == 200
    assert not answer.cookies
    found = answer.json()
    assert (found["title"], found["status"]) == ("Digitallabor", "running")
    assert found["partners"] == ["Freifunk", "Kulturspeicher"]
    assert found["classification"]["audiences"] == ["alle"]
    assert [row["title"] for row in found["milestones"]] == ["Räume"]
    assert [row["text"] for row in found["updates"]] == ["<p>Heute.</p>"]
    assert [block["type"] for block in found["body"]] == ["heading", "text"]
    for secret in ("ada", "chef", "Chef", "responsible_id", "owner", "@"):
        assert secret not in answer.content.decode().replace("responsible_office", "")


def test_agenda_and_field_are_told_as_well(client, field):
    agenda = client.get(f"{PAGES}{field.get_parent().pk}/").json()
    assert agenda["update_rhythm_days"] == 90
    found = client.get(f"{PAGES}{field.pk}/").json()
    assert [goal["title"] for goal in found["goals"]] == ["Lernorte"]


def test_measures_are_listed_in_pages_and_filtered(client, field, measure):
    a_measure(field, title="Erledigt", status="done")
    address = f"{PAGES}?type=strategy.MeasurePage"
    assert client.get(address).json()["count"] == 2
    found = client.get(f"{address}&status=done&limit=1").json()
    assert [item["title"] for item in found["items"]] == ["Erledigt"]
    below = client.get(f"{address}&descendant_of={field.pk}&limit=1&offset=1").json()
    assert (below["count"], len(below["items"])) == (2, 1)


def test_drafts_and_private_pages_are_in_no_answer(client, admin_client, field, measure):
    draft = a_measure(field, title="Noch geheim")
    draft.unpublish()
    secret = APIToken.generate_token()
    admin = User.objects.get(is_superuser=True)
    APIToken.objects.create(user=admin, name="x", key_hash=APIToken.hash_token(secret))
    PageViewRestriction.objects.create(
        page=measure, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    for reader in (client, admin_client):
        for page in (draft, measure):
            assert reader.get(f"{PAGES}{page.pk}/").status_code == 404
        listed = reader.get(PAGES, {"limit": 100}, headers={"authorization": f"Bearer {secret}"})
        assert {draft.pk, measure.pk}.isdisjoint(item["id"] for item in listed.json()["items"])


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(admin_client, measure, method):
    body = json.dumps({"meta": {"type": "strategy.MeasurePage"}, "title": "x"})
    for address in (PAGES, f"{PAGES}{measure.pk}/"):
        answer = getattr(admin_client, method)(address, body, content_type="application/json")
        assert answer.status_code == 405
    assert Page.objects.get(pk=measure.pk).title == "Digitallabor"


@pytest.mark.parametrize("address", ["whoami/", "sites/", "schema/", "docs/", "", "pages/find/"])
def test_what_is_not_for_everybody_is_not_there(admin_client, measure, address):
    assert admin_client.get(f"/api/v3/{address}").status_code in {404, 422}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("unknown=1", 400),
        ("limit=101", 400),
        ("limit=x", 422),
        ("offset=99999999999999999999999", 400),
        ("type=accounts.User", 422),
        ("descendant_of=99999999999999999999999", 422),
        ("order=owner", 422),
        ("owner=1", 400),
        ("status=done", 400),
        ("type=strategy.AgendaPage&status=done", 400),
        ("version=draft", 400),
    ],
)
def test_bad_questions_get_a_plain_answer(client, measure, query, status):
    answer = client.get(f"{PAGES}?{query}")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    name=st.sampled_from(
        ["type", "child_of", "locale", "order", "search", "limit", "offset", "slug", "status", "x"]
    ),
    value=st.text(max_size=30) | st.integers().map(str) | st.sampled_from(["\0", "random", "-1"]),
)
def test_no_question_is_an_error_of_the_server(client, measure, name, value):
    assert client.get(PAGES, {name: value}).status_code < 500


@pytest.mark.parametrize("pk", ["0", "-1", "9" * 30, "x"])
def test_no_number_of_a_page_is_an_error_of_the_server(client, measure, pk):
    assert client.get(f"{PAGES}{pk}/").status_code in {404, 422}


def test_lists_and_pages_ask_as_often_for_many_rows_as_for_one(client, field, measure):
    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    addresses = (f"{PAGES}?type=strategy.MeasurePage", f"{PAGES}{measure.pk}/")
    before = [queries(address) for address in addresses]
    for _n in range(5):
        a_measure(field)
    measure.milestones = [Milestone(title=f"{n}") for n in range(9)]
    measure.save_revision().publish()
    assert [queries(address) for address in addresses] == before
    assert max(before) <= 25


def test_the_api_describes_itself(client):
    described = client.get("/api/v3/openapi.json").json()
    assert set(described["paths"]) == {"/api/v3/pages/", "/api/v3/pages/{page_id}/"}
    assert all(set(methods) == {"get"} for methods in described["paths"].values())
