"""The filters that only the calendar has."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from agenda.filters import Filter
from cms.content.models.places import AccessibilityFact

from .models.languages import SpokenLanguage
from .models.occurrences import Occurrence

NOON, EVENING = 12, 17
ON_SITE = ("vor-ort", "hybrid")
WEEKDAY_NAMES = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")


def kind_filter() -> Filter:
    """Return the filter by kind of event."""
    conditions = {
        "veranstaltung": Q(trainingpage__isnull=True),
        "schulung": Q(trainingpage__isnull=False),
    }
    options = [("veranstaltung", _("Event")), ("schulung", _("Training"))]
    return Filter("art", _("Kind"), conditions, options)


def format_filter() -> Filter:
    """Return the filter by on site, online or both; that there is a place, each date tells."""
    conditions = {"online": Q(is_online=True), "vor-ort": Q(), "hybrid": Q(is_online=True)}
    options = [
        ("online", _("Online")),
        ("vor-ort", _("On site")),
        ("hybrid", _("On site and online")),
    ]
    return Filter("format", _("Format"), conditions, options)


def language_filter() -> Filter:
    """Return the filter by a language that is spoken or signed."""
    conditions = {code: Q(languages__contains=[code]) for code in SpokenLanguage.values}
    options = [(code, str(label)) for code, label in SpokenLanguage.choices]
    return Filter("sprache", _("Language"), conditions, options)


def accessibility_filter() -> Filter:
    """Return the filter of places by what they offer people with disabilities."""
    conditions = {
        fact.replace("_", "-"): Q(accessibility__contains=[fact])
        for fact in AccessibilityFact.values
    }
    options = [(fact.replace("_", "-"), str(label)) for fact, label in AccessibilityFact.choices]
    return Filter("barrierefrei", _("Accessibility"), conditions, options)


def free_seats_filter() -> Filter:
    """Return the filter by trainings that take registrations now."""
    now = timezone.now()
    opens, closes = (f"trainingpage__registration_{name}_at" for name in ("opens", "closes"))
    is_open = Q(trainingpage__takes_registrations=True) & (
        Q(**{f"{opens}__isnull": True}) | Q(**{f"{opens}__lte": now})
    )
    is_open &= Q(**{f"{closes}__isnull": True}) | Q(**{f"{closes}__gt": now})
    is_open &= Q(trainingpage__capacity__isnull=True) | Q(trainingpage__capacity__gt=0)
    # A course is booked as a whole, until its first date begins.
    begun = Occurrence.objects.filter(
        event_key=OuterRef("translation_key"), is_cancelled=False, starts_at__lte=now
    )
    is_open &= Q(trainingpage__is_course=False) | ~Exists(begun)
    options = [("frei", _("With free seats"))]
    return Filter("plaetze", _("Seats"), {"frei": is_open}, options)


def seats_left() -> Q:
    """Return what holds for dates on which the next person gets a seat, by what was noted."""
    nothing_taken = Q(seats_left__isnull=True)
    return (nothing_taken | Q(seats_left__gt=0)) & Q(
        is_cancelled=False, starts_at__gt=timezone.now()
    )


def weekday_filter() -> Filter:
    """Return the filter of dates by the day of the week in the town."""
    conditions = {
        "werktags": Q(starts_at__iso_week_day__lte=5),
        "wochenende": Q(starts_at__iso_week_day__gte=6),
    }
    options = [("werktags", _("Monday to Friday")), ("wochenende", _("Weekend"))]
    for number, name in enumerate(WEEKDAY_NAMES):
        conditions[name] = Q(starts_at__iso_week_day=number + 1)
        options.append((name, str(WEEKDAYS[number])))
    return Filter("wochentag", _("Day"), conditions, options)


def daytime_filter() -> Filter:
    """Return the filter of dates by the hour at which they begin in the town."""
    conditions = {
        "vormittag": Q(starts_at__hour__lt=NOON),
        "nachmittag": Q(starts_at__hour__gte=NOON, starts_at__hour__lt=EVENING),
        "abend": Q(starts_at__hour__gte=EVENING),
    }
    options = [
        ("vormittag", _("In the morning")),
        ("nachmittag", _("In the afternoon")),
        ("abend", _("In the evening, from 5 pm")),
    ]
    return Filter("uhrzeit", _("Time"), conditions, options)
