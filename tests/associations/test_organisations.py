"""The public profiles of associations."""

import pytest
from django.urls import reverse

from agenda.directories.models import DirectoryEntry, DirectoryPage, EntryState
from participation.associations import queries
from participation.associations.models import Organisation
from tests.calendar.factories import a_calendar, an_event

from .factories import a_charter, an_organisation

pytestmark = pytest.mark.django_db


def test_list_finds_by_word(client):
    an_organisation("musikverein", name="Musikverein Weidenau", purpose="Blasmusik und Polka")
    an_organisation("freifunk", name="Freifunk")
    text = client.get(reverse("organisation_list"), {"q": "Polka"}).text
    assert "Musikverein Weidenau" in text
    assert "Freifunk" not in text


def test_queries_of_the_list_do_not_grow_with_organisations(client, django_assert_max_num_queries):
    url = reverse("organisation_list")
    for number in range(3):
        an_organisation(f"verein-{number}")
    with django_assert_max_num_queries(25) as few:
        client.get(url)
    for number in range(3, 24):
        an_organisation(f"verein-{number}")
    with django_assert_max_num_queries(len(few)):
        client.get(url)


def test_profile_shows_public_dates_only(client):
    organisation = an_organisation()
    calendar = a_calendar()
    an_event(calendar, title="Sommerfest", organiser_key=organisation.key)
    an_event(calendar, title="Geheimes Fest", organiser_key=organisation.key, publish=False)
    an_event(calendar, title="Fremdes Fest")
    text = client.get(organisation.get_absolute_url()).text
    assert "Sommerfest" in text
    assert "Geheimes Fest" not in text
    assert "Fremdes Fest" not in text


def test_profile_links_entries_of_public_directories(client, root):
    organisation = an_organisation()
    directory = DirectoryPage(title="Börse", slug="boerse")
    root.add_child(instance=directory)
    entry = DirectoryEntry.objects.create(
        directory=directory,
        state=EntryState.PUBLISHED,
        title="Beamer zu verleihen",
        summary="Mit Leinwand.",
        organisation_key=organisation.key,
    )
    assert f'href="{directory.url}eintrag/{entry.pk}/"' in client.get(
        organisation.get_absolute_url()
    ).text.replace("http://localhost", "")
    directory.unpublish()
    assert queries.entries_of(organisation) == []


def test_profile_names_the_signature_while_the_charter_is_public(client):
    organisation = an_organisation()
    charter = a_charter()
    organisation.signatures.create(
        charter_key=charter.translation_key, signed_on="2026-01-05", words="Fair Play gilt."
    )
    assert "Fair Play gilt." in client.get(organisation.get_absolute_url()).text
    charter.unpublish()
    assert queries.public_signature(organisation) is None


def test_unknown_organisation_is_not_found(client):
    assert client.get(reverse("organisation_detail", args=["gibt-es-nicht"])).status_code == 404


def test_changed_profile_is_shown_at_once(client, settings, django_capture_on_commit_callbacks):
    settings.PAGE_CACHE_SECONDS = 600
    organisation = an_organisation()
    client.get(organisation.get_absolute_url())
    with django_capture_on_commit_callbacks(execute=True):
        stored = Organisation.objects.get()
        stored.summary = "Jetzt auch mit Controller"
        stored.save()
    assert "Jetzt auch mit Controller" in client.get(organisation.get_absolute_url()).text
