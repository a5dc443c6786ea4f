"""What is private, not settled or elsewhere in its calendar is not announced as if it were not."""

import pytest

from agenda.calendar.models import EventPage

from ..factories import a_place, in_days
from .files import an_item, soon


def test_a_private_event_becomes_no_page_and_the_report_keeps_its_title(imported):
    report = imported(an_item("a", soon(5), "CLASS:PRIVATE"), an_item("b", soon(6)))

    assert [page.title for page in EventPage.objects.all()] == ["Termin b"]
    refused = [row for row in report.rows if row["outcome"] == "refused"]
    assert [(row["reason"], row["title"]) for row in refused] == [("private", "")]


def test_what_becomes_private_is_taken_back_however_much_it_is(imported):
    names = "abcdefgh"
    imported(*(an_item(name, soon(5)) for name in names))

    report = imported(*(an_item(name, soon(5), "CLASS:CONFIDENTIAL") for name in names))

    assert report.counts["removed"] == len(names)
    assert not EventPage.objects.live().exists()


def test_what_is_not_settled_is_a_draft_until_it_is(imported):
    report = imported(an_item("a", soon(5), "DURATION:PT1H", "STATUS:TENTATIVE"))
    assert report.rows[0]["notes"] == ["tentative"]
    imported(an_item("a", soon(6), "STATUS:TENTATIVE"))
    assert not EventPage.objects.live().exists()

    imported(an_item("a", soon(6), "STATUS:CONFIRMED"))

    assert EventPage.objects.live().get().starts_at == in_days(6)


@pytest.mark.django_db
def test_a_date_elsewhere_is_shown_there_and_found_there(client, settings, imported):
    settings.PAGE_CACHE_SECONDS = 0
    library = a_place()
    series = an_item("a", soon(5), "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3")
    ours = an_item("a", soon(12), "DURATION:PT1H", f"RECURRENCE-ID{soon(12)[7:]}",
                   "LOCATION:Stadtbibliothek\\, Saal 2")  # fmt: skip
    unknown = an_item("a", soon(19), "DURATION:PT1H", f"RECURRENCE-ID{soon(19)[7:]}",
                      "LOCATION:Hof hinten")  # fmt: skip

    report = imported(series, ours, unknown)

    page = EventPage.objects.live().get()
    dates = list(page.occurrences.upcoming())
    assert [date.starts_at for date in dates] == [in_days(5), in_days(12), in_days(19)]
    assert [date.place for date in dates] == [None, library, None]
    assert report.rows[0]["notes"] == ["place"]
    assert ": Hof hinten</p>" in client.get(page.url).text
