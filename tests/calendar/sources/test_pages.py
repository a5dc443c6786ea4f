"""What becomes of the events of external calendars: pages, updates, removals, edits."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from agenda.calendar.models import CalendarSource, EventPage
from agenda.calendar.sources import importing

from ..factories import a_calendar, a_place, in_days
from .files import an_item, soon


def test_events_are_made_once_updated_and_removed(imported):
    first = imported(an_item("a", soon(5)), an_item("b", soon(6)))
    assert first.counts["created"] == 2
    assert EventPage.objects.live().count() == 2
    assert imported(an_item("a", soon(5)), an_item("b", soon(6))).counts["unchanged"] == 2

    report = imported(an_item("a", soon(7), "SEQUENCE:1"))

    assert (report.counts["updated"], report.counts["removed"]) == (1, 1)
    page = EventPage.objects.live().get()
    assert page.starts_at == in_days(7)
    assert page.next_occurrence().starts_at == in_days(7)


def test_an_older_version_does_not_overwrite_a_newer_one(imported):
    imported(an_item("a", soon(5), "SEQUENCE:3"))

    report = imported(an_item("a", soon(9), "SEQUENCE:2"))

    assert report.rows[0]["reason"] == "older"
    assert EventPage.objects.get().starts_at == in_days(5)


def test_empty_or_half_file_removes_nothing(imported):
    imported(an_item("a", soon(5)), an_item("b", soon(6)))

    assert imported().counts["kept"] == 2
    assert imported(an_item("a", soon(5)), end="BEGIN:VEVENT").counts["kept"] == 1
    assert EventPage.objects.live().count() == 2


def test_a_file_that_has_lost_most_events_removes_nothing(imported):
    events = [an_item(str(number), soon(number)) for number in range(5, 13)]
    imported(*events)

    assert imported(*events[:3]).counts["kept"] == 5
    assert imported(*events[:4]).counts["removed"] == 4


def test_what_is_refused_is_still_in_the_calendar(imported):
    imported(an_item("a", soon(5)), an_item("b", soon(6)))
    broken = [an_item(f"x{number}", "DTSTART:morgen") for number in range(600)]

    report = imported(*broken, an_item("a", "DTSTART:morgen"), an_item("b", soon(6)))

    assert report.counts["refused"] == 500
    assert EventPage.objects.live().count() == 2


def test_events_that_are_over_are_not_removed_and_not_asked_for_again(imported):
    imported(an_item("a", soon(2)), an_item("b", soon(30)))

    with time_machine.travel(in_days(5)):
        report = imported(an_item("b", soon(25)))

    assert "removed" not in report.counts
    assert EventPage.objects.live().count() == 2
    assert CalendarSource.objects.get().events.filter(is_gone=True).count() == 1


def test_an_event_that_returns_is_public_again(imported):
    imported(an_item("a", soon(5)), an_item("b", soon(6)))
    imported(an_item("b", soon(6)))
    assert EventPage.objects.live().count() == 1

    report = imported(an_item("a", soon(5)), an_item("b", soon(6)))

    assert report.counts["updated"] == 1
    assert EventPage.objects.live().count() == 2
    assert EventPage.objects.count() == 2
    assert EventPage.objects.get(title="Termin a").next_occurrence().starts_at == in_days(5)


def test_a_draft_that_returns_is_made_again(imported):
    CalendarSource.objects.update(publishes=False)
    imported(an_item("a", soon(5)), an_item("b", soon(6)))
    gone = imported(an_item("b", soon(6)))
    assert (gone.problem, gone.rows[0]["title"]) == ("", "Termin a")
    assert [page.title for page in EventPage.objects.all()] == ["Termin b"]

    assert imported(an_item("a", soon(5)), an_item("b", soon(6))).counts["created"] == 1
    assert not EventPage.objects.live().exists()


def test_a_draft_moved_into_the_future_is_removed_when_it_has_gone(imported):
    CalendarSource.objects.update(publishes=False)
    imported(an_item("a", soon(1)), an_item("b", soon(40)))
    imported(an_item("a", soon(30)), an_item("b", soon(40)))

    with time_machine.travel(in_days(5)):
        assert imported(an_item("b", soon(35))).counts["removed"] == 1


def test_what_an_editor_took_back_stays_a_draft(imported):
    imported(an_item("a", soon(5)), an_item("b", soon(6)))
    EventPage.objects.get(title="Termin a").unpublish()

    report = imported(an_item("a", soon(9)), an_item("b", soon(6)))
    imported(an_item("b", soon(6)))
    imported(an_item("a", soon(10)), an_item("b", soon(6)))

    assert (report.rows[0]["outcome"], report.rows[0]["reason"]) == ("updated", "taken_back")
    assert [page.title for page in EventPage.objects.live()] == ["Termin b"]


def edit(page: EventPage) -> None:
    page.title = "Von Hand"
    page.save_revision()


def test_drafts_stay_drafts_and_edits_stay(imported):
    CalendarSource.objects.update(publishes=False)
    imported(an_item("a", soon(5)))
    page = EventPage.objects.get()
    assert not page.live
    edit(page)

    report = imported(an_item("a", soon(8)))

    assert report.rows[0]["reason"] == "edited"
    assert EventPage.objects.get().get_latest_revision_as_object().title == "Von Hand"


def test_what_was_edited_here_is_not_removed_either(imported):
    imported(an_item("a", soon(5)), an_item("b", soon(6)))
    edit(EventPage.objects.get(title="Termin a"))

    report = imported(an_item("b", soon(6)))

    assert (report.counts["kept"], report.rows[0]["reason"]) == (1, "edited")
    assert EventPage.objects.live().count() == 2


def test_edits_are_overwritten_where_the_source_says_so(imported):
    CalendarSource.objects.update(keeps_edits=False)
    imported(an_item("a", soon(5)))
    edit(EventPage.objects.get())

    assert imported(an_item("a", soon(8))).counts["updated"] == 1

    page = EventPage.objects.live().get()
    assert (page.title, page.starts_at) == ("Termin a", in_days(8))


def test_a_page_that_an_editor_deleted_is_not_made_again(imported):
    imported(an_item("a", soon(5)))
    EventPage.objects.get().delete()

    assert imported(an_item("a", soon(5))).rows[0]["reason"] == "deleted"
    assert not EventPage.objects.exists()


def test_a_cancelled_series_is_shown_as_cancelled(imported):
    series = [soon(5), "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4"]
    imported(an_item("a", *series))

    imported(an_item("a", *series, "STATUS:CANCELLED"))

    dates = EventPage.objects.live().get().occurrences.upcoming()
    assert [date.is_cancelled for date in dates] == [True] * 4


def test_a_date_moved_by_its_calendar_says_so(imported):
    series = an_item("a", soon(5), "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=2")
    moved = an_item("a", soon(13), "DURATION:PT1H", f"RECURRENCE-ID{soon(12)[7:]}")

    imported(series, moved)

    date = EventPage.objects.live().get().occurrences.upcoming().last()
    assert (date.starts_at, date.moved_from) == (in_days(13), in_days(12))


def test_pages_follow_a_changed_organiser_and_calendar(source, imported):
    imported(an_item("a", soon(5)))
    other = a_calendar(title="Bücherei", slug="buecherei")
    CalendarSource.objects.update(organiser_name="Stadtbücherei", calendar_page=other)

    assert imported(an_item("a", soon(5))).counts["updated"] == 1

    page = EventPage.objects.live().get()
    assert page.organiser_name == "Stadtbücherei"
    assert page.get_parent().pk == other.pk
    assert page.url_path.startswith(other.url_path)


def test_a_page_that_moves_gets_a_free_address(source, imported):
    imported(an_item("a", soon(5)))
    other = a_calendar(title="Bücherei", slug="buecherei")
    other.add_child(instance=EventPage(title="Termin a", slug="termin-a", starts_at=in_days(3),
                                       ends_at=in_days(3, 19), live=False))  # fmt: skip
    CalendarSource.objects.update(calendar_page=other)

    assert imported(an_item("a", soon(5))).counts["updated"] == 1
    assert EventPage.objects.live().get().slug == "termin-a-2"


def test_events_do_not_change_their_language(source, imported):
    imported(an_item("a", soon(5)))
    english = Locale.objects.get(language_code="en")
    source.calendar_page = source.calendar_page.copy_for_translation(english, copy_parents=True)

    with pytest.raises(ValidationError) as failure:
        source.full_clean()
    assert list(failure.value.message_dict) == ["calendar_page"]


def test_what_is_not_allowed_here_is_refused_and_leaves_nothing(source, imported):
    far = an_item("fern", "DTSTART:19990101T180000", "RRULE:FREQ=WEEKLY", "DURATION:PT1H")

    report = imported(far, an_item("a", soon(5)))

    assert [row["reason"] for row in report.rows if row["outcome"] == "refused"] == ["invalid"]
    assert EventPage.objects.get().title == "Termin a"
    source.refresh_from_db()
    assert source.etag == ""


def test_place_and_address_without_a_field_become_text(source, imported):
    a_place()
    imported(
        an_item("a", soon(5), "LOCATION:Stadtbibliothek\\, Markt 1"),
        an_item("b", soon(6), "LOCATION:Hof", "URL:https://a.example/?a=1&b=2"),
    )

    known, other = EventPage.objects.order_by("title")
    assert (known.place.slug, known.body[0].value.source) == ("bibliothek", "")
    text = other.body[0].value.source
    assert ": Hof</p>" in text
    assert 'href="https://a.example/?a=1&amp;b=2"' in text


def test_unchanged_events_cost_no_query_each(imported):
    few = [an_item(str(number), soon(number)) for number in range(5, 7)]
    many = [an_item(str(number), soon(number)) for number in range(5, 15)]
    imported(*few)
    with_few = queries_of(imported, few)
    imported(*many)

    assert queries_of(imported, many) == with_few


def queries_of(imported, events: list[str]) -> int:
    with CaptureQueriesContext(connection) as queries:
        imported(*events)
    return len(queries)


def test_events_that_are_missing_cost_no_query_each(imported):
    events = [an_item(str(number), soon(number)) for number in range(5, 25)]
    imported(*events)
    # Half a file removes nothing, so the next one finds the same pages.
    with_two = queries_of(imported, [*events[:-2], "BEGIN:VEVENT"])
    with_eight = queries_of(imported, [*events[:-8], "BEGIN:VEVENT"])

    assert with_two == with_eight
    assert EventPage.objects.live().count() == 20


def test_one_calendar_that_fails_does_not_keep_the_others(source, monkeypatch):
    CalendarSource.objects.update(is_active=True)
    CalendarSource.objects.create(
        name="VHS", url="https://example.org/b.ics", calendar_page=source.calendar_page,
        is_active=True,
    )  # fmt: skip
    monkeypatch.setattr(importing, "fetch", lambda *args, **kwargs: 1 / 0)

    assert importing.import_due() == 2
    assert [each.last_problem for each in CalendarSource.objects.all()] == ["failed", "failed"]
    assert importing.import_due() == 0
    later = in_days(0) + timedelta(days=2)
    with time_machine.travel(later):
        assert importing.import_due() == 2
