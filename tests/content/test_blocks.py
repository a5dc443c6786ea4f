"""Every block of a page's body, rendered on a page of the site."""

import json
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from cms.content.models import ContactPerson, Place
from cms.demo.illustrations import illustration
from home.models import StandardPage


def blocks(picture, file, contact, place, other) -> list[dict]:
    film = {"title": "Ein Film", "poster": picture.pk, "url": "https://video.auenbrueck.example/1"}
    text = "<p>Ein Absatz.</p>"
    table = {
        "data": [["Quartier", "Plätze"], ["Altstadt", "12"]],
        "first_row_is_table_header": True,
        "first_col_is_header": True,
        "table_caption": "Plätze nach Quartier",
    }
    image = {"image": picture.pk, "alt_text": "Die Brücke", "is_decorative": False}
    content = {
        "heading": "Was sich ändert",
        "subheading": "Für wen",
        "text": text,
        "quote": {"text": "Leichter für alle.", "name": "Hanna Voss", "role": ""},
        "accordion": [{"title": "Was kostet das?", "text": text}],
        "steps": {
            "title": "So geht es",
            "steps": [{"title": "Anmelden", "text": text}],
        },
        "checklist": {
            "title": "Vorher",
            "entries": [
                {"text": "Ausweis einstecken", "help": "Er muss gültig sein."},
                {"text": "Termin notieren", "help": ""},
            ],
        },
        "image": {**image, "caption": "Abends", "credit": "Stadt"},
        "document": {"document": file.pk, "title": "Der Plan"},
        "video": {**film, "transcript": "<p>Was gesagt wird.</p>"},
        "sign_language_video": film,
        "call_to_action": {
            "title": "Mitmachen",
            "text": "",
            "label": "Los",
            "page": other.pk,
            "url": "",
        },
        "related_pages": {"title": "", "pages": [other.pk]},
        "contact": contact.pk,
        "place": place.pk,
        "key_figures": [{"value": "72", "unit": "%", "label": "online", "source": ""}],
        "table": table,
    }
    return [{"type": kind, "value": value} for kind, value in content.items()]


@pytest.fixture
def shown(root, client) -> BeautifulSoup:
    """The main part of a page that holds one block of each kind."""
    picture = get_image_model()(title="Brücke", width=1200, height=675)
    drawing = ContentFile(illustration("bruecke").encode(), name="bruecke.svg")
    picture.file = drawing
    picture.save()
    file = get_document_model()(title="Plan", is_accessible=True)
    file.file.save("plan.txt", ContentFile(b"Plan"))
    contact = ContactPerson.objects.create(
        slug="digitalbuero", name="Jonas Ebeling", office="Digitalbüro", email="d@stadt.example"
    )
    place = Place.objects.create(
        slug="rathaus",
        name="Rathaus",
        street="Markt 1",
        postal_code="99999",
        locality="Auenbrück",
        accessibility=["step_free"],
    )
    other = root.add_child(instance=StandardPage(title="Andere Seite", summary="Kurz."))
    body = json.dumps(blocks(picture, file, contact, place, other))
    page = root.add_child(
        instance=StandardPage(
            title="Alle Blöcke", summary="Kurz.", listing_image=picture, body=body
        )
    )
    answer = client.get(page.url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser").main


def test_headings_go_down_without_gaps(shown):
    levels = [int(heading.name[1]) for heading in shown.select("h1, h2, h3, h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_pictures_stay_drawings_and_carry_their_alternative_text(shown):
    picture = shown.select_one(".block--image img")
    assert picture["alt"] == "Die Brücke"
    assert picture["src"].endswith(".svg")
    assert shown.select_one(".page-header img")["alt"] == ""


def test_films_are_links_and_load_nothing_from_elsewhere(shown):
    assert not shown.select("iframe, video, embed, object")
    links = shown.select(".video__poster")
    assert [link["href"] for link in links] == ["https://video.auenbrueck.example/1"] * 2
    assert "Was gesagt wird." in shown.select_one(".block--video details").get_text()


def test_table_names_its_caption_and_its_headers(shown):
    region = shown.select_one(".block--table [role=region]")
    assert region["aria-label"] == region.select_one("caption").get_text()
    assert region["tabindex"] == "0"
    assert [cell["scope"] for cell in region.select("th")] == ["col", "col", "row"]


def test_document_says_its_type_and_whether_it_is_accessible(shown):
    text = shown.select_one(".document-card").get_text(" ", strip=True)
    assert "TXT" in text
    assert shown.select_one(".document-card a")["href"]


def test_contact_shows_no_mail_address(shown):
    card = shown.select_one(".block--contact")
    assert "Jonas Ebeling" in card.get_text()
    assert "@" not in card.get_text()
    assert not card.select('[href^="mailto:"]')


def test_checklist_is_a_plain_list_with_empty_boxes_until_the_script_comes(shown):
    checklist = shown.select_one("[data-checklist]")
    entries = checklist.select("li")
    assert [entry.select_one("[data-entry-text]").get_text() for entry in entries] == [
        "Ausweis einstecken",
        "Termin notieren",
    ]
    assert "Er muss gültig sein." in entries[0].get_text()
    assert len(checklist.select(".checklist__box[aria-hidden=true]")) == 2
    assert not checklist.select("input")
    assert all(part.has_attr("hidden") for part in checklist.select("[role=status], button"))
    assert len({entry["data-entry"] for entry in entries}) == 2


def test_every_block_shows_something_under_its_own_id(shown):
    parts = shown.select(".blocks > .block")
    assert len(parts) == 17
    assert len({part["id"] for part in parts}) == 17
    assert all(part.get_text(strip=True) or part.img for part in parts)


def test_page_carries_no_inline_style_or_handler(shown):
    assert not shown.select("[style], [onclick], script")
