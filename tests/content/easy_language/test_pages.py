"""Editors see what the checker finds on their pages; the demo town's texts break no rule."""

import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from cms.content.easy_language import Rule, check
from cms.content.easy_language.pages import check_pages
from cms.content.plain_text import paragraphs
from cms.demo import source
from home.models import StandardPage
from tests.guides.factories import a_guide, a_guide_index

pytestmark = pytest.mark.django_db

# The glossary is where hard words may stand: it explains them.
NO_TEXT = {
    "term",
    "variants",
    "slug",
    "url",
    "illustration",
    "key",
    "page",
    "pages",
    "contact",
    "place",
    "name",
}
FILES = sorted(
    {path.relative_to(source.CONTENT).parts[0] for path in source.CONTENT.rglob("*.yaml")}
)


def text(words: str) -> dict:
    return {"type": "text", "id": str(uuid.uuid4()), "value": f"<p>{words}</p>"}


def easy_copy(page):
    """Return the translation of a page into Leichte Sprache, not yet published."""
    locale = Locale.objects.get(language_code="de-simple")
    return page.copy_for_translation(locale, copy_parents=True)


@pytest.fixture
def page(root) -> StandardPage:
    """A page in Leichte Sprache with two mistakes in its draft and none in public."""
    german = root.add_child(instance=StandardPage(title="Das Amt", slug="das-amt"))
    page = easy_copy(german)
    page.title, page.summary, page.body = "Das Amt", "Wir sind da. Immer.", [text("Wir sind da.")]
    page.save_revision().publish()
    heading = {"type": "heading", "id": str(uuid.uuid4()), "value": "Das sind ca. 3"}
    page.body = [text("Es wäre neu."), heading]
    page.save_revision()
    return StandardPage.objects.get(pk=page.pk)


def texts(value, is_easy: bool = False):
    if isinstance(value, dict):
        for name, item in value.items():
            if name not in NO_TEXT:
                yield from texts(item, is_easy or name == "de-simple")
    elif isinstance(value, list):
        for item in value:
            yield from texts(item, is_easy)
    elif isinstance(value, str) and is_easy:
        yield value


def test_the_texts_of_the_demo_town_break_no_rule():
    count = 0
    for name in FILES:
        for item in texts(source.read(name.removesuffix(".yaml"))):
            count += 1
            is_rich = item.lstrip().startswith("<")
            found = check(paragraphs(item) if is_rich else item, has_lines=is_rich)
            assert found == [], (name, item)
    assert count > 400


def test_the_draft_is_checked_and_each_finding_knows_its_block(page):
    (checked,) = check_pages([page])
    draft = page.get_latest_revision_as_object()
    assert [part.content_path for part in checked.parts] == [
        f"body.{block.id}" for block in draft.body
    ]
    rules = [finding.rule for part in checked.parts for finding in part.findings]
    assert rules == [Rule.SUBJUNCTIVE, Rule.ABBREVIATION]
    assert (checked.error_count, checked.warning_count) == (2, 0)


def test_the_chapters_of_a_guide_are_checked_as_well(root):
    guide = easy_copy(a_guide(a_guide_index(root)))
    chapter = guide.chapters.first()
    chapter.body = [text("Das wäre alles.")]
    guide.chapters.add(chapter)
    guide.save_revision()
    (checked,) = check_pages([type(guide).objects.get(pk=guide.pk)])
    excerpts = [finding.excerpt for part in checked.parts for finding in part.findings]
    assert "wäre" in excerpts
    assert any(part.content_path.startswith("chapters.") for part in checked.parts)


def test_an_editor_sees_the_findings_and_finds_the_way_to_them(client, page, editor):
    client.force_login(editor)
    address = reverse("easy_language_page", args=[page.pk])
    assert address in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    html = client.get(address).text
    assert "wäre" in html
    assert f"#:w:contentpath=body.{page.get_latest_revision_as_object().body[0].id}" in html
    german = page.get_translation(Locale.objects.get(language_code="de"))
    assert client.get(reverse("easy_language_page", args=[german.pk])).status_code == 404


def test_others_see_neither_findings_nor_report(client, page, citizen):
    client.force_login(citizen)
    for address in (
        reverse("easy_language_page", args=[page.pk]),
        reverse("easy_language_report"),
    ):
        assert client.get(address).status_code in {302, 403}


def test_the_report_counts_and_more_pages_cost_no_more_queries(client, page, editor):
    client.force_login(editor)
    address = reverse("easy_language_report")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address, {"p": "x"})
        assert answer.status_code == 200
        return len(captured)

    queries()
    few = queries()
    home = page.get_parent().specific
    for number in range(6):
        more = StandardPage(
            title=f"Seite {number}", locale=page.locale, body=[text("Wir wären da.")]
        )
        home.add_child(instance=more).save_revision()
    assert queries() == few
    counts = {
        item.page.title: item.error_count for item in client.get(address).context["checked_pages"]
    }
    assert (counts["Das Amt"], counts["Seite 3"]) == (2, 1)


def test_the_command_tells_every_finding_and_fails_on_mistakes(page):
    told = StringIO()
    with pytest.raises(CommandError, match="2 mistakes"):
        call_command("check_easy_language", stdout=told)
    assert "wäre" in told.getvalue()
    page.body = [text("Wir sind da.")]
    page.save_revision()
    call_command("check_easy_language", "--errors-only", stdout=told)
    assert "No mistakes" in told.getvalue()
