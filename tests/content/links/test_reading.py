"""Links are found wherever editors put them."""

import pytest
from django.core.files.base import ContentFile

from agenda.guides.models import Chapter
from cms.content.link_check.reading import is_reserved, links_of
from cms.content.models import CustomDocument
from home.models import StandardPage
from tests.guides.factories import a_guide, a_guide_index
from tests.services.factories import a_service, a_service_index
from tests.strategy.factories import published

from .conftest import to, to_document, to_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def document() -> CustomDocument:
    file = ContentFile(b"%PDF", name="plan.pdf")
    return CustomDocument.objects.create(title="Plan", file=file)


def test_links_stand_in_texts_blocks_and_lists(root, document):
    url = "https://www.bund.de/{}".format
    body = [
        (
            "text",
            f"<p>{to(url(1))} {to_page(root)} {to_document(document)} {to('mailto:a@b.de')}</p>",
        ),
        ("accordion", [{"title": "Was?", "text": f"<p>{to(url(2))}</p>"}]),
        ("steps", {"title": "", "steps": [{"title": "Los", "text": f"<p>{to(url(3))}</p>"}]}),
        ("call_to_action", {"title": "Los", "label": "Los", "url": url(4)}),
        ("video", {"title": "Film", "url": url(5), "transcript": f"<p>{to(url('6#teil'))}</p>"}),
        ("related_pages", {"title": "", "pages": [root]}),
        ("document", {"document": document, "title": ""}),
    ]
    page = published(root, StandardPage(title="Alles", slug="alles", body=body))
    links = links_of(StandardPage.objects.get(pk=page.pk))
    assert links.urls == {url(number) for number in range(1, 7)}
    assert links.pages == {root.pk}
    assert links.documents == {document.pk}


def test_links_stand_in_chapters_and_fields(root):
    guide = a_guide(a_guide_index(root), chapters=())
    url = "https://www.bund.de/{}".format
    body = [("text", f"<p>{to(url('kapitel'))}</p>")]
    guide.chapters = [Chapter(title="Eins", slug="eins", body=body)]
    guide.save()
    service = a_service(
        a_service_index(root),
        online_url=url("dienst"),
        guide=guide,
        description=f"<p>{to(url('text'))}</p>",
    )
    assert links_of(guide).urls == {url("kapitel")}
    links = links_of(service)
    assert links.urls == {url("dienst"), url("text")}
    assert links.pages == {guide.pk}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.bund.de/", False),
        ("https://beispiel.example/", True),
        ("https://example.org/a", True),
        ("https://www.example.com/a", True),
        ("http://localhost:8000/a", True),
        ("http://a.localhost/", True),
        ("http://dienst.test./", True),
        ("https://contest.de/", False),
        ("https://myexample.com/", False),
    ],
)
def test_made_up_addresses_are_nobodys(url, expected):
    assert is_reserved(url) is expected


def test_what_is_no_address_of_a_server_is_left_out(page_with):
    page = page_with(
        *map(to, ("#oben", "/suche/", "tel:112", "ftp://x.de/", "javascript:1", "", " ")),
        to("https://x.example/"),
        to("https://www.bund.de/" + "a" * 3000),
        to_page("x"),
        to_page("9999999999"),
        '<a linktype="page">ohne</a>',
    )
    links = links_of(page)
    assert links.urls == links.pages == links.documents == set()


def test_what_cannot_be_read_as_an_address_is_kept_for_the_editor(page_with):
    assert links_of(page_with(to("http://[kaputt/"))).urls == {"http://[kaputt/"}
