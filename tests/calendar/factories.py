"""Events as the tests need them."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from wagtail.models import Site

from agenda.calendar.models import CalendarPage, EventPage, Occurrence, TrainingPage
from cms.content.models import Place


def a_calendar(**fields) -> CalendarPage:
    """Return a published calendar below the home page."""
    home = Site.objects.get(is_default_site=True).root_page
    page = CalendarPage(**{"title": "Kalender", "slug": "kalender"} | fields)
    home.add_child(instance=page)
    return page


def in_days(days: int, hour: int = 18) -> datetime:
    """Return a full hour some days from now, in the town's time."""
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, time(hour)))


def an_event(calendar: CalendarPage, page_class=EventPage, *, publish=True, **fields) -> EventPage:
    """Return an event of two hours in ten days, published with its dates."""
    starts_at = fields.pop("starts_at", in_days(10))
    number = calendar.get_children().count()
    page = page_class(
        **{
            "title": f"Termin {number}",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2),
            "live": False,
            "locale": calendar.locale,
        }
        | fields
    )
    CalendarPage.objects.get(pk=calendar.pk).add_child(instance=page)
    if publish:
        page.save_revision().publish()
        page.refresh_from_db()
    return page


def a_training(calendar: CalendarPage, **fields) -> TrainingPage:
    """Return a published training that takes registrations."""
    return an_event(calendar, TrainingPage, **{"title": "Tablet-Kurs"} | fields)


def a_place(**fields) -> Place:
    """Return a venue."""
    defaults = {
        "slug": "bibliothek",
        "name": "Stadtbibliothek",
        "street": "Markt 1",
        "postal_code": "99999",
        "locality": "Auenbrück",
    }
    return Place.objects.create(**defaults | fields)


def many_dates(event: EventPage, number: int, *, start: datetime, step: timedelta) -> None:
    """Give an event so many dates of five minutes, written at once."""
    Occurrence.objects.bulk_create(
        Occurrence(
            event_key=event.translation_key,
            starts_at=start + n * step,
            ends_at=start + n * step + timedelta(minutes=5),
        )
        for n in range(number)
    )
