"""The way into an online event is for the registered: no door of the website gives it away."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from cms.content.versions import name_version
from participation.accounts.models import User

from .factories import a_calendar, a_place, a_training, an_event

pytestmark = pytest.mark.django_db
SECRET = "https://video.example/geheim"


@pytest.fixture
def event(root):
    facts = {"is_online": True, "online_url": SECRET, "place": a_place()}
    return an_event(a_calendar(), title="Abend", recurrence="FREQ=WEEKLY;COUNT=3", **facts)


def test_no_public_address_names_the_link(client, event):
    training = a_training(event.get_parent().specific, is_online=True, online_url=SECRET)
    registration = reverse("registration_form", args=[training.occurrences.get().pk])
    addresses = [
        event.url,
        f"{event.url}?termine=alle",
        training.url,
        registration,
        event.get_parent().url,
        event.feed_url,
        "/kalender-feeds/kalender.ics",
        f"{reverse('search')}?q=Abend",
        "/",
    ]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "video.example" not in answer.content.decode(), address


def test_nobody_finds_an_event_by_its_link(client, event):
    answer = client.get(reverse("search"), {"q": "video.example/geheim"})
    assert event.url not in answer.content.decode()


def test_versions_of_an_event_do_not_show_the_link(client, event):
    name_version(event, label="Entwurf", published_on=timezone.localdate())
    event.summary = "Neu."
    event.online_url = f"{SECRET}/neu"
    event.save_revision().publish()
    name_version(event, label="Fassung", published_on=timezone.localdate())
    answer = client.get(event.versions_url, follow=True)
    assert answer.status_code == 200
    assert "Entwurf" in answer.text
    assert "video.example" not in answer.text


def test_translators_do_not_get_the_link(event):
    english = Locale.objects.get_or_create(language_code="en")[0]
    source, _created = TranslationSource.update_or_create_from_instance(event)
    translation = Translation.objects.create(source=source, target_locale=english)
    assert "Abend" in str(translation.export_po())
    assert "video.example" not in str(translation.export_po())


def test_how_to_take_part_is_said(client, event):
    html = client.get(event.url).content.decode()
    assert "MixedEventAttendanceMode" in html
    assert "VirtualLocation" in html


def test_readers_with_an_account_see_no_more(client, event):
    client.force_login(User.objects.create_user("leserin@mail.example"))
    assert "video.example" not in client.get(event.url).content.decode()
