"""The demo town's calendar."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from wagtail.models import Site

from .models import (
    CalendarPage,
    CalendarSource,
    CancelledDate,
    EventPage,
    TrainingPage,
    TrainingQuestion,
)
from .recurrence import HORIZON, expand, parse

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def build(data: dict, context) -> CalendarPage:
    """Build the calendar with all events of the texts, on dates relative to today."""
    home = Site.objects.get(is_default_site=True).root_page
    calendar_page = context.add_page(home, CalendarPage, data["index"], show_in_menus=True)
    for item in data["events"]:
        build_event(item, context, calendar_page)
    for item in data["sources"]:
        build_source(item, calendar_page)
    return calendar_page


def build_source(item: dict, calendar_page: CalendarPage) -> CalendarSource:
    """Build an external calendar that nobody fetches, whose events would become drafts."""
    return CalendarSource.objects.create(
        name=item["name"],
        url=item["url"],
        calendar_page=calendar_page,
        organiser_name=item["organiser"],
        languages=item["languages"],
    )


def build_event(item: dict, context, calendar_page: CalendarPage) -> EventPage:
    """Build one event or training."""
    page_class = TrainingPage if item["kind"] == "training" else EventPage
    fields = event_fields(item, context)
    if item["kind"] == "training":
        fields |= {"capacity": item.get("capacity"), "takes_registrations": True}
        fields |= item.get("seats", {})
        fields["questions"] = _questions(item, calendar_page)
    fields["cancelled_dates"] = [
        CancelledDate(date=day, reason=reason, locale=calendar_page.locale)
        for day, reason in _cancelled_days(item, fields)
    ]
    return context.add_page(calendar_page, page_class, item, translate=_translate, **fields)


def _questions(item: dict, calendar_page: CalendarPage) -> list[TrainingQuestion]:
    return [
        TrainingQuestion(
            **question | {"choices": "\n".join(question.get("choices", []))},
            locale=calendar_page.locale,
            sort_order=number,
        )
        for number, question in enumerate(item.get("questions", []))
    ]


def event_fields(item: dict, context) -> dict:
    """Return the fields of an event besides those that every page has."""
    starts_at, ends_at = first_date(item, context.date(item["first_in_days"]))
    organiser = context.organisation(item["organiser"]) if item.get("organiser") else None
    return {
        "starts_at": starts_at,
        "ends_at": ends_at,
        "recurrence": item.get("rrule") or "",
        "place": context.place(item["place"]) if item.get("place") else None,
        "is_online": item.get("is_online", False),
        "contact": context.contact(item["contact"]) if item.get("contact") else None,
        "languages": item.get("languages") or [],
        "price_text": item.get("price_text") or "",
        "requirements": (item.get("requirements") or "").strip(),
        "accessibility_note": (item.get("accessibility_note") or "").strip(),
        "organiser_key": organiser.key if organiser else None,
        "organiser_name": organiser.name if organiser else "",
    }


def first_date(item: dict, day: date) -> tuple[datetime, datetime]:
    """Return start and end of the first date on or after `day` that fits weekday and rule."""
    if weekday := item.get("weekday"):
        day += timedelta(days=(WEEKDAYS.index(weekday) - day.weekday()) % len(WEEKDAYS))
    starts_at = datetime.combine(day, time.fromisoformat(item["start"]))
    if rule := item.get("rrule"):
        starts_at = next(iter(parse(rule).dates(starts_at, starts_at + HORIZON)))
    ends_at = datetime.combine(starts_at.date(), time.fromisoformat(item["end"]))
    if ends_at <= starts_at:
        ends_at += timedelta(days=1)
    return timezone.make_aware(starts_at), timezone.make_aware(ends_at)


def _cancelled_days(item: dict, fields: dict) -> list[tuple[date, str]]:
    if not item.get("cancelled_dates"):
        return []
    slots = expand(
        fields["starts_at"],
        fields["ends_at"],
        time_zone=timezone.get_current_timezone_name(),
        rule=fields["recurrence"],
        until=fields["starts_at"] + HORIZON,
    )
    return [
        (timezone.localtime(slots[number].starts_at).date(), reason)
        for number, reason in item["cancelled_dates"]
    ]


def _translate(page: EventPage, item: dict) -> None:
    """Give a translation its own words where the texts have them."""
    for name in ("price_text", "requirements", "accessibility_note"):
        if name in item:
            setattr(page, name, item[name].strip())
    if reasons := item.get("cancelled_reasons"):
        days = list(page.cancelled_dates.all())
        for day, reason in zip(days, reasons, strict=True):
            day.reason = reason
        page.cancelled_dates = days
