"""A person's own area: what they see, change and take back."""

import pytest
from django.urls import reverse

from participation.accounts import contributions, sections
from participation.accounts.models import Contribution, User

from .factories import ADDRESS, a_contribution, a_published_contribution

pytestmark = pytest.mark.django_db
State = Contribution.State


def withdraw_url(comment) -> str:
    return reverse("withdraw_contribution", args=["comment", comment.pk])


@pytest.fixture
def signed_in(client, citizen, root):
    client.force_login(citizen)
    return client


def test_people_see_their_own_contributions_only(signed_in, citizen):
    a_contribution(person=citizen, text="Von mir")
    a_contribution(person=User.objects.create_user("x@mail.example"), text="Von wem sonst")
    content = signed_in.get("/konto/").content.decode()
    assert "Von mir" in content
    assert "Von wem sonst" not in content


def test_an_area_without_contributions_says_so(signed_in):
    assert 'class="empty-state"' in signed_in.get("/konto/").content.decode()


def test_the_number_of_queries_does_not_grow(signed_in, citizen, django_assert_max_num_queries):
    a_published_contribution(citizen)
    a_contribution(person=citizen)
    signed_in.get("/konto/")
    with django_assert_max_num_queries(25) as few:
        signed_in.get("/konto/")
    for number in range(15):
        a_published_contribution(citizen, text=f"Nummer {number}")
    with django_assert_max_num_queries(25) as many:
        signed_in.get("/konto/")
    assert len(many) == len(few)


def test_many_contributions_are_paged(signed_in, citizen):
    for number in range(21):
        a_contribution(person=citizen, text=f"Nummer {number}.")
    assert "Nummer 0." not in signed_in.get("/konto/").content.decode()
    assert "Nummer 0." in signed_in.get("/konto/?seite=2").content.decode()
    assert signed_in.get("/konto/?seite=x").status_code == 200


def test_details_are_saved_in_the_chosen_language(signed_in, citizen):
    response = signed_in.post("/konto/", {"display_name": "Kaya", "language": "en"})
    assert (response.status_code, response["Location"]) == (302, "/en/konto/")
    citizen.refresh_from_db()
    assert (citizen.display_name, citizen.language) == ("Kaya", "en")


@pytest.mark.parametrize(
    "details",
    [
        {"display_name": "<script>", "language": "de"},
        {"display_name": "a\0b", "language": "de"},
        {"display_name": "a\u202eb", "language": "de"},
        {"display_name": "x" * 61, "language": "de"},
        {"display_name": "Karin", "language": "xx"},
    ],
)
def test_bad_details_are_refused(signed_in, citizen, details):
    response = signed_in.post("/konto/", details)
    assert response.status_code in {400, 422}
    citizen.refresh_from_db()
    assert (citizen.display_name, citizen.language) == ("Karin Vogt", "de")


def test_authors_take_back_what_they_wrote(signed_in, citizen):
    comment = a_published_contribution(citizen)
    assert signed_in.get(withdraw_url(comment)).status_code == 200
    comment.refresh_from_db()
    assert comment.state == State.PUBLISHED
    for _repeat in range(2):
        assert signed_in.post(withdraw_url(comment))["Location"] == "/konto/"
    comment.refresh_from_db()
    assert comment.state == State.WITHDRAWN
    with pytest.raises(contributions.TransitionRefused):
        contributions.publish(comment)


def test_nobody_takes_back_what_others_wrote(client, signed_in):
    comment = a_contribution(person=User.objects.create_user("x@mail.example"))
    assert signed_in.post(withdraw_url(comment)).status_code == 404
    client.logout()
    assert client.post(withdraw_url(comment)).status_code == 302
    comment.refresh_from_db()
    assert comment.state == State.SUBMITTED


def test_what_was_refused_stays_on_record(signed_in, citizen):
    comment = contributions.reject(a_contribution(person=citizen), reason="Werbung")
    signed_in.post(withdraw_url(comment))
    comment.refresh_from_db()
    assert comment.state == State.REJECTED


@pytest.mark.parametrize("name", ["withdraw_contribution", "show_contribution"])
@pytest.mark.parametrize("address", [["nothing", 1], ["comment", 99**12]])
def test_what_is_not_there_is_not_found(signed_in, name, address):
    assert signed_in.get(reverse(name, args=address)).status_code == 404


def test_a_published_contribution_is_one_link_away(signed_in, citizen, root):
    comment = a_published_contribution(citizen, key=root.translation_key)
    url = reverse("show_contribution", args=["comment", comment.pk])
    assert signed_in.get(url)["Location"] == f"/#comment-{comment.pk}"
    contributions.withdraw(comment)
    assert signed_in.get(url)["Location"] == "/konto/"


def test_an_unconfirmed_contribution_can_be_confirmed_from_here(client, root):
    comment = a_contribution()
    client.force_login(User.objects.get(email=ADDRESS))
    path = reverse("confirm_contribution", args=[contributions.confirmation_token(comment)])
    assert path.rsplit(":", 2)[0] in client.get("/konto/").content.decode()


def test_other_rooms_add_sections(signed_in, citizen, monkeypatch):
    monkeypatch.setattr(sections, "_sections", {})
    template = "components/empty_state.html"
    full = sections.Section("full", "Meine Vereine", template, lambda request: [request.user])
    sections.register(full)
    sections.register(sections.Section("empty", "Nichts", template, lambda request: []))
    content = signed_in.get("/konto/").content.decode()
    assert "Meine Vereine" in content
    assert "Nichts" not in content
