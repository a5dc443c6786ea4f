"""Directories: who sees which entries, filters, words, languages, cache, rights."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from agenda.directories.models import DirectoryEntry, DirectoryIndexPage, EntryState, Kind
from cms.content.models import Audience, District
from tests.strategy.factories import published

from .factories import a_directory, an_entry


@pytest.fixture
def directory(root):
    return a_directory(root, kind_label="Angebot oder Gesuch")


def titles(response) -> list[str]:
    return [entry.title for entry in response.context["page_obj"]]


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def test_drafts_and_expired_entries_are_invisible(client, directory):
    an_entry(directory, title="Heute noch", expires_on=in_days(0))
    an_entry(directory, title="Ohne Ende")
    expired = an_entry(directory, title="Vorbei", expires_on=in_days(-1))
    draft = an_entry(directory, title="Entwurf", state=EntryState.DRAFT)
    assert titles(client.get(directory.url)) == ["Ohne Ende", "Heute noch"]
    for entry in (expired, draft):
        assert client.get(f"{directory.url}eintrag/{entry.pk}/").status_code == 404


def test_an_entry_has_a_page_of_its_own_in_its_directory_only(client, root, directory):
    entry = an_entry(directory, title="Beamer", text="<p>Mit Koffer.</p>", contact_hint="09999 12")
    text = client.get(f"{directory.url}eintrag/{entry.pk}/").content.decode()
    assert "Mit Koffer." in text
    assert "09999 12" in text
    other = a_directory(root)
    assert client.get(f"{other.url}eintrag/{entry.pk}/").status_code == 404
    assert client.get(f"{directory.url}eintrag/0/").status_code == 404
    assert client.get(f"{directory.url}eintrag/{10**25}/").status_code == 404


def test_entries_are_filtered_by_kind_district_audience_and_words(client, directory):
    harbour = District.objects.create(slug="hafen", name="Hafen")
    clubs = Audience.objects.create(slug="vereine", name="Vereine")
    an_entry(directory, title="Beamer", district=harbour, audiences=[clubs])
    an_entry(directory, title="Zelt", kind=Kind.REQUEST, organisation_name="SV Lohe")
    url = directory.url
    assert titles(client.get(url, {"art": "request"})) == ["Zelt"]
    assert titles(client.get(url, {"quartier": "hafen"})) == ["Beamer"]
    assert titles(client.get(url, {"zielgruppe": "vereine"})) == ["Beamer"]
    assert titles(client.get(url, {"q": "lohe zelt"})) == ["Zelt"]
    assert titles(client.get(url, {"q": "lohe beamer"})) == []
    assert titles(client.get(url, {"art": "unsinn", "quartier": "mond"})) == ["Zelt", "Beamer"]


@pytest.mark.parametrize("words", ["%", "<script>alert(1)</script>", "x" * 900, "\u202eabc", "\\"])
def test_awkward_words_do_no_harm(client, directory, words):
    an_entry(directory)
    response = client.get(directory.url, {"q": words})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_null_bytes_are_refused(client, directory):
    assert client.get(f"{directory.url}?q=%00").status_code == 400


def test_pages_keep_the_filters(client, directory):
    for number in range(13):
        an_entry(directory, title=f"Zelt {number}")
    response = client.get(directory.url, {"q": "zelt", "seite": "2"})
    assert titles(response) == ["Zelt 0"]
    assert "q=zelt&amp;seite=1" in response.content.decode()


def test_entries_are_the_same_in_every_language(client, root, directory):
    english = Locale.objects.get(language_code="en")
    entry = an_entry(directory, title="Beamer")
    translated = directory.copy_for_translation(english, copy_parents=True)
    root.get_translation(english).specific.save_revision().publish()
    translated.save_revision().publish()
    assert titles(client.get(translated.url)) == ["Beamer"]
    text = client.get(f"{translated.url}eintrag/{entry.pk}/").content.decode()
    assert f"{directory.url}eintrag/{entry.pk}/" in text


def test_a_changed_entry_is_fresh_at_once(
    client, directory, settings, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE_SECONDS = 60
    with django_capture_on_commit_callbacks(execute=True):
        entry = an_entry(directory, title="Beamer")
    own = f"{directory.url}eintrag/{entry.pk}/"
    assert "Beamer" in client.get(directory.url, {"q": "e"}).content.decode()
    assert "Beamer" in client.get(own).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        entry.title = "Leinwand"
        entry.save()
    assert "Leinwand" in client.get(directory.url).content.decode()
    assert "Leinwand" in client.get(own).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        entry.delete()
    assert "Leinwand" not in client.get(directory.url).content.decode()
    assert client.get(own).status_code == 404


def test_queries_do_not_grow_with_entries(client, directory):
    clubs = Audience.objects.create(slug="vereine", name="Vereine")
    harbour = District.objects.create(slug="hafen", name="Hafen")

    def queries() -> int:
        client.get(directory.url)
        with CaptureQueriesContext(connection) as captured:
            client.get(directory.url)
        return len(captured)

    an_entry(directory, audiences=[clubs], district=harbour)
    before = queries()
    for _ in range(11):
        an_entry(directory, audiences=[clubs], district=harbour)
    assert queries() <= before


def test_the_overview_lists_public_directories(client, root):
    index = published(root, DirectoryIndexPage(title="Börsen", slug="boersen"))
    shown = a_directory(index, title="Dinge")
    a_directory(index, title="Entwurf").unpublish()
    response = client.get(index.url)
    assert [page.title for page in response.context["directories"]] == ["Dinge"]
    assert shown.url in response.content.decode()


def test_staff_write_entries_in_the_admin_and_citizens_do_not(
    client, admin_user, citizen, directory
):
    add = reverse(DirectoryEntry.snippet_viewset.get_url_name("add"))
    data = {
        "directory": directory.pk,
        "state": "published",
        "kind": "offer",
        "title": "Obstpresse",
        "summary": "Mit Einweisung.",
        "text": "null",
    }
    client.force_login(citizen)
    assert client.post(add, data).status_code in {302, 403}
    assert not DirectoryEntry.objects.exists()
    client.force_login(admin_user)
    assert client.post(add, data).status_code == 302
    assert titles(client.get(directory.url)) == ["Obstpresse"]
    listing = client.get(reverse(DirectoryEntry.snippet_viewset.get_url_name("list")))
    assert "Obstpresse" in listing.content.decode()
