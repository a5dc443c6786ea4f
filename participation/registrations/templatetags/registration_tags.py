"""What a training's page shows of registrations."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda.calendar.models import Occurrence, TrainingPage

from .. import rules
from ..models import Registration

register = template.Library()


@register.inclusion_tag("registrations/box.html", takes_context=True)
def registration_box(context, page: TrainingPage) -> dict:
    """Render the dates of a training, each with its seats in words and the way to register."""
    occurrences = context["occurrences"]
    # What is previewed shows its own rules, what is public those that hold.
    is_preview = getattr(context["request"], "is_preview", False)
    training = page if is_preview else rules.binding(page)
    if training.is_course:
        _describe_course(training, occurrences)
    else:
        counts = Registration.objects.counts([occurrence.pk for occurrence in occurrences])
        for occurrence in occurrences:
            seats = rules.Seats(training.capacity, **counts.get(occurrence.pk, {}))
            _describe(occurrence, seats, rules.why_closed(occurrence, training))
    return {
        "page": page,
        "training": training,
        "most_at_once": rules.most_together(training),
        "occurrences": occurrences,
        "has_more_dates": context.get("has_more_dates"),
    }


def _describe(occurrence: Occurrence, seats: rules.Seats, reason: str) -> None:
    occurrence.availability = "" if occurrence.is_cancelled else reason or seats.phrase
    occurrence.form_url = occurrence.form_label = ""
    if occurrence.pk and not reason:
        occurrence.form_url = reverse("registration_form", args=[occurrence.pk])
        occurrence.form_label = _("Register") if seats.has_room else _("Join the waiting list")


def _describe_course(page: TrainingPage, occurrences: list[Occurrence]) -> None:
    """Offer the registration for all dates beside the first one only."""
    if not occurrences or not occurrences[0].pk:
        return
    booked = rules.booked_date(occurrences[0], page)
    _describe(occurrences[0], rules.seats_of(booked, page), rules.why_closed(booked, page))
