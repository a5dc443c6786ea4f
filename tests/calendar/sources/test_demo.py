"""The external calendar of the demo town is an example that nobody fetches."""

from agenda.calendar import demo
from agenda.calendar.models import CalendarSource
from cms.demo import source as texts

from ..factories import a_calendar


def test_the_example_says_what_it_is_and_is_never_fetched(db):
    page = a_calendar()

    for item in texts.read("events")["sources"]:
        demo.build_source(item, page).full_clean()

    example = CalendarSource.objects.get()
    assert example.name.startswith("Beispiel, nicht aktiv")
    assert example.url.split("/")[2].endswith(".example")
    assert not example.publishes
    assert CalendarSource.objects.due() == []
