"""Who may see and change what an association has handed in."""

import pytest
from django.urls import reverse

from participation.accounts.models import User
from participation.associations import rules

from .factories import a_checked_calendar, a_member, a_submission, an_organisation, form_data

pytestmark = pytest.mark.django_db

ROUTES = {
    "new": ("event_new", "get"),
    "hand in": ("event_new", "post"),
    "see": ("event_edit", "get"),
    "change": ("event_edit", "post"),
    "preview": ("event_preview", "get"),
    "withdraw": ("event_withdraw", "post"),
}


@pytest.fixture
def event(editor):
    organisation = an_organisation("sv-lohe")
    return a_submission(a_checked_calendar(), a_member(organisation))


def a_role(role: str) -> User:
    """Return somebody in a role towards the association."""
    if role == "member":
        return User.objects.get(memberships__organisation__slug="sv-lohe")
    if role == "other member":
        return a_member(an_organisation("musikverein"))
    if role == "editor":
        return User.objects.get(groups__name="Editors")
    return User.objects.create_user("karin.vogt@mail.example")


@pytest.mark.parametrize("errand", ROUTES)
@pytest.mark.parametrize("role", ["anonymous", "citizen", "other member", "editor", "member"])
def test_only_members_reach_the_events_of_their_association(client, event, role, errand):
    route, method = ROUTES[errand]
    args = ["sv-lohe"] if route == "event_new" else ["sv-lohe", event.pk]
    if role != "anonymous":
        client.force_login(a_role(role))
    answer = getattr(client, method)(reverse(route, args=args), form_data(title="Anders"))
    if role == "member":
        assert answer.status_code in {200, 302}
        assert "login" not in answer.headers.get("Location", "")
        return
    if role == "anonymous":
        assert answer.status_code == 302
        assert "next=" in answer["Location"]
    else:
        assert answer.status_code == 404
    assert rules.event_state(event)["state"] == rules.WAITING
    event.refresh_from_db()
    assert event.get_latest_revision_as_object().title == "Gehfußball"
    assert event.get_siblings().count() == 1


@pytest.mark.parametrize("route", ["event_edit", "event_preview", "event_withdraw"])
def test_guessed_id_below_the_own_association_does_not_exist(client, event, route):
    client.force_login(a_member(an_organisation("musikverein")))
    url = reverse(route, args=["musikverein", event.pk])
    for method in (client.get, client.post):
        assert method(url).status_code in {404, 405}
    assert client.post(url, form_data()).status_code in {404, 405}
    assert rules.event_state(event)["state"] == rules.WAITING


def test_my_area_shows_own_organisations_only(client, event):
    client.force_login(a_role("other member"))
    text = client.get(reverse("account")).text
    assert "Verein musikverein" in text
    assert "Gehfußball" not in text


def test_citizen_has_no_section_of_organisations(client, event, citizen):
    client.force_login(citizen)
    assert "Verein sv-lohe" not in client.get(reverse("account")).text
