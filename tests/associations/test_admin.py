"""The engagement officer's desk."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from participation.accounts.models import User
from participation.associations.models import CharterSignature, Membership, Organisation

from .factories import a_charter, a_member, an_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    person = User.objects.create_user("ehrenamt@auenbrueck.example", display_name="Fatma Aydın")
    person.groups.add(Group.objects.get(name="Engagement officer"))
    return person


def address(model: str, action: str, *args) -> str:
    return reverse(f"wagtailsnippets_associations_{model}:{action}", args=args)


@pytest.mark.parametrize("model", ["organisation", "membership", "chartersignature"])
def test_officer_sees_lists_and_forms(client, officer, model):
    organisation = an_organisation()
    a_member(organisation)
    organisation.signatures.create(charter_key=a_charter().translation_key, signed_on="2026-01-05")
    client.force_login(officer)
    for action in ("list", "add"):
        assert client.get(address(model, action)).status_code == 200


@pytest.mark.parametrize("model", ["organisation", "membership", "chartersignature"])
def test_editors_and_citizens_do_not(client, editor, citizen, model):
    for person in (editor, citizen):
        client.force_login(person)
        assert client.get(address(model, "add")).status_code == 302


def test_officer_lets_a_person_act_for_an_organisation_by_address(client, officer):
    organisation = an_organisation()
    client.force_login(officer)
    data = {"organisation": organisation.pk, "email": "Neu@Verein.example", "role": "admin"}
    assert client.post(address("membership", "add"), data).status_code == 302
    membership = Membership.objects.get()
    assert membership.person.email == "neu@verein.example"
    again = client.post(address("membership", "add"), data)
    assert again.status_code == 200
    assert Membership.objects.count() == 1
    data["role"] = "editor"
    assert client.post(address("membership", "edit", membership.pk), data).status_code == 302
    assert Membership.objects.get().role == "editor"


def test_officer_records_a_signature_on_paper(client, officer):
    organisation, charter = an_organisation(), a_charter()
    client.force_login(officer)
    data = {
        "charter_key": charter.translation_key,
        "organisation": organisation.pk,
        "signed_on": "2026-01-05",
        "words": "",
    }
    assert client.post(address("chartersignature", "add"), data).status_code == 302
    assert client.post(address("chartersignature", "add"), data).status_code == 200
    assert CharterSignature.objects.get().organisation == organisation


def test_officer_adds_an_organisation(client, officer):
    client.force_login(officer)
    data = {"name": "Tanzkreis", "slug": "tanzkreis", "languages": "de, tr"}
    assert client.post(address("organisation", "add"), data).status_code == 302
    assert Organisation.objects.get().languages == ["de", "tr"]
