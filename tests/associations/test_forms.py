"""Bad input in the form for events."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from agenda.calendar.models import EventPage
from tests.calendar.factories import in_days

from .factories import a_checked_calendar, a_member, an_organisation, approve, form_data

pytestmark = pytest.mark.django_db

URL_ARGS = ["sv-lohe"]
GPS_TAG = 0x8825


@pytest.fixture
def signed_in(client, editor):
    a_checked_calendar()
    client.force_login(a_member(an_organisation("sv-lohe")))
    return client


def hand_in(client, **fields):
    return client.post(reverse("event_new", args=URL_ARGS), form_data(**fields))


def at(days: int, hour: int) -> str:
    return f"{in_days(days, hour):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 121),
        ("title", "Null\x00byte"),
        ("text", "Null\x00byte"),
        ("text", "x" * 5001),
        ("summary", "x" * 251),
        ("starts_at", "bald"),
        ("starts_at", "0001-01-01T00:00"),
        ("starts_at", "9999-12-31T23:59"),
        ("ends_at", at(19, 18)),
        ("ends_at", at(60, 18)),
        ("repeat", "hourly"),
        ("repeat", "weekly"),
        ("repeat_until", "bald"),
        ("repeat_every", "0"),
        ("repeat_every", "x"),
        ("repeat", "own"),
        ("skipped_days", "31.02.2027"),
        ("skipped_days", "24.12.2026 18:00"),
        ("extra_days", "Heiligabend"),
        ("extra_days", "24.12.2026 25:00–26:00"),
        ("extra_days", "24.12.2026 \x00"),
        ("place", "999999"),
        ("place", "x'--"),
        ("audiences", "gibt-es-nicht"),
        ("submission_key", "kein-schluessel"),
    ],
)
def test_bad_input_is_refused_in_words_and_kept(signed_in, field, value):
    answer = hand_in(signed_in, **{"price_text": "2 Euro Spende", field: value})
    assert answer.status_code == 422
    assert "2 Euro Spende" in answer.text
    assert answer.context["form"].errors
    assert not EventPage.objects.exists()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "‮rückwärts", "😀 " * 20])
def test_odd_text_is_shown_harmlessly(signed_in, editor, text):
    assert hand_in(signed_in, title=f"Fest {text}", text=text, summary=text).status_code == 302
    event = approve(EventPage.objects.get(), editor)
    page = signed_in.get(event.url)
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_key_of_another_association_gives_no_way_to_its_event(signed_in, client):
    data = form_data()
    signed_in.post(reverse("event_new", args=URL_ARGS), data)
    client.force_login(a_member(an_organisation("musikverein")))
    client.post(reverse("event_new", args=["musikverein"]), data)
    keys = EventPage.objects.values_list("organiser_name", flat=True)
    assert list(keys).count("Verein sv-lohe") == 1


def a_photo(format: str = "JPEG") -> SimpleUploadedFile:
    """Return a picture that says where it was taken."""
    image = Image.new("RGB", (60, 40), "red")
    exif = image.getexif()
    exif[GPS_TAG] = {1: "N", 2: (52.0, 30.0, 0.0)}
    file = io.BytesIO()
    image.save(file, format, exif=exif)
    return SimpleUploadedFile("foto.jpg", file.getvalue(), "image/jpeg")


def test_picture_loses_what_it_tells_of_the_place(signed_in):
    assert hand_in(signed_in, picture=a_photo()).status_code == 302
    image = EventPage.objects.get().get_latest_revision_as_object().listing_image
    with image.file.open() as file, Image.open(file) as stored:
        assert stored.size == (60, 40)
        assert GPS_TAG not in stored.getexif()


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("bild.jpg", b"kein Bild", "image/jpeg"),
        SimpleUploadedFile("bild.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        SimpleUploadedFile("bild.jpg", b""),
    ],
)
def test_file_that_is_no_picture_is_refused(signed_in, file):
    assert hand_in(signed_in, picture=file).status_code == 422
    assert not EventPage.objects.exists()
