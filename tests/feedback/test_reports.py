"""Editors see whether their pages help, and why not."""

import csv
from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import GroupPagePermission

from participation.accounts.models import User
from participation.feedback import queries, services
from participation.feedback.models import Answer, PageFeedback
from participation.feedback.rules import find
from tests.guides.factories import a_guide, a_guide_index
from tests.services.factories import a_service, a_service_index

pytestmark = pytest.mark.django_db

MAX_QUERIES = 20


@pytest.fixture
def index(root):
    return a_guide_index(root)


@pytest.fixture
def guide(index):
    return a_guide(index, title="Sichere Passwörter")


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def said(page, *answers: str, reason: str = "", days_ago: int = 0) -> None:
    for answer in answers:
        feedback = services.give_feedback(find(page.pk), answer=answer, reason=reason)
        day = timezone.localdate() - timedelta(days=days_ago)
        PageFeedback.objects.filter(pk=feedback.pk).update(day=day)


def listed(client, name: str, query: str = "") -> list:
    return list(client.get(f"{reverse(name)}?{query}").context["object_list"])


def test_the_least_helpful_page_stands_first_with_its_numbers(desk, guide, index):
    other = a_guide(index)
    said(other, "ja", "ja", "teilweise")
    said(guide, "nein", "ja", "teilweise", "ja", reason="Zu kurz")
    rows = listed(desk, "feedback_report")
    numbers = [(row.pk, row.yes, row.partly, row.no, row.helped, row.reasons) for row in rows]
    assert numbers == [(guide.pk, 2, 1, 1, 50, 4), (other.pk, 2, 1, 0, 66, 0)]


def test_filters_keep_a_kind_a_period_and_an_answer(desk, guide, root):
    service = a_service(a_service_index(root))
    said(guide, "ja", "nein", reason="Alt", days_ago=100)
    said(guide, "ja", reason="Neu")
    said(service, "teilweise", reason="Halb")
    assert listed(desk, "feedback_report", "days=30&kind=guides.guidepage")[0].total == 1
    for query, expected in {
        "answer=nein": [guide.pk],
        "answer=nein&days=90": [],
        "kind=services.servicepage": [service.pk],
    }.items():
        assert [row.pk for row in listed(desk, "feedback_report", query)] == expected
    for query, expected in {
        "days=90": ["Halb", "Neu"],
        "answer=nein": ["Alt"],
        f"page={guide.pk}&days=30": ["Neu"],
        "kind=services.servicepage": ["Halb"],
        "q=hal": ["Halb"],
    }.items():
        assert [row.reason for row in listed(desk, "feedback_reasons", query)] == expected


@pytest.mark.parametrize("name", ["feedback_report", "feedback_reasons"])
@pytest.mark.parametrize("query", ["days=x&kind=x&answer=x&page=x", "p=99&ordering=x", "kind=a.b"])
def test_any_address_is_answered(desk, guide, name, query):
    said(guide, "ja", reason="Gut")
    assert len(listed(desk, name, query)) == 1


def test_reasons_come_in_pages(desk, guide):
    said(guide, *["nein"] * 51, reason="Zu lang")
    assert [len(listed(desk, "feedback_reasons", f"p={page}")) for page in (1, 2)] == [50, 1]


def test_reasons_are_shown_as_text(desk, guide):
    said(guide, "nein", reason="<script>alert(1)</script>")
    page = desk.get(reverse("feedback_reasons")).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_spreadsheets_run_nothing(desk, guide):
    said(guide, "nein", reason='=HYPERLINK("https://boese.example")')
    answer = desk.get(reverse("feedback_reasons") + "?export=csv")
    rows = list(csv.reader(answer.getvalue().decode().splitlines()))
    assert rows[1][-1].startswith("'=HYPERLINK")
    answer = desk.get(reverse("feedback_reasons") + "?export=xlsx")
    cell = load_workbook(BytesIO(answer.getvalue())).active.cell(2, 5)
    assert cell.data_type == "s"
    assert cell.value.startswith("=HYPERLINK")


def test_the_numbers_can_be_exported(desk, guide):
    said(guide, "ja", "nein", reason="Gut")
    answer = desk.get(reverse("feedback_report") + "?export=csv")
    rows = list(csv.reader(answer.getvalue().decode().splitlines()))
    assert rows[1][0] == guide.title
    assert rows[1][2:] == ["1", "0", "1", "2", "50", "2"]


@pytest.fixture
def helper(db) -> User:
    """Somebody who may change the pages below one overview only."""
    user = User.objects.create_user("hilfe@auenbrueck.example", display_name="Hilfe")
    group = Group.objects.create(name="Hilfe")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    return user


def test_nobody_sees_more_than_the_pages_they_may_change(client, guide, helper, root):
    service = a_service(a_service_index(root))
    permission = Permission.objects.get(
        content_type__app_label="wagtailcore", codename="change_page"
    )
    GroupPagePermission.objects.create(
        group=helper.groups.get(), page=service.get_parent(), permission=permission
    )
    said(guide, "nein", reason="Geheim")
    said(service, "nein", reason="Eigenes")
    client.force_login(helper)
    assert [row.pk for row in listed(client, "feedback_report")] == [service.pk]
    assert [row.reason for row in listed(client, "feedback_reasons")] == ["Eigenes"]
    assert "Geheim" not in client.get(reverse("feedback_reasons") + f"?page={guide.pk}").text


def test_people_without_pages_see_no_report(client, citizen, helper):
    for user, status in ((citizen, {302}), (helper, {302, 403})):
        client.force_login(user)
        for name in ("feedback_report", "feedback_reasons"):
            answer = client.get(reverse(name))
            assert answer.status_code in status
            assert "object_list" not in (answer.context or {})


def test_the_editor_of_a_page_leads_to_its_reasons(desk, guide, index):
    path = reverse("feedback_reasons") + f"?page={guide.pk}"
    assert path in desk.get(reverse("wagtailadmin_pages:edit", args=[guide.pk])).text
    other = desk.get(reverse("wagtailadmin_pages:edit", args=[index.pk])).text
    assert reverse("feedback_reasons") not in other


def test_reasons_are_never_public(client, guide):
    said(guide, "nein", reason="Nur für die Redaktion")
    assert "Nur für die Redaktion" not in client.get(guide.url).text


@pytest.mark.parametrize("name", ["feedback_report", "feedback_reasons"])
def test_many_rows_ask_as_often_as_one(desk, guide, index, name):
    said(guide, "ja", reason="Gut")
    desk.get(reverse(name))
    with CaptureQueriesContext(connection) as few:
        desk.get(reverse(name))
    for _number in range(5):
        said(a_guide(index), *Answer.values, reason="Gut")
    with CaptureQueriesContext(connection) as many:
        desk.get(reverse(name))
    assert len(many) <= len(few) <= MAX_QUERIES


def test_the_numbers_are_one_question(editor, guide, django_assert_num_queries):
    said(guide, "ja")
    pages = queries.pages_with_feedback(editor)
    list(pages)
    with django_assert_num_queries(1):
        list(pages.all())
