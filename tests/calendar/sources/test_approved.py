"""Drafts that an editor has looked through and published go on following their calendar."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import (
    nested_form_data,
    querydict_from_html,
    rich_text,
    streamfield,
)

from agenda.calendar.models import CalendarSource, EventPage

from ..factories import in_days
from .files import an_item, soon

TEXT = 'DESCRIPTION:Eins & <3\\nZwei: https://a.example/?b=1&c=2\\n\\nIt\'s "drei"'


@pytest.fixture
def drafts(source) -> None:
    CalendarSource.objects.update(publishes=False)


def publish(client, page: EventPage, **changes) -> None:
    """Press “Publish” in the editor's form, as it is but for `changes`."""
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = querydict_from_html(client.get(url).text, form_id="page-edit-form").dict()
    text = page.get_latest_revision_as_object().body[0].value.source
    data |= nested_form_data({"body": streamfield([("text", rich_text(text))])})
    answer = client.post(url, data | changes | {"action-publish": "yes"})
    assert answer.status_code == 302, answer.context["form"].errors


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["RRULE:FREQ=WEEKLY;WKST=MO;COUNT=4;INTERVAL=1", f"EXDATE{soon(19)[7:]}"],
        ["RRULE:FREQ=WEEKLY;COUNT=4", f"RDATE{soon(13)[7:]}", "LOCATION:Hof"],
    ],
)
def test_a_draft_published_in_the_form_is_not_taken_for_edited(
    client, editor, drafts, imported, lines
):
    client.force_login(editor)
    imported(an_item("a", soon(5), "DURATION:PT1H", TEXT, *lines))
    publish(client, EventPage.objects.get())

    changed = [line for line in lines if "DATE" not in line]
    report = imported(an_item("a", soon(7), "DURATION:PT1H", "SEQUENCE:1", TEXT, *changed))

    assert [(row["outcome"], row["reason"]) for row in report.rows] == [("updated", "")]
    page = EventPage.objects.live().get()
    assert page.starts_at == in_days(7)
    assert not page.has_unpublished_changes
    assert page.next_occurrence().starts_at == in_days(7)


def test_a_cancellation_reaches_what_an_editor_published(client, editor, drafts, imported):
    client.force_login(editor)
    imported(an_item("a", soon(5), TEXT))
    publish(client, EventPage.objects.get())

    imported(an_item("a", soon(5), "SEQUENCE:2", "STATUS:CANCELLED", TEXT))

    assert EventPage.objects.live().get().next_occurrence().is_cancelled


def test_what_is_gone_is_taken_back_though_an_editor_published_it(drafts, imported):
    imported(an_item("a", soon(5)), an_item("b", soon(6)))
    EventPage.objects.get(title="Termin a").save_revision().publish()

    assert imported(an_item("b", soon(6))).counts["removed"] == 1
    assert not EventPage.objects.live().exists()


def test_new_words_wait_for_the_editor_and_new_dates_do_not(drafts, imported):
    imported(an_item("a", soon(5)))
    EventPage.objects.get().save_revision().publish()
    changed = an_item("a", soon(7), "DESCRIPTION:Neu").replace("Termin a", "ABGESAGT!")

    report = imported(changed)

    assert report.rows[0]["reason"] == "words_wait"
    page = EventPage.objects.live().get()
    assert (page.title, page.starts_at) == ("Termin a", in_days(7))
    assert page.get_latest_revision_as_object().title == "ABGESAGT!"
    assert page.has_unpublished_changes


def test_the_next_change_finds_waiting_words_unedited(drafts, imported):
    imported(an_item("a", soon(5)))
    EventPage.objects.get().save_revision().publish()
    imported(an_item("a", soon(5), "DESCRIPTION:Neu"))

    imported(an_item("a", soon(8), "DESCRIPTION:Neu"))

    page = EventPage.objects.live().get()
    assert (page.starts_at, page.body[0].value.source) == (in_days(8), "")
    assert "Neu" in page.get_latest_revision_as_object().body[0].value.source


@pytest.mark.parametrize(
    "changes",
    [{"title": "Von Hand"}, {"repeat": "weekly", "repeat_ends": "never"}, {"price_text": "5 €"}],
)
def test_what_an_editor_changed_while_publishing_stays(client, editor, drafts, imported, changes):
    client.force_login(editor)
    imported(an_item("a", soon(5), TEXT))
    publish(client, EventPage.objects.get(), **changes)

    report = imported(an_item("a", soon(7), TEXT))

    assert [row["reason"] for row in report.rows] == ["edited"]
    assert EventPage.objects.live().get().starts_at == in_days(5)
