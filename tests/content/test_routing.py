"""Deep pages are found at once, and by nobody who may not see them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from home.models import StandardPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(root) -> list[StandardPage]:
    """Pages below each other: /eins/zwei/drei/vier/."""
    pages = []
    above = root
    for slug in ("eins", "zwei", "drei", "vier"):
        above = above.add_child(instance=StandardPage(title=slug.title(), slug=slug))
        pages.append(above)
    return pages


def found(root, rf, *path: str):
    return root.route(rf.get("/"), list(path)).page


def test_depth_costs_no_query(root, rf, chain):
    def queries(*path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert found(root, rf, *path).slug == path[-1]
        return len(captured)

    queries("eins")
    assert queries("eins", "zwei", "drei", "vier") == queries("eins", "zwei")


def test_draft_below_live_pages_is_not_found(client, chain):
    chain[-1].unpublish()
    assert client.get("/eins/zwei/drei/vier/").status_code == 404
    assert client.get("/eins/zwei/drei/fuenf/").status_code == 404
    assert client.get("/eins/zwei/drei/vier/fuenf/sechs/").status_code == 404


def test_restriction_far_above_still_holds(client, chain):
    PageViewRestriction.objects.create(page=chain[0], restriction_type="login")
    assert client.get("/eins/zwei/drei/vier/").status_code == 302


def test_page_of_another_tree_with_the_same_path_is_not_found(root, rf, chain):
    english = root.get_translations().get(locale__language_code="en").specific
    english.add_child(instance=StandardPage(title="One", slug="eins", locale=english.locale))
    assert found(root, rf, "eins", "zwei") == chain[1]


def test_documents_are_not_served_past_their_privacy(client, settings, db):
    folder = settings.MEDIA_ROOT / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "geheim.txt").write_text("geheim")
    assert client.get("/media/documents/geheim.txt").status_code == 404
    assert client.get("/media/../documents/geheim.txt").status_code == 404
