"""The charter and who signs it."""

import pytest
from django.urls import reverse

from participation.associations import services
from participation.associations.models import CharterSignature, Membership

from .factories import a_charter, a_member, an_organisation

pytestmark = pytest.mark.django_db
ADMIN = Membership.Role.ADMIN


@pytest.fixture
def charter():
    return a_charter()


@pytest.fixture
def organisation():
    return an_organisation(name="SV Lohe")


def sign(client, charter, organisation, **fields):
    data = {"organisation": organisation.slug, "words": "Fair Play gilt auch hier."} | fields
    return client.post(reverse("charter_sign", args=[charter.translation_key]), data)


def test_administrator_signs_and_everybody_reads_it(client, charter, organisation):
    client.force_login(a_member(organisation, ADMIN))
    assert sign(client, charter, organisation).status_code == 302
    client.logout()
    text = client.get(charter.url).text
    assert "SV Lohe" in text
    assert "Fair Play gilt auch hier." in text
    assert "Zusage" in text


def test_second_click_signs_neither_again_nor_for_another(client, charter, organisation):
    person = a_member(organisation, ADMIN)
    services.add_member(an_organisation("musikverein"), person, ADMIN)
    client.force_login(person)
    for _click in range(2):
        sign(client, charter, organisation)
    assert CharterSignature.objects.get().organisation == organisation


def test_only_administrators_sign(client, charter, organisation, citizen):
    for person in (citizen, a_member(organisation)):
        client.force_login(person)
        sign(client, charter, organisation)
        form = client.get(reverse("charter_sign", args=[charter.translation_key]))
        assert "There is nothing for you to sign" in form.text or "unterschreiben" in form.text
    client.logout()
    assert sign(client, charter, organisation).status_code == 302
    assert not CharterSignature.objects.exists()


def test_service_refuses_editors_of_an_organisation(charter, organisation):
    membership = a_member(organisation).memberships.get()
    with pytest.raises(services.NotAllowed):
        services.sign_charter(charter, membership, words="")


def test_nobody_signs_for_another_organisation(client, charter, organisation):
    client.force_login(a_member(an_organisation("musikverein"), ADMIN))
    assert sign(client, charter, organisation).status_code == 422
    assert not CharterSignature.objects.exists()


@pytest.mark.parametrize("words", ["x" * 401, "Null\x00byte"])
def test_bad_words_are_refused(client, charter, organisation, words):
    client.force_login(a_member(organisation, ADMIN))
    assert sign(client, charter, organisation, words=words).status_code == 422
    assert not CharterSignature.objects.exists()


def test_unpublished_charter_cannot_be_signed(client, charter, organisation):
    charter.unpublish()
    client.force_login(a_member(organisation, ADMIN))
    assert sign(client, charter, organisation).status_code == 404


def test_queries_of_the_charter_do_not_grow_with_signatures(
    client, charter, django_assert_max_num_queries
):
    def add(numbers):
        for number in numbers:
            an_organisation(f"verein-{number}").signatures.create(
                charter_key=charter.translation_key, signed_on="2026-01-05"
            )

    add(range(3))
    client.get(charter.url)
    with django_assert_max_num_queries(25) as few:
        client.get(charter.url)
    add(range(3, 20))
    with django_assert_max_num_queries(len(few)):
        client.get(charter.url)
