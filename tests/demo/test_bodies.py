"""From the texts' short notation to stored bodies, and from slugs to links."""

import pytest
from wagtail.models import Locale, Site

from cms.demo.bodies import UnknownBlock
from cms.demo.context import DemoContext, NotInTown
from cms.demo.links import BrokenLinks
from home.models import StandardPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def context(settings, tmp_path) -> DemoContext:
    settings.MEDIA_ROOT = tmp_path
    return DemoContext()


@pytest.fixture
def home(context):
    home = Site.objects.get(is_default_site=True).root_page
    for translation in home.get_translations():
        translation.specific.save_revision().publish()
    return home


def item(slug: str, *body: dict, **translations: dict) -> dict:
    return {
        "slug": slug,
        "title": slug.title(),
        "summary": f"Über {slug}.",
        "body": list(body),
        "translations": translations,
    }


def test_translated_blocks_keep_the_ids_of_the_blocks_they_translate(context):
    german = context.body([{"heading": "Wann?"}, {"text": "<p>Morgen.</p>"}])
    english = context.body([{"heading": "When?"}, {"text": "<p>Tomorrow.</p>"}], german)
    assert [block["id"] for block in english] == [block["id"] for block in german]


def test_blocks_of_another_kind_get_ids_of_their_own(context):
    german = context.body([{"heading": "Wann?"}, {"text": "<p>Morgen.</p>"}])
    simple = context.body([{"heading": "Wann?"}, {"heading": "Morgen"}], german)
    assert simple[0]["id"] == german[0]["id"]
    assert simple[1]["id"] != german[1]["id"]


def test_items_of_lists_keep_their_ids_too(context):
    german = context.body([{"accordion": [{"title": "Was?", "text": "<p>Das.</p>"}]}])
    english = context.body([{"accordion": [{"title": "What?", "text": "<p>That.</p>"}]}], german)
    assert english[0]["value"][0]["id"] == german[0]["value"][0]["id"]


def test_all_blocks_of_one_body_have_different_ids(context):
    body = context.body([{"text": "<p>Gleich.</p>"}, {"text": "<p>Gleich.</p>"}])
    assert body[0]["id"] != body[1]["id"]


def test_picture_without_alternative_is_decorative(context):
    described, plain = context.body(
        [
            {"image": {"illustration": "netz", "alt": "Ein Netz", "caption": ""}},
            {"image": {"illustration": "netz", "alt": "", "caption": ""}},
        ]
    )
    assert not described["value"]["is_decorative"]
    assert plain["value"]["is_decorative"]
    assert described["value"]["image"] == plain["value"]["image"]


def test_a_block_that_does_not_exist_is_named(context):
    with pytest.raises(UnknownBlock, match="karussell"):
        context.body([{"karussell": []}])


def test_somebody_who_does_not_exist_is_named(context):
    with pytest.raises(NotInTown, match="niemand"):
        context.contact("niemand")


def test_links_lead_to_the_translation_where_there_is_one(context, home):
    link = {"text": '<p><a href="page:ziel">Hin</a></p>'}
    source = context.add_page(home, StandardPage, item("quelle", link, en=item("source", link)))
    aim = context.add_page(home, StandardPage, item("ziel", en=item("aim")))
    context.links.resolve(context.page_ids())
    english = Locale.objects.get(language_code="en")
    assert f'id="{aim.pk}"' in stored_text(source)
    assert f'id="{aim.get_translation(english).pk}"' in stored_text(source.get_translation(english))


def test_links_are_resolved_in_the_revision_that_editors_open(context, home):
    source = context.add_page(
        home, StandardPage, item("quelle", {"text": '<p><a href="page:ziel">Hin</a></p>'})
    )
    aim = context.add_page(home, StandardPage, item("ziel"))
    context.links.resolve(context.page_ids())
    source.refresh_from_db()
    revised = source.get_latest_revision_as_object()
    assert revised.body.raw_data[0]["value"] == stored_text(source)
    assert f'id="{aim.pk}"' in stored_text(source)


def test_links_to_nowhere_are_named(context, home):
    context.add_page(
        home, StandardPage, item("quelle", {"related_pages": {"title": "", "pages": ["nirgends"]}})
    )
    with pytest.raises(BrokenLinks, match="nirgends"):
        context.links.resolve(context.page_ids())


def test_translation_waits_for_the_page_above_it(context, home):
    said = []
    context.say = said.append
    above = context.add_page(home, StandardPage, item("oben"))
    below = context.add_page(above, StandardPage, item("unten", en=item("below")))
    assert below.get_translations().count() == 0
    assert said


def stored_text(page) -> str:
    return StandardPage.objects.get(pk=page.pk).body.raw_data[0]["value"]
