"""The demo town drafts its vision in public, as it once drafted its charter."""

import pytest

from agenda.strategy.models import VisionPage
from participation.associations.models import CharterPage
from participation.comments.models import Comment

pytestmark = pytest.mark.django_db


def vision(code: str = "de") -> VisionPage:
    return VisionPage.objects.get(locale__language_code=code)


def test_four_people_remarked_on_the_vision_and_some_on_what_it_said_before(demo_town, client):
    remarks = Comment.objects.about(vision().translation_key).visible().remarks()
    assert len(set(remarks.values_list("author", flat=True))) >= 4
    html = client.get(vision().url).text
    assert "Im Wettbewerb der Städte" in html
    assert f'href="?absatz={remarks.latest("published_at").block_id}#kommentare"' in html


def test_the_remark_of_an_english_reader_stands_beside_every_language(demo_town, client):
    for code in ("de", "en", "de-simple"):
        assert "repair café" in client.get(vision(code).url).text


def test_two_drafts_are_kept_and_what_changed_is_told(demo_town, client):
    answer = client.get(vision().versions_url)
    assert [item.label for item in answer.context["versions"]] == [
        "Zweiter Entwurf",
        "Erster Entwurf",
    ]
    changes = {row.change.value for row in answer.context["rows"]}
    assert changes >= {"added", "removed", "changed"}
    today = client.get(vision().versions_url, {"neu": "aktuell"})
    assert "fünfzehn Minuten" in today.text


def test_the_charter_was_a_draft_before_it_was_adopted(demo_town, client):
    charter = CharterPage.objects.get()
    assert charter.commitments.count() == 8
    answer = client.get(charter.versions_url)
    assert (answer.context["old"].label, answer.context["new"].label) == (
        "Entwurf zur Beteiligung",
        "Beschlossene Fassung",
    )
    changes = [row.change.value for row in answer.context["rows"]]
    assert (changes.count("changed"), changes.count("added")) == (3, 1)
