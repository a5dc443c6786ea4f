"""Editors see whom nothing is made for, and what nobody reads."""

import csv
from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from openpyxl import load_workbook
from wagtail.models import Locale, PageViewRestriction

from agenda.reach import queries
from agenda.reach.admin import PERIODS
from cms.content.models import Audience, DailyViews, District
from participation.accounts.models import User
from tests.calendar.factories import a_calendar, a_training
from tests.guides.factories import a_guide, a_guide_index
from tests.strategy.factories import a_field, a_measure, an_agenda

pytestmark = pytest.mark.django_db

MAX_QUERIES = 15


@pytest.fixture
def seniors() -> Audience:
    return Audience.objects.create(slug="seniorinnen", name="Seniorinnen")


@pytest.fixture
def north() -> District:
    return District.objects.create(slug="nordstadt", name="Nordstadt")


@pytest.fixture
def field(root):
    return a_field(an_agenda(root))


@pytest.fixture
def guides(root):
    return a_guide_index(root)


def seen(page, views: int, *, days_ago: int = 0) -> None:
    day = timezone.localdate() - timedelta(days=days_ago)
    DailyViews.objects.create(page=page, day=day, views=views)


def numbers(taxonomy) -> dict:
    return {
        offers.term and offers.term.name: tuple(offers.numbers().values())
        for offers in queries.offers_by_term(taxonomy)
    }


def test_public_pages_are_counted_for_each_audience_and_district(
    field, guides, root, seniors, north
):
    youth = Audience.objects.create(slug="jugend", name="Jugend")
    a_measure(field, terms={"audiences": [seniors, youth], "districts": [north]})
    a_measure(field)
    a_guide(guides, terms={"audiences": [seniors]})
    a_training(a_calendar(), audiences=[youth], districts=[north])
    assert numbers(Audience) == {"Seniorinnen": (1, 1, 0), "Jugend": (1, 0, 1), None: (1, 0, 0)}
    assert numbers(District) == {"Nordstadt": (1, 0, 1), None: (1, 1, 0)}


def test_drafts_private_pages_and_translations_are_not_counted(field, guides, seniors):
    terms = {"audiences": [seniors]}
    a_measure(field, terms=terms).unpublish()
    private = a_measure(field, terms=terms)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    guide = a_guide(guides, terms=terms)
    english = guide.copy_for_translation(
        Locale.objects.get_or_create(language_code="en")[0], copy_parents=True
    )
    english.save_revision().publish()
    assert numbers(Audience) == {"Seniorinnen": (0, 1, 0), None: (0, 0, 0)}


def test_gap_is_told_in_words(client, editor, seniors):
    client.force_login(editor)
    answer = client.get(reverse("reach"))
    assert answer.text.count(f"0 · {gettext('nothing yet')}") == 3, "one for each kind"


def test_number_leads_to_the_pages_behind_it(client, editor, field, seniors, north):
    ours = a_measure(field, terms={"audiences": [seniors], "districts": [north]}, title="Für alle")
    a_measure(field, title="Ganz anderes")
    for query in (f"audiences={seniors.pk}", f"districts={north.pk}"):
        address = f"{reverse('reach_measures:index')}?{query}"
        client.force_login(editor)
        assert address in client.get(reverse("reach")).text
        listed = client.get(address)
        assert ours.title in listed.text
        assert "Ganz anderes" not in listed.text
    whole_town = f"{reverse('reach_measures:index')}?without_districts=true"
    assert whole_town in client.get(reverse("reach")).text
    listed = client.get(whole_town)
    assert "Ganz anderes" in listed.text
    assert ours.title not in listed.text


def test_list_behind_a_number_leaves_out_what_is_not_counted(client, editor, field, seniors):
    a_measure(field, terms={"audiences": [seniors]}, title="Nur ein Entwurf").unpublish()
    client.force_login(editor)
    address = f"{reverse('reach_measures:index')}?audiences={seniors.pk}"
    assert "Nur ein Entwurf" not in client.get(address).text


@pytest.mark.parametrize("kind", ["measures", "guides", "trainings"])
def test_each_list_opens(client, editor, kind):
    client.force_login(editor)
    assert client.get(reverse(f"reach_{kind}:index")).status_code == 200


def test_pages_that_nobody_read_come_first(field, guides):
    much, little, unread = (a_guide(guides) for _ in range(3))
    seen(much, 9)
    seen(little, 2)
    seen(unread, 7, days_ago=30)
    assert list(queries.pages_by_views(30, ["guides"]).order_by("views").values_list("views")) == [
        (0,),
        (2,),
        (9,),
    ]
    views = dict(queries.pages_by_views(90).values_list("pk", "views"))
    assert views == {much.pk: 9, little.pk: 2, unread.pk: 7}


def test_views_of_all_languages_are_added(guides):
    guide = a_guide(guides)
    english = guide.copy_for_translation(
        Locale.objects.get_or_create(language_code="en")[0], copy_parents=True
    )
    english.save_revision().publish()
    seen(guide, 3)
    seen(english, 4, days_ago=1)
    assert list(queries.pages_by_views(30).values_list("pk", "views")) == [(guide.pk, 7)]


def test_filters_of_the_admin_bring_the_results_alone(client, editor, guides):
    guide = a_guide(guides)
    seen(guide, 5, days_ago=40)
    client.force_login(editor)
    query = {"days": "90", "kind": "guides", "_w_filter_fragment": "1"}
    answer = client.get(reverse("reach_readers_results"), query)
    assert guide.title in answer.text
    assert "<html" not in answer.text
    assert f"{reverse('reach_readers')}?days=365&amp;kind=guides" in answer.text


def test_readers_are_shown_for_the_chosen_period_and_kind(client, editor, field, guides):
    client.force_login(editor)
    guide, measure = (
        a_guide(guides, title="Sichere Passwörter"),
        a_measure(field, title="Glasfaser"),
    )
    seen(guide, 1234, days_ago=60)
    recent = client.get(reverse("reach_readers"))
    assert [page.pk for page in recent.context["object_list"]] == [guide.pk, measure.pk]
    assert [page.views for page in recent.context["object_list"]] == [0, 0]
    answer = client.get(reverse("reach_readers"), {"days": "90", "kind": "guides"})
    assert [page.views for page in answer.context["object_list"]] == [1234]
    assert "Glasfaser" not in answer.text
    assert f'days=90&amp;kind=guides" aria-current="true">{PERIODS[90]}' in answer.text


@pytest.mark.parametrize(
    "query",
    [
        {"days": "9" * 400},
        {"days": "-1", "kind": "x", "ordering": "password"},
        {"audiences": "abc", "p": "999999999999999999999"},
        {"export": "exe"},
    ],
)
@pytest.mark.parametrize("name", ["reach", "reach_readers", "reach_guides:index"])
def test_odd_addresses_are_answered(client, editor, guides, name, query):
    a_guide(guides)
    client.force_login(editor)
    assert client.get(reverse(name), query).status_code == 200


def test_matrix_is_exported(client, editor, field, seniors):
    a_measure(field, terms={"audiences": [seniors]})
    client.force_login(editor)
    answer = client.get(reverse("reach"), {"export": "csv"})
    rows = list(csv.reader(b"".join(answer).decode().splitlines()))
    assert rows[1][1] == "Seniorinnen"
    assert [row[2:] for row in rows[1:]] == [["1", "0", "0"], ["0", "0", "0"], ["1", "0", "0"]]


def test_readers_are_exported(client, editor, guides):
    guide = a_guide(guides, title="Sichere Passwörter")
    seen(guide, 5)
    client.force_login(editor)
    answer = client.get(reverse("reach_readers"), {"export": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(answer))).active
    _head, row = list(sheet.iter_rows(values_only=True))
    assert row[:3] == ("Sichere Passwörter", guide.kind_name, 5)
    assert row[3].date() == guide.last_published_at.date()


def test_only_those_who_work_on_pages_see_the_report(client, citizen, editor):
    names = ["reach", "reach_readers", "reach_measures:index", "reach_guides:index"]
    clerk = User.objects.create_user("amt@auenbrueck.example", display_name="Amt")
    clerk.user_permissions.add(_may_enter_the_admin())
    for person, expected in ((citizen, 302), (clerk, 302), (editor, 200)):
        client.force_login(person)
        for name in names:
            assert client.get(reverse(name)).status_code == expected, (person, name)
    assert reverse("reach") in client.get(reverse("wagtailadmin_home")).text
    client.force_login(clerk)
    assert reverse("reach") not in client.get(reverse("wagtailadmin_home")).text


def _may_enter_the_admin() -> Permission:
    return Permission.objects.get(codename="access_admin")


def test_queries_do_not_grow_with_pages(client, editor, field, guides, root, seniors, north):
    client.force_login(editor)
    calendar = a_calendar()

    def add() -> None:
        terms = {"audiences": [seniors], "districts": [north]}
        seen(a_measure(field, terms=terms), 1)
        seen(a_guide(guides, terms=terms), 1)
        a_training(calendar, audiences=[seniors])

    addresses = [reverse("reach"), reverse("reach_readers")]
    add()
    few = [_queries(client, address) for address in addresses]
    for _ in range(4):
        add()
    assert [_queries(client, address) for address in addresses] == few


def test_report_asks_little(seniors, north, django_assert_max_num_queries):
    with django_assert_max_num_queries(MAX_QUERIES):
        for taxonomy in (Audience, District):
            queries.offers_by_term(taxonomy)
        list(queries.pages_by_views(30))
        queries.first_counted_day()


def _queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
