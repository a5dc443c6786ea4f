"""Services as readers see them: the overview with its filters, one service, the languages."""

import json
import re
from decimal import Decimal
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from agenda.services.choices import Digital, SignIn
from agenda.services.models import ServicePage
from cms.content.models import Audience, BasePage, ContactPerson, Place, Topic
from tests.guides.factories import a_guide, a_guide_index

from .factories import a_service, a_service_index


@pytest.fixture(autouse=True)
def _uncached(settings):
    settings.PAGE_CACHE_SECONDS = 0


@pytest.fixture
def index(root):
    return a_service_index(root)


@pytest.fixture
def full(index):
    """A service of which everything is known."""
    contact = ContactPerson.objects.create(
        slug="amt", name="Ada Amt", office="Bürgerservice", email="ada@auenbrueck.example"
    )
    service = a_service(
        index,
        title="Wohnung ummelden",
        summary="Nach dem Umzug melden Sie sich um.",
        description="<p>Wer umzieht, meldet sich um.</p>",
        eligibility="<p>Alle Erwachsenen</p>",
        requirements="<ul><li>Umzug innerhalb der Stadt</li></ul>",
        documents="<ul><li>Bestätigung des Wohnungsgebers</li></ul>",
        procedure="<p>Ausfüllen und absenden</p>",
        legal_basis="<p>Bundesmeldegesetz</p>",
        online_url="https://dienste.auenbrueck.example/ummelden",
        digital=Digital.ONLINE,
        sign_in=SignIn.BUNDID,
        cost_amount=Decimal("12.50"),
        duration="2 Werktage",
        deadline="14 Tage nach dem Einzug",
        responsible_office="Bürgerservice",
        contact=contact,
        keywords="Adresse ändern\nEinwohnermeldeamt",
    )
    service.places = [
        Place.objects.create(
            slug="rathaus",
            name="Rathaus",
            street="Markt 1",
            postal_code="99999",
            locality="Auenbrück",
        )
    ]
    service.save_revision().publish()
    return ServicePage.objects.get(pk=service.pk)


def html(client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def titles(response) -> list[str]:
    return [service.title for service in response.context["page_obj"]]


def queries(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


def in_english(page, english, **fields):
    """Return the published translation of a page whose parent is translated."""
    translated = page.copy_for_translation(english)
    for name, value in fields.items():
        setattr(translated, name, value)
    translated.save_revision().publish()
    return translated


def test_a_service_answers_what_people_ask(client, full):
    text = html(client, full.url)
    for answer in (
        "Wer umzieht, meldet sich um.",
        "Alle Erwachsenen",
        "Umzug innerhalb der Stadt",
        "Bestätigung des Wohnungsgebers",
        "Ausfüllen und absenden",
        "Bundesmeldegesetz",
        "12,50",
        "2 Werktage",
        "14 Tage nach dem Einzug",
        "BundID",
        "Ada Amt",
        "Markt 1",
        "dienste.auenbrueck.example",
    ):
        assert answer in text, answer
    assert "ada@auenbrueck.example" not in text
    assert "Adresse ändern" not in text


def test_an_empty_service_shows_no_empty_sections(client, index):
    service = a_service(index, cost_amount=0)
    text = html(client, service.url)
    assert re.findall(r'<section[^>]*aria-labelledby="(\w+)"', text) == ["steckbrief", "hilfreich"]
    assert "BundID" not in text


@pytest.mark.parametrize("with_service", [True, False])
def test_headings_never_skip_a_level(client, index, full, with_service):
    url = full.url if with_service else index.url
    levels = [int(level) for level in re.findall(r"<h([1-6])", html(client, url))]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_ids_are_unique_and_labels_point_somewhere(client, index, full):
    for url in (full.url, index.url):
        text = html(client, url)
        ids = re.findall(r'\sid="([^"]+)"', text)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'aria-labelledby="([^"]+)"', text)) <= set(ids)


def test_pages_carry_neither_cookie_nor_token_nor_inline_style(client, index, full):
    for url in (index.url, full.url):
        response = client.get(url)
        text = response.content.decode()
        assert not response.cookies
        assert "csrfmiddlewaretoken" not in text
        assert " style=" not in text


def test_search_engines_learn_what_it_costs_and_where_it_is(client, full):
    text = html(client, full.url)
    found = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', text, re.S)
    services = [data for data in map(json.loads, found) if data["@type"] == "GovernmentService"]
    [data] = services
    assert data["provider"]["name"] == "Bürgerservice"
    assert data["offers"]["price"] == "12.50"
    assert [set(channel) - {"@type"} for channel in data["availableChannel"]] == [
        {"serviceUrl"},
        {"serviceLocation"},
    ]


def test_services_are_filtered_by_what_people_know(client, index):
    seniors = Audience.objects.create(slug="senioren", name="Ältere")
    safety = Topic.objects.create(slug="sicherheit", name="Sicherheit")
    a_service(
        index,
        title="Ausweis",
        digital=Digital.PARTLY,
        sign_in=SignIn.EID,
        terms={"audiences": [seniors], "topics": [safety]},
    )
    a_service(index, title="Hund", keywords="Hundesteuer\nTiere")
    url = index.url
    assert titles(client.get(url)) == ["Ausweis", "Hund"]
    for params in (
        {"zielgruppe": "senioren"},
        {"thema": "sicherheit"},
        {"art": "partly"},
        {"anmeldung": "eid"},
        {"buchstabe": "A", "q": "weis"},
    ):
        assert titles(client.get(url, params)) == ["Ausweis"], params
    assert titles(client.get(url, {"q": "tiere hund"})) == ["Hund"]
    assert titles(client.get(url, {"art": "mond", "buchstabe": "?"})) == ["Ausweis", "Hund"]


def test_umlauts_are_filed_under_their_basic_letters(client, index):
    for title in ("Zulassung", "Übersetzung", "Umzug", "Ärztesuche", "Auskunft"):
        a_service(index, title=title)
    response = client.get(index.url)
    assert titles(response) == ["Ärztesuche", "Auskunft", "Übersetzung", "Umzug", "Zulassung"]
    assert [letter["label"] for letter in response.context["letters"]] == ["A", "U", "Z"]
    assert titles(client.get(index.url, {"buchstabe": "U"})) == ["Übersetzung", "Umzug"]


def test_many_services_fill_several_pages_that_keep_the_filters(client, index):
    for number in range(25):
        a_service(index, title=f"Antrag {number:02}")
    second = client.get(index.url, {"q": "antrag", "seite": "2"})
    assert titles(second) == ["Antrag 24"]
    assert "q=antrag&amp;seite=1" in second.content.decode()
    assert titles(client.get(index.url, {"seite": "nichts"}))[0] == "Antrag 00"


@pytest.mark.parametrize("words", ["%", "<script>alert(1)</script>", "x" * 900, "‮abc", "\\"])
def test_awkward_words_do_no_harm(client, index, words):
    a_service(index)
    response = client.get(index.url, {"q": words, "seite": words[:9]})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_drafts_stay_hidden(client, index):
    draft = a_service(index, title="Entwurf")
    draft.unpublish()
    assert titles(client.get(index.url)) == []
    assert client.get(f"{index.url}{draft.slug}/").status_code == 404


def test_the_guide_is_shown_in_the_language_of_the_page_or_in_german(client, root, index):
    guide = a_guide(a_guide_index(root), title="So melden Sie um")
    service = a_service(index, guide=guide)
    assert "So melden Sie um" in html(client, service.url)
    english = Locale.objects.get(language_code="en")
    root.get_translation(english).specific.save_revision().publish()
    in_english(index, english)
    translated = in_english(service, english)
    assert "So melden Sie um" in html(client, translated.url)
    in_english(guide.get_parent().specific, english)
    in_english(guide, english, title="How to register")
    text = html(client, translated.url)
    assert "How to register" in text
    assert "So melden Sie um" not in text
    guide.unpublish()
    assert "So melden Sie um" not in html(client, service.url)


def test_other_words_find_the_service(full):
    found = BasePage.objects.search("Einwohnermeldeamt")
    assert [page.pk for page in found] == [full.pk]


@pytest.mark.django_db
def test_what_is_entirely_online_has_an_address():
    service = ServicePage(title="Dienst", slug="dienst", digital=Digital.ONLINE)
    with pytest.raises(ValidationError):
        service.validate_constraints()
    service.online_url = "https://dienste.auenbrueck.example/"
    service.validate_constraints()


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://auenbrueck.example/", "kein Link"])
def test_only_web_addresses_lead_to_a_service(url):
    service = ServicePage(title="Dienst", slug="dienst", online_url=url)
    with pytest.raises(ValidationError) as raised:
        service.clean_fields(exclude=["path", "depth", "locale", "translation_key", "content_type"])
    assert "online_url" in raised.value.message_dict


def test_queries_do_not_grow_with_services_and_places(client, index, full):
    seniors = Audience.objects.create(slug="senioren", name="Ältere")
    a_service(index, terms={"audiences": [seniors]})
    overview, own = queries(client, index.url), queries(client, full.url)
    for _ in range(8):
        a_service(index, terms={"audiences": [seniors]})
    for number in range(5):
        full.places.add(
            Place.objects.create(
                slug=f"ort-{number}",
                name=f"Ort {number}",
                street="Weg 1",
                postal_code="1",
                locality="A",
            )
        )
    full.save_revision().publish()
    assert queries(client, index.url) <= overview
    assert queries(client, full.url) <= own


def test_an_editor_opens_and_lists_services(client, editor, index, full):
    client.force_login(editor)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[full.pk]))
    assert form.status_code == 200
    assert "Wohnung ummelden" in form.content.decode()
    listing = client.get(reverse("wagtailadmin_explore", args=[index.pk]))
    assert "Wohnung ummelden" in listing.content.decode()


def test_a_copy_is_another_service(index):
    original = a_service(index, xzufi_agency="L100", xzufi_id="7")
    copied = original.copy(update_attrs={"slug": "kopie", "title": "Kopie"})
    assert (copied.xzufi_agency, copied.xzufi_id) == ("", "")
    assert list(ServicePage.objects.taken_over()) == [original]
