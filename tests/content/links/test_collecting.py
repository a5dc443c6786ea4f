"""Which links stand where, and which of them lead nowhere inside the site."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from cms.content.link_check.collecting import collect_links, collect_links_of
from cms.content.models import CustomDocument, LinkCheck, LinkKind, LinkProblem, LinkState, LinkUse
from home.models import StandardPage

from .conftest import to, to_document, to_page

pytestmark = pytest.mark.django_db


def broken() -> list[tuple]:
    rows = LinkCheck.objects.exclude(kind=LinkKind.WEB).order_by("pk")
    return [(row.kind, row.address, row.problem) for row in rows]


def test_an_address_is_stored_once_with_all_its_pages(page_with):
    first, second = (page_with(to("https://www.bund.de/")) for _ in range(2))
    for _run in range(2):
        collect_links()
    link = LinkCheck.objects.get()
    assert (link.address, link.state) == ("https://www.bund.de/", LinkState.WAITING)
    pages = LinkUse.objects.filter(link=link).order_by("page_id")
    assert [use.page_id for use in pages] == [first.pk, second.pk]


def test_what_no_public_page_holds_any_more_is_forgotten(page_with):
    page, other = (
        page_with(to("https://a.de/"), to("https://b.de/")),
        page_with(to("https://c.de/")),
    )
    collect_links()
    LinkCheck.objects.filter(address="https://b.de/").update(is_ignored=True)
    page.body = [("text", "<p>Nichts</p>")]
    page.save_revision().publish()
    other.unpublish()
    collect_links()
    assert LinkCheck.objects.get().address == "https://b.de/"


def test_drafts_are_not_read(page_with):
    page = page_with(to("https://a.de/"))
    page.body = [("text", f"<p>{to('https://entwurf.de/')}</p>")]
    page.save_revision()
    collect_links()
    assert LinkCheck.objects.get().address == "https://a.de/"


def test_links_to_hidden_and_deleted_pages_are_broken_at_once(page_with):
    hidden, private, gone = page_with(), page_with(), page_with()
    page_with(*map(to_page, (hidden, private, gone)))
    collect_links()
    assert broken() == []
    hidden.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    gone_id = gone.pk
    gone.delete()
    collect_links()
    assert sorted(broken()) == sorted(
        [
            ("page", str(hidden.pk), LinkProblem.UNPUBLISHED),
            ("page", str(private.pk), LinkProblem.PRIVATE),
            ("page", str(gone_id), LinkProblem.GONE),
        ]
    )
    assert set(LinkCheck.objects.values_list("state", flat=True)) == {LinkState.BROKEN}
    hidden.refresh_from_db()
    hidden.save_revision().publish()
    collect_links()
    assert ("page", str(hidden.pk), LinkProblem.UNPUBLISHED) not in broken()


def test_private_pages_may_lead_to_each_other(page_with, root):
    area = page_with()
    inside = page_with(parent=area)
    page_with(to_page(inside), parent=area)
    PageViewRestriction.objects.create(page=area, restriction_type="login")
    collect_links()
    assert broken() == []


def test_a_link_leads_to_the_page_in_the_readers_language(page_with):
    english = Locale.objects.get(language_code="en")
    target = page_with()
    translated = target.copy_for_translation(english, copy_parents=True)
    translated.save_revision().publish()
    source = page_with(to_page(target))
    foreign = source.copy_for_translation(english)
    foreign.save_revision().publish()
    target.unpublish()
    collect_links()
    uses = LinkUse.objects.filter(link__kind=LinkKind.PAGE)
    assert [use.page_id for use in uses] == [source.pk]


def test_links_to_deleted_documents_are_broken(page_with):
    document = CustomDocument.objects.create(title="Plan", file=ContentFile(b"x", name="plan.pdf"))
    page_with(to_document(document))
    collect_links()
    assert broken() == []
    pk = document.pk
    document.delete()
    collect_links()
    assert broken() == [("document", str(pk), LinkProblem.GONE)]


def test_many_links_cost_as_much_as_one(page_with):
    hidden = page_with()
    hidden.unpublish()
    few, many = (
        page_with(to("https://a.de/"), to_page(hidden)),
        page_with(
            *(to(f"https://b.de/{number}") for number in range(20)),
            to_page(hidden),
            to_page(999_999),
        ),
    )

    def queries(page) -> int:
        page = StandardPage.objects.get(pk=page.pk)
        with CaptureQueriesContext(connection) as captured:
            collect_links_of([page])
        return len(captured)

    assert queries(many) <= queries(few) + 1
