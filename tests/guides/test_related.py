"""What belongs to a guide stands beside it: chosen by editors, or pointing to it."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from agenda.guides.models import GuidePage, RelatedPage
from agenda.strategy.models import RelatedOffer
from cms.content.models import ContactPerson, Place
from tests.services.factories import a_service, a_service_index
from tests.strategy.factories import a_field, a_measure, an_agenda

from .factories import a_guide, a_guide_index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    settings.PAGE_CACHE_SECONDS = 0


@pytest.fixture
def index(root):
    return a_guide_index(root)


@pytest.fixture
def field(root):
    return a_field(an_agenda(root))


def rows(*pages) -> list[RelatedPage]:
    return [RelatedPage(page=page, sort_order=order) for order, page in enumerate(pages)]


def titles(guide) -> list[str]:
    return [page.title for page in GuidePage.objects.get(pk=guide.pk).related]


def aside(client, url: str) -> str:
    text = client.get(url).content.decode()
    return re.search(r'aria-labelledby="dazu"(.*?)</section>', text, re.S)[1]


def test_the_choice_comes_first_in_its_order_then_what_points_to_the_guide(
    client, root, index, field
):
    measure = a_measure(field, title="Zuerst gewählt")
    other = a_guide(index, title="Danach gewählt")
    guide = a_guide(index, title="Passwörter", related_pages=rows(measure, other))
    a_measure(field, title="Maßnahme zeigt her", related_offers=[RelatedOffer(page=guide)])
    a_service(a_service_index(root), title="Dienst zeigt her", guide=guide)
    a_guide(index, title="Heft zeigt her", related_pages=rows(guide))
    assert titles(guide) == [
        "Zuerst gewählt",
        "Danach gewählt",
        "Dienst zeigt her",
        "Heft zeigt her",
        "Maßnahme zeigt her",
    ]
    for rest in ("", "kapitel/mitte/"):
        shown = aside(client, guide.url + rest)
        assert f'href="{measure.url}"' in shown
        assert shown.count("Maßnahme zeigt her") == 1


def test_a_page_that_is_chosen_and_points_back_stands_there_once(index, field):
    measure = a_measure(field, title="Beides")
    guide = a_guide(index, related_pages=rows(measure))
    measure.related_offers = [RelatedOffer(page=guide)]
    measure.save_revision().publish()
    assert titles(guide) == ["Beides"]
    itself = a_guide(index)
    itself.related_pages = rows(itself)
    itself.save_revision().publish()
    assert titles(itself) == []


def test_only_what_is_public_is_shown(client, index, field):
    draft, private = a_measure(field, title="Entwurf"), a_guide(index, title="Privat")
    guide = a_guide(index, related_pages=rows(draft, private))
    pointing = a_measure(field, title="Zurückgezogen", related_offers=[RelatedOffer(page=guide)])
    draft.unpublish()
    pointing.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert titles(guide) == []
    text = client.get(guide.url).content.decode()
    assert 'aria-labelledby="dazu"' not in text


def test_related_pages_come_in_the_language_of_the_guide(index):
    english = Locale.objects.get(language_code="en")
    other, only_german = a_guide(index, title="Deutsch"), a_guide(index, title="Nur deutsch")
    guide = a_guide(index, related_pages=rows(other, only_german))
    translated = other.copy_for_translation(english, copy_parents=True)
    translated.title = "English"
    translated.save_revision().publish()
    page = guide.copy_for_translation(english)
    page.save_revision().publish()
    assert titles(page) == ["English", "Nur deutsch"]
    assert titles(guide) == ["Deutsch", "Nur deutsch"]


def test_places_and_contact_stand_beside_the_guide(client, index):
    place = Place.objects.create(
        slug="labor", name="DigitalLabor", street="Markt 1", postal_code="01234", locality="Aue"
    )
    contact = ContactPerson.objects.create(
        slug="ada", name="Ada", office="Labor", email="a@b.example"
    )
    guide = a_guide(index, contact=contact, terms={"places": [place]})
    for rest in ("", "kapitel/mitte/"):
        shown = aside(client, guide.url + rest)
        assert "DigitalLabor" in shown
        assert "Ada" in shown
    assert "DigitalLabor" in client.get(f"{guide.url}alles/").content.decode()


def test_machines_read_what_belongs_to_it_and_who_checked_it(client, index, field):
    measure = a_measure(field)
    guide = a_guide(index, responsible_office="Digitalbüro", related_pages=rows(measure))
    text = client.get(guide.url).content.decode()
    data = json.loads(
        re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)[1]
    )
    about = data["mainEntityOfPage"]
    assert about["relatedLink"] == [measure.full_url]
    assert about["reviewedBy"]["name"] == "Digitalbüro"


def test_queries_do_not_grow_with_what_belongs_to_a_guide(client, index, field):
    def queries(guide) -> int:
        client.get(guide.url)
        with CaptureQueriesContext(connection) as captured:
            client.get(guide.url)
        return len(captured)

    few = a_guide(index, related_pages=rows(a_measure(field)))
    a_measure(field, related_offers=[RelatedOffer(page=few)])
    many = a_guide(index, related_pages=rows(*(a_measure(field) for _number in range(6))))
    for _number in range(6):
        a_measure(field, related_offers=[RelatedOffer(page=many)])
    before = queries(few)
    assert before <= 34
    assert queries(many) <= before
