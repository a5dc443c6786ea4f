"""The demo town's calendar."""

from wagtail.models import Locale, Site

from . import demo_dates
from .models import CalendarPage, CalendarSource, EventPage, TrainingPage, TrainingQuestion


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
    return context.add_page(calendar_page, page_class, item, translate=_translate, **fields)


def _questions(item: dict, calendar_page: CalendarPage) -> list[TrainingQuestion]:
    return [
        TrainingQuestion(
            **{name: value for name, value in question.items() if name != "said"}
            | {"choices": "\n".join(question.get("choices", []))},
            locale=calendar_page.locale,
            sort_order=number,
        )
        for number, question in enumerate(item.get("questions", []))
    ]


def event_fields(item: dict, context) -> dict:
    """Return the fields of an event besides those that every page has."""
    organiser = context.organisation(item["organiser"]) if item.get("organiser") else None
    place = context.place(item["place"]) if item.get("place") else None
    return _date_fields(item, context, place) | {
        "place": place,
        "is_online": item.get("is_online", False),
        "contact": context.contact(item["contact"]) if item.get("contact") else None,
        "languages": item.get("languages") or [],
        "price_text": item.get("price_text") or "",
        "requirements": (item.get("requirements") or "").strip(),
        "accessibility_note": (item.get("accessibility_note") or "").strip(),
        "organiser_key": organiser.key if organiser else None,
        "organiser_name": organiser.name if organiser else "",
    }


def _date_fields(item: dict, context, place) -> dict:
    day, locale = context.date(item["first_in_days"], item.get("weekday")), Locale.get_default()
    off = demo_dates.days_off(place, day)
    starts_at, ends_at = demo_dates.span(item, day, off)
    fields = {"starts_at": starts_at, "ends_at": ends_at, "recurrence": item.get("rrule") or ""}
    fields["recurrence"] = demo_dates.lengthened(fields, off)
    cancelled = demo_dates.cancelled(item, fields, locale)
    fields["cancelled_dates"] = cancelled
    fields["skipped_dates"] = demo_dates.skipped(fields, off, [row.date for row in cancelled])
    fields["moved_dates"] = demo_dates.moved(item, fields, off, locale)
    return fields


def _translate(page: EventPage, item: dict) -> None:
    """Give a translation its own words where the texts have them."""
    for name in ("price_text", "requirements", "accessibility_note"):
        if name in item:
            setattr(page, name, item[name].strip())
    for name in ("cancelled", "moved"):
        if reasons := item.get(f"{name}_reasons"):
            days = list(getattr(page, f"{name}_dates").all())
            for day, reason in zip(days, reasons, strict=True):
                day.reason = reason
            setattr(page, f"{name}_dates", days)
    if words := item.get("questions"):
        questions = list(page.questions.all())
        for question, said in zip(questions, words, strict=True):
            question.label, question.help = said["label"], said.get("help", "")
        page.questions = questions
